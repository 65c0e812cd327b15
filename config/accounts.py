"""The pages of allauth we open: signing in and out, and passwords. No sign-up, no e-mail pages."""

from functools import wraps

from allauth.account import views
from django.urls import path, re_path


def errors_as_422(view):
    """The view, answering 422 when its form has errors."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.errors:
            response.status_code = 422
        return response

    return answer


def members_only(view):
    """The view, closed to the signed out: allauth opens all of its own."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    answer.login_required = True
    return answer


urlpatterns = [
    path("login/", errors_as_422(views.login), name="account_login"),
    path("logout/", members_only(views.logout), name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path(
        "password/change/",
        errors_as_422(views.password_change),
        name="account_change_password",
    ),
    path("password/set/", errors_as_422(views.password_set), name="account_set_password"),
    path("password/reset/", errors_as_422(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        errors_as_422(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
