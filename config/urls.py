from django.urls import include, path

from config import health
from core import views

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("config.accounts")),
    path("help/", views.help_page, name="help"),
    path("send-again/", views.send_again, name="send_again"),
    path("send-again/forget/", views.forget_kept, name="forget_kept"),
    path("stay-signed-in/", views.stay_signed_in, name="stay_signed_in"),
    path("", include("people.urls")),
    path("", include("notices.urls")),
    path("", include("goals.urls")),
    path("", include("meetings.urls")),
    path("", include("coaching.urls")),
    path("", include("ilt.urls")),
    path("", include("collaboration.urls")),
    path("", include("reports.urls")),
]
handler400 = "core.views.bad_request"
handler404 = "core.views.not_found"
handler403 = "core.views.forbidden"
handler500 = "core.views.server_error"
handler429 = "core.views.too_many_requests"
