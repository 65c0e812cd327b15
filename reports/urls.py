from django.urls import path

from reports.views import board, today

app_name = "reports"
urlpatterns = [
    path("", today.today, name="today"),
    path("school/", board.school, name="school"),
    path("school/teachers/<uuid:pk>/", board.teacher_activity, name="teacher_activity"),
    path("district/plans/", board.district_plans, name="district_plans"),
]
