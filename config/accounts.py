"""The pages of allauth we open: signing in and out, passwords, the second step, single sign-on.

No sign-up, no e-mail pages.
"""

from functools import wraps

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpResponse
from django.urls import path, re_path, reverse_lazy

from people.views.second_step import AddPasskeyView
from people.views.sign_in import SignInView
from people.views.single_sign_on import single_sign_on, single_sign_on_back


def errors_as_422(view):
    """The view, answering 422 when its form has errors."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        forms = [context.get("form"), context.get("webauthn_form")]
        if any(form is not None and form.errors for form in forms):
            response.status_code = 422
        return response

    return answer


def leads_fragments_out(view):
    """The view, telling an htmx fragment by a header where it would be redirected to."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 302 and request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401, headers={"HX-Redirect": response.url})
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
    path("login/", errors_as_422(SignInView.as_view()), name="account_login"),
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
    path("single-sign-on/<slug:provider_id>/", single_sign_on, name="openid_connect_login"),
    path(
        "single-sign-on/<slug:provider_id>/back/",
        single_sign_on_back,
        name="openid_connect_callback",
    ),
    path("confirm/", errors_as_422(views.reauthenticate), name="account_reauthenticate"),
    path("second-step/", mfa.index, name="mfa_index"),
    path(
        "second-step/sign-in/",
        leads_fragments_out(errors_as_422(mfa.authenticate)),
        name="mfa_authenticate",
    ),
    path("second-step/confirm/", errors_as_422(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/app/add/", errors_as_422(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "second-step/app/remove/", errors_as_422(totp.deactivate_totp), name="mfa_deactivate_totp"
    ),
    path("second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-step/codes/new/",
        errors_as_422(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/add/", errors_as_422(AddPasskeyView.as_view()), name="mfa_add_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        passkeys.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")),
        name="mfa_remove_webauthn",
    ),
    path(
        "passkeys/sign-in/",
        leads_fragments_out(passkeys.login_webauthn),
        name="mfa_login_webauthn",
    ),
    path(
        "passkeys/confirm/",
        errors_as_422(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]
