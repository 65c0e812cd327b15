"""Addresses of what leadership teams gather about schools."""

from django.urls import path

from ilt.views import data_review as review

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
]
