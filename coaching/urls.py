from django.urls import include, path

from coaching import api

app_name = "coaching"
urlpatterns = [
    path("api/v1/", include(api.urlpatterns())),
]
