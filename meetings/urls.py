from django.urls import path

from meetings.views import team

app_name = "meetings"
urlpatterns = [
    path("teams/", team.team_list, name="team_list"),
    path("teams/<uuid:pk>/", team.team_detail, name="team_detail"),
]
