from django.urls import path

from meetings.views import guiding, team

app_name = "meetings"
urlpatterns = [
    path("teams/", team.team_list, name="team_list"),
    path("teams/<uuid:pk>/", team.team_detail, name="team_detail"),
    path("teams/<uuid:pk>/launch/", guiding.launch, name="launch"),
    path("teams/<uuid:pk>/launch/<slug:key>/", guiding.launch_sheet, name="launch_sheet"),
    path("teams/<uuid:pk>/launch/<slug:key>/save/", guiding.launch_save, name="launch_save"),
]
