"""The addresses of a team's stage."""

from django.urls import path

from ilt.views import stage

urlpatterns = [
    path("teams/<uuid:pk>/stage/", stage.stage, name="stage"),
    path("teams/<uuid:pk>/stage/keep/", stage.stage_keep, name="stage_keep"),
    path("teams/<uuid:pk>/stage/<slug:code>/", stage.stage_action, name="stage_action"),
    path("teams/<uuid:pk>/stage/<slug:code>/status/", stage.stage_status, name="stage_status"),
    path("teams/stage-reviews/<uuid:pk>/", stage.stage_review, name="stage_review"),
]
