from django.urls import path

from collaboration.views import cycle, planning, study, year

app_name = "collaboration"
urlpatterns = [
    path("teams/<uuid:pk>/studies/", year.team_studies, name="team_studies"),
    path("teams/<uuid:pk>/studies/line/", year.team_line, name="team_line"),
    path("teams/<uuid:pk>/studies/add/", year.year_plan_add, name="year_plan_add"),
    path("studies/years/<uuid:pk>/edit/", year.year_plan_edit, name="year_plan_edit"),
    path("studies/years/<uuid:pk>/copy/", year.year_plan_copy, name="year_plan_copy"),
    path("studies/years/<uuid:pk>/add/", cycle.cycle_add, name="cycle_add"),
    path("studies/<uuid:pk>/", cycle.cycle_detail, name="cycle_detail"),
    path("studies/<uuid:pk>/edit/", cycle.cycle_edit, name="cycle_edit"),
    path("studies/<uuid:pk>/end/", cycle.cycle_end, name="cycle_end"),
    path("studies/<uuid:pk>/resume/", cycle.cycle_resume, name="cycle_resume"),
    path("studies/<uuid:pk>/remove/", cycle.cycle_remove, name="cycle_remove"),
    path("studies/<uuid:pk>/restore/", cycle.cycle_restore, name="cycle_restore"),
    path("studies/<uuid:pk>/plan/", planning.cycle_plan, name="cycle_plan"),
    path("studies/<uuid:pk>/meetings/<uuid:meeting>/take/", planning.cycle_take, name="cycle_take"),
    path("studies/<uuid:pk>/milestones/", cycle.milestone_add, name="milestone_add"),
    path("studies/milestones/<uuid:pk>/edit/", cycle.milestone_edit, name="milestone_edit"),
    path("studies/milestones/<uuid:pk>/reach/", cycle.milestone_reach, name="milestone_reach"),
    path("studies/milestones/<uuid:pk>/remove/", cycle.milestone_remove, name="milestone_remove"),
    path(
        "studies/milestones/<uuid:pk>/restore/", cycle.milestone_restore, name="milestone_restore"
    ),
    path("studies/meetings/<uuid:pk>/", study.study_meeting, name="study_meeting"),
    path("studies/meetings/<uuid:pk>/save/", study.study_save, name="study_save"),
    path("studies/meetings/<uuid:pk>/tests/", study.field_test_add, name="field_test_add"),
    path("studies/tests/<uuid:pk>/edit/", study.field_test_edit, name="field_test_edit"),
    path("studies/tests/<uuid:pk>/remove/", study.field_test_remove, name="field_test_remove"),
    path("studies/tests/<uuid:pk>/restore/", study.field_test_restore, name="field_test_restore"),
    path("meetings/<uuid:pk>/study/", study.meeting_study, name="meeting_study"),
]
