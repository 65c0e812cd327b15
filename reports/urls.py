from django.urls import path

from reports.views import about_me, board, export, roll_over, sight, story, study, today

app_name = "reports"
urlpatterns = [
    path("", today.today, name="today"),
    path("goals/<uuid:pk>/sight/", sight.goal_sight, name="goal_sight"),
    path("plans/<uuid:pk>/sight/", sight.plan_sight, name="plan_sight"),
    path("steps/<uuid:pk>/sight/", sight.step_sight, name="step_sight"),
    path("school/", board.school, name="school"),
    path("school/teachers/<uuid:pk>/", board.teacher_activity, name="teacher_activity"),
    path("district/plans/", board.district_plans, name="district_plans"),
    path("stories/", story.story_list, name="story_list"),
    path("plans/<uuid:pk>/story/", story.story_write, name="story_write"),
    path("stories/<uuid:pk>/withdraw/", story.story_withdraw, name="story_withdraw"),
    path("stories/<uuid:pk>/line/", story.story_line, name="story_line"),
    path("plans/<uuid:pk>/export/", export.plan_export, name="plan_export"),
    path("visits/<uuid:pk>/export/", export.visit_export, name="visit_export"),
    path("data-reviews/<uuid:pk>/export/", export.data_review_export, name="data_review_export"),
    path("walkthroughs/<uuid:pk>/export/", export.walkthrough_export, name="walkthrough_export"),
    path("teachers/<uuid:pk>/change/export/", export.change_export, name="change_export"),
    path("meetings/<uuid:pk>/export/", export.meeting_export, name="meeting_export"),
    path(
        "long-range-plans/<uuid:pk>/export/",
        export.long_range_export,
        name="long_range_export",
    ),
    path("studies/years/<uuid:pk>/export/", study.year_plan_export, name="year_plan_export"),
    path("studies/<uuid:pk>/export/", study.cycle_export, name="cycle_export"),
    path("everything-about-me/", about_me.about_me, name="about_me"),
    path("exports/", export.export_list, name="export_list"),
    path("exports/plans/", export.export_plans, name="export_plans"),
    path("exports/<uuid:pk>/", export.export_detail, name="export_detail"),
    path("exports/<uuid:pk>/progress/", export.export_progress, name="export_progress"),
    path("exports/<uuid:pk>/file/", export.export_download, name="export_download"),
    path("exports/<uuid:pk>/again/", export.export_again, name="export_again"),
    path("roll-over/", roll_over.roll_over_list, name="roll_over_list"),
    path("roll-over/<uuid:pk>/", roll_over.roll_over_detail, name="roll_over_detail"),
    path("roll-over/<uuid:pk>/start/", roll_over.roll_over_start, name="roll_over_start"),
    path("roll-over/<uuid:pk>/undo/", roll_over.roll_over_undo, name="roll_over_undo"),
    path(
        "roll-over/<uuid:pk>/schools/<uuid:school>/",
        roll_over.roll_over_school,
        name="roll_over_school",
    ),
]
