"""Addresses of what leadership teams gather about schools."""

from django.urls import path

from ilt.views import data_review as review
from ilt.views import insight, practice, support, walk

urlpatterns = [
    path("data-reviews/", review.review_list, name="review_list"),
    path("data-reviews/new/", review.review_add, name="review_add"),
    path("data-reviews/how-often/", review.review_cadence, name="review_cadence"),
    path("data-reviews/<uuid:pk>/", review.review_detail, name="review_detail"),
    path("data-reviews/<uuid:pk>/table/", review.review_edit, name="review_edit"),
    path("data-reviews/<uuid:pk>/ready/", review.review_ready, name="review_ready"),
    path("data-reviews/<uuid:pk>/held/", review.review_hold, name="review_hold"),
    path("data-reviews/<uuid:pk>/reopen/", review.review_reopen, name="review_reopen"),
    path("data-reviews/<uuid:pk>/ask/", review.question_add, name="question_add"),
    path("data-reviews/<uuid:pk>/feedback/", review.feedback_add, name="feedback_add"),
    path("data-reviews/<uuid:pk>/promise/", review.step_add, name="promise_add"),
    path("data-reviews/questions/<uuid:pk>/", review.question_answer, name="question_answer"),
    path("data-reviews/steps/<uuid:pk>/", review.step_edit, name="promise_edit"),
    path("data-reviews/steps/<uuid:pk>/outcome/", review.step_outcome, name="promise_outcome"),
    path("learning-walks/", walk.walk_list, name="walk_list"),
    path("learning-walks/new/", walk.walk_add, name="walk_add"),
    path("learning-walks/trends/", walk.walk_trends, name="walk_trends"),
    path("learning-walks/<uuid:pk>/", walk.walk_detail, name="walk_detail"),
    path("learning-walks/<uuid:pk>/edit/", walk.walk_edit, name="walk_edit"),
    path("learning-walks/<uuid:pk>/tally/", walk.walk_tally, name="walk_tally"),
    path("learning-walks/<uuid:pk>/numbers/", walk.walk_correct, name="walk_correct"),
    path("learning-walks/<uuid:pk>/end/", walk.walk_end, name="walk_end"),
    path("learning-walks/<uuid:walk>/practice/", practice.practice_add, name="practice_of_walk"),
    path("best-practices/", practice.practice_list, name="practice_list"),
    path("best-practices/new/", practice.practice_add, name="practice_add"),
    path("best-practices/<uuid:pk>/", practice.practice_edit, name="practice_edit"),
    path("best-practices/<uuid:pk>/end/", practice.practice_end, name="practice_end"),
    path("principal-support/", support.support_list, name="support_list"),
    path("principal-support/new/", support.support_add, name="support_add"),
    path("principal-support/<uuid:pk>/", support.support_detail, name="support_detail"),
    path("principal-support/<uuid:pk>/dates/", support.support_edit, name="support_edit"),
    path("principal-support/<uuid:pk>/note/", support.support_note, name="support_note"),
    path("insights/", insight.insight_list, name="insight_list"),
    path("insights/new/", insight.insight_add, name="insight_add"),
    path("insights/<uuid:pk>/answer/", insight.insight_answer, name="insight_answer"),
    path("teacher-leaders/", insight.leader_list, name="leader_list"),
    path("teacher-leaders/new/", insight.leader_add, name="leader_add"),
    path("teacher-leaders/<uuid:pk>/", insight.leader_edit, name="leader_edit"),
]
