"""Signing in through the school system's own accounts: only whom the roster knows, never anew.

An account is matched once, by an e-mail that its provider has verified and that lies in one of the
domains it may speak for, to a person of the one school system it is set up for. From then on its
own id counts, whatever becomes of the e-mail.
"""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.shortcuts import render

from people.actions.identity import TakenError, link_identity
from people.models import SchoolSystem, SignInDomain, User
from people.models.sign_in_domain import domain_of

NOT_FOUND, UNVERIFIED, OTHER = "not_found", "unverified", "other_account"
FAILED, CANCELLED = "failed", "cancelled"


class RefusedError(Exception):
    """This account signs nobody in; `reason` is what the page says."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class OpenIDConnect(OpenIDConnectOAuth2Adapter):
    """The talk with the provider. The signature of its word is always checked, and nothing of what
    it tells is kept but the id of the account."""

    def complete_login(self, request, app, token, **kwargs):
        try:
            login = super().complete_login(request, app, token, **kwargs)
            _same_account(login.account.extra_data)
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("Not what a provider answers") from error
        login.claims, login.account.extra_data = login.account.extra_data, {}
        return login

    def _decode_id_token(self, app, id_token):
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


def _same_account(claims):
    """What was fetched with the token speaks of the one who signed in."""
    told = claims["id_token"]
    if claims.get("userinfo", told)["sub"] != told["sub"]:
        raise OAuth2Error("Two different accounts")


class RosterAdapter(DefaultSocialAccountAdapter):
    """Whom an account signs in."""

    def list_apps(self, request, provider=None, client_id=None):
        """Those of the environment, none of the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_open_for_signup(self, request, sociallogin):
        return False

    def populate_user(self, request, sociallogin, data):
        """Nobody is made of what a provider tells."""
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        """Find the person, or say why there is none. Accounts are linked here and nowhere else."""
        sociallogin.state["process"] = AuthProcess.LOGIN
        provider = sociallogin.provider
        try:
            sociallogin.user = _person(sociallogin, provider.app.settings)
        except RefusedError as refused:
            raise ImmediateHttpResponse(refusal(request, provider, refused.reason)) from refused

    def on_authentication_error(self, request, provider, error=None, **kwargs):
        reason = CANCELLED if error == AuthError.CANCELLED else FAILED
        raise ImmediateHttpResponse(refusal(request, provider, reason))


def refusal(request, provider, reason):
    context = {"provider": provider, "reason": reason}
    return render(request, "people/single_sign_on_refused.html", context, status=403)


def _person(sociallogin, rules):
    system = _system(rules["system"])
    if sociallogin.is_existing:
        if sociallogin.user.school_system_id != system.pk:
            raise RefusedError(NOT_FOUND)
        return sociallogin.user
    email = _verified_email(sociallogin.claims, rules)
    person = User.objects.filter(school_system=system, email__iexact=email).first()
    if person is None:
        raise RefusedError(NOT_FOUND)
    try:
        link_identity(person, sociallogin.account)
    except TakenError as error:
        raise RefusedError(OTHER) from error
    return person


def providers_of(request, system, domain=None) -> list:
    """The providers set up for a school system; with a domain, those that may speak for it."""
    return [
        provider
        for provider in RosterAdapter(request).list_providers(request)
        if domain in (None, *provider.app.settings["domains"])
        and _is_for(system, provider.app.settings)
    ]


def domains_offered(request, system) -> dict[str, list[str]]:
    """The domains that the providers of a school system may speak for: {domain: their names}."""
    offered = {}
    for provider in providers_of(request, system):
        for domain in provider.app.settings["domains"]:
            offered.setdefault(domain, []).append(provider.name)
    return dict(sorted(offered.items()))


def providers_for_email(request, email) -> list:
    """The providers by which alone the sign-in page lets an e-mail in; none for most."""
    line = SignInDomain.objects.of_email(email).first()
    return providers_of(request, line.school_system, line.domain) if line else []


def _is_for(system, rules):
    try:
        return _system(rules["system"]) == system
    except RefusedError:
        return False


def _system(name):
    """The school system a provider is set up for: by name, or the only one there is."""
    systems = SchoolSystem.objects.filter(name=name) if name else SchoolSystem.objects.all()
    found = list(systems[:2])
    if len(found) != 1:
        raise RefusedError(NOT_FOUND)
    return found[0]


def _verified_email(claims, rules):
    """The e-mail, where its provider has verified it and may speak for its domain."""
    told = {**claims["id_token"], **claims.get("userinfo", {})}
    email, is_verified = str(told.get("email") or ""), told.get("email_verified")
    if not (is_verified in (True, "true") or (is_verified is None and rules["vouches"])):
        raise RefusedError(UNVERIFIED)
    if domain_of(email) not in rules["domains"]:
        raise RefusedError(NOT_FOUND)
    return email
