from django.urls import path

from notices.views import bell, log, preferences

app_name = "notices"
urlpatterns = [
    path("notices/", bell.notice_list, name="notice_list"),
    path("notices/read/", bell.notice_read_all, name="notice_read_all"),
    path("notices/preferences/", preferences.preferences, name="preferences"),
    path("notices/stop/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("notices/start/<str:token>/", preferences.resubscribe, name="resubscribe"),
    path("notices/<uuid:pk>/", bell.notice_open, name="notice_open"),
    path("notices/<uuid:pk>/read/", bell.notice_read, name="notice_read"),
    path("mail-log/", log.mail_log, name="mail_log"),
    path("jobs/", log.jobs, name="jobs"),
]
