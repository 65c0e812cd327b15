"""Signing in: where one is signed in, and the second step."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from people.models import Session
from tests.permission_table import answers


def device_of_the_subject(world):
    client = Client(headers={"User-Agent": "Firefox on a Windows tablet"})
    client.force_login(world.subject)
    session = Session.objects.get(pk=client.session.session_key)
    return {"reference": session.reference}


def app_of_the_subject(world):
    """An authenticator app and recovery codes, the subject's alone."""
    TOTP.activate(world.subject, generate_totp_secret())
    RecoveryCodes.activate(world.subject)
    return {}


def passkey_of_the_subject(world):
    data = {"name": "Passkey made in Firefox", "credential": {}}
    kind = Authenticator.Type.WEBAUTHN
    passkey = Authenticator.objects.create(user=world.subject, type=kind, data=data)
    return {"pk": passkey.pk}


def person_with_an_app(world):
    app_of_the_subject(world)
    return {"pk": world.subject.pk}


NOBODY = {"provider_id": "nobody"}
OWN = answers(404, subject=200)
ROWS = {
    # No provider is set up: there is nothing there.
    "GET openid_connect_login": answers(404, anonymous=404),
    "GET openid_connect_callback": answers(404, anonymous=404),
    "GET mfa_index": answers(200),
    "GET mfa_authenticate": answers(302),
    "POST mfa_authenticate": answers(302),
    # Nobody in the world has a password or a second step yet: there is nothing to confirm with.
    "GET account_reauthenticate": answers(403),
    "POST account_reauthenticate": answers(403),
    "GET mfa_reauthenticate": answers(403),
    "POST mfa_reauthenticate": answers(403),
    "GET mfa_reauthenticate_webauthn": answers(403),
    "POST mfa_reauthenticate_webauthn": answers(403),
    "GET mfa_activate_totp": answers(200),
    "POST mfa_activate_totp": answers(422),
    "GET mfa_deactivate_totp": OWN,
    "POST mfa_deactivate_totp": answers(404, subject=302),
    "GET mfa_view_recovery_codes": OWN,
    "GET mfa_generate_recovery_codes": answers(200),
    "POST mfa_generate_recovery_codes": answers(422, subject=302),
    "GET mfa_download_recovery_codes": OWN,
    "GET mfa_add_webauthn": answers(200),
    "POST mfa_add_webauthn": answers(422),
    "GET mfa_remove_webauthn": OWN,
    "POST mfa_remove_webauthn": answers(404, subject=302),
    "GET mfa_login_webauthn": answers(302),
    "POST mfa_login_webauthn": answers(302),
    "POST people:person_account_unlink": answers(403, admin=302, other_system=404),
    "POST people:person_second_step_reset": answers(403, admin=302, other_system=404),
    "GET people:device_list": answers(200),
    "POST people:device_sign_out": answers(404, subject=302),
    "POST people:device_sign_out_others": answers(302),
    "POST people:person_sign_out": answers(403, admin=302, other_system=404),
}
ARGS = {
    "openid_connect_login": lambda world: NOBODY,
    "openid_connect_callback": lambda world: NOBODY,
    "mfa_deactivate_totp": app_of_the_subject,
    "mfa_view_recovery_codes": app_of_the_subject,
    "mfa_generate_recovery_codes": app_of_the_subject,
    "mfa_download_recovery_codes": app_of_the_subject,
    "mfa_remove_webauthn": passkey_of_the_subject,
    "people:person_account_unlink": lambda world: {"pk": world.subject.pk},
    "people:person_second_step_reset": person_with_an_app,
    "people:device_sign_out": device_of_the_subject,
    "people:person_sign_out": lambda world: {"pk": world.subject.pk},
}
