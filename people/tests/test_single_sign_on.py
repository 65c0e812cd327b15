import datetime as dt
import html
import re
import urllib.request

import environ
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.single_sign_on import providers
from demo.builders import people
from people.actions.person import end_person
from people.models import Membership, SchoolSystem, User
from people.tests.oidc import Provider, new_key

pytestmark = pytest.mark.django_db
START = "/accounts/single-sign-on/pelican/"
EMAIL = "ann@pelican.example"


def configure(settings, variables):
    env = environ.Env()
    env.ENVIRON = variables
    settings.SOCIALACCOUNT_PROVIDERS = providers(env)


@pytest.fixture
def provider(settings):
    cache.clear()
    with Provider() as provider:
        configure(settings, provider.environment())
        yield provider


@pytest.fixture
def system():
    return people.make_system("Pelican Parish", contact="Ida Help")


@pytest.fixture
def ann(system):
    return people.make_user(system, "Ann Lee", EMAIL)


def come(client=None, link="Continue", start=START):
    """Goes to the provider and back: the browser and what it is answered."""
    client = client or Client()
    there = client.get(start)
    assert there.status_code == 302, there.content.decode()
    page = urllib.request.urlopen(there.url).read().decode()
    back = html.unescape(re.search(rf'href="([^"]+)">{link}<', page)[1])
    return client, client.get(back.removeprefix("http://testserver"))


def who(client):
    """The person signed in on this browser, if any."""
    found = client.session.get("_auth_user_id")
    return found and User.objects.get(pk=found)


def is_refused(answer, words):
    assert answer.status_code == 403
    assert words in answer.content.decode()
    return True


NOT_ON_THE_LIST = "nobody with that e-mail is on the staff list here"


def test_whom_the_roster_knows_is_signed_in(provider, ann):
    client, answer = come()
    assert (answer.status_code, answer.url) == (302, "/")
    assert who(client) == ann
    assert client.get(reverse("people:profile")).status_code == 200


def test_nothing_is_kept_but_the_id_of_the_account(provider, ann):
    provider.claims["picture"] = "https://pictures.example/ann"
    come()
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (ann, "pelican", "account-1")
    assert account.extra_data == {}


def test_who_is_not_on_the_roster_is_told_and_never_made(provider, ann):
    provider.claims |= {"sub": "account-2", "email": "bo@pelican.example"}
    client, answer = come()
    assert is_refused(answer, NOT_ON_THE_LIST)
    assert who(client) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


@pytest.mark.parametrize("verified", [False, "false", None, "", 0, "yes"])
def test_an_unverified_e_mail_signs_nobody_in(provider, ann, verified):
    provider.claims["email_verified"] = verified
    client, answer = come()
    assert is_refused(answer, "has not verified the e-mail")
    assert who(client) is None


def test_a_provider_that_never_says_may_be_vouched_for(provider, ann, settings):
    del provider.claims["email_verified"]
    assert is_refused(come()[1], "has not verified the e-mail")
    configure(settings, provider.environment(OIDC_PELICAN_VOUCHES_FOR_EMAIL="1"))
    assert who(come()[0]) == ann
    provider.claims |= {"email_verified": False, "sub": "account-2"}
    assert is_refused(come()[1], "has not verified the e-mail")


def test_a_provider_speaks_for_its_own_domains_only(provider, system):
    people.make_user(system, "Bo Elsewhere", "bo@elsewhere.example")
    provider.claims["email"] = "bo@elsewhere.example"
    assert is_refused(come()[1], NOT_ON_THE_LIST)


def test_the_e_mail_is_read_in_any_case(provider, ann):
    provider.claims["email"] = "ANN@Pelican.Example"
    assert who(come()[0]) == ann


def test_nobody_of_another_school_system_is_signed_in(provider, ann, settings):
    people.make_system("Other Parish")
    assert is_refused(come()[1], NOT_ON_THE_LIST)  # two systems, and none is named
    configure(settings, provider.environment(OIDC_PELICAN_SYSTEM="Other Parish"))
    assert is_refused(come()[1], NOT_ON_THE_LIST)
    configure(settings, provider.environment(OIDC_PELICAN_SYSTEM="Pelican Parish"))
    assert who(come()[0]) == ann


def test_a_linked_account_does_not_follow_into_another_system(provider, ann):
    come()
    other = people.make_system("Other Parish")
    User.objects.filter(pk=ann.pk).update(school_system=other)
    SchoolSystem.objects.filter(name="Pelican Parish").update(name="Old")
    assert is_refused(come()[1], NOT_ON_THE_LIST)


def test_once_linked_the_account_counts_and_not_the_e_mail(provider, ann):
    come()
    provider.claims["email"] = "ann.new@pelican.example"
    assert who(come()[0]) == ann


def test_an_e_mail_given_on_to_somebody_else_opens_nothing(provider, ann):
    come()
    provider.claims["sub"] = "account-of-her-successor"
    client, answer = come()
    assert is_refused(answer, "Another account at Pelican Accounts already signs in")
    assert who(client) is None


def test_an_ended_account_is_told_whom_to_ask(provider, ann, system):
    people.make_central(system, Membership.Role.SYSTEM_ADMIN)
    come()
    end_person(ann, now=timezone.now(), today=ann.today)
    assert not SocialAccount.objects.exists()
    client, answer = come()
    assert is_refused(answer, "Your account is not active")
    assert who(client) is None


def test_a_token_signed_by_another_key_is_refused(provider, ann):
    provider.signing_key = new_key()
    client, answer = come()
    assert is_refused(answer, "did not answer as it should")
    assert who(client) is None


@pytest.mark.parametrize(
    "lies",
    [
        {"id_token": {"aud": "another product"}},
        {"id_token": {"iss": "https://somebody.example"}},
        {"id_token": {"exp": int(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp())}},
        {"id_token": {"sub": "account-2"}},
        {"userinfo": {"sub": "account-2"}},
        {"userinfo": {"sub": None}},
        {"userinfo": {"sub": ["account-1"]}},
    ],
)
def test_a_token_that_does_not_fit_is_refused(provider, ann, lies):
    provider.lies = lies
    client, answer = come()
    assert is_refused(answer, "did not answer as it should")
    assert who(client) is None


def test_an_answer_nobody_asked_for_is_refused(provider, ann):
    provider.codes["stolen"] = {"code_challenge": ""}
    client = Client()
    answer = client.get(f"{START}back/?code=stolen&state=guessed")
    assert is_refused(answer, "did not answer as it should")
    assert who(client) is None


def test_an_account_is_never_linked_to_who_is_signed_in(provider, ann, system):
    """Not even where the address asks for it: nobody slips their account under somebody else."""
    victim = people.make_user(system, "Vic Tim", "vic@pelican.example")
    client = Client()
    client.force_login(victim)
    provider.claims |= {"sub": "attacker", "email": "nobody@pelican.example"}
    _, answer = come(client, start=f"{START}?process=connect")
    assert is_refused(answer, NOT_ON_THE_LIST)
    assert not SocialAccount.objects.exists()


def test_whoever_cancels_is_told_so(provider, ann):
    client, answer = come(link="Cancel")
    assert is_refused(answer, "was cancelled")
    assert who(client) is None


def test_a_provider_that_does_not_answer_is_no_error_of_ours(provider, ann):
    provider.is_broken = True
    assert is_refused(Client().get(START), "did not answer as it should")


def test_the_page_asked_for_opens_and_no_other_site(provider, ann):
    target = reverse("people:profile")
    assert come(start=f"{START}?next={target}")[1].url == target
    assert come(start=f"{START}?next=https://evil.example/")[1].url == "/"


def test_the_second_step_is_asked_here_too(provider, ann, system):
    system.require_mfa = SchoolSystem.RequireMfa.EVERYONE
    system.save()
    client, _ = come()
    assert client.get("/").url == reverse("mfa_index")


def test_the_sign_in_page_names_the_provider_and_keeps_the_way(provider):
    page = Client().get(reverse("account_login") + "?next=/settings/").content.decode()
    assert f'href="{START}?next=%2Fsettings%2F"' in page
    assert "Sign in with Pelican Accounts" in page


def test_with_none_configured_there_is_no_button_and_no_address(settings):
    configure(settings, {})
    assert "single-sign-on" not in Client().get(reverse("account_login")).content.decode()
    assert [Client().get(url).status_code for url in (START, f"{START}back/")] == [404, 404]
    for path in (
        "signup/",
        "social/signup/",
        "social/connections/",
        "oidc/pelican/login/",
        "3rdparty/",
    ):
        assert Client().get(f"/accounts/{path}").status_code == 404


COMPLETE = {
    "OIDC_PROVIDERS": "microsoft",
    "OIDC_MICROSOFT_CLIENT_ID": "id",
    "OIDC_MICROSOFT_SECRET": "secret",
    "OIDC_MICROSOFT_DOMAINS": "pelican.example",
    "OIDC_MICROSOFT_SERVER": "https://login.microsoftonline.com/0f1e2d3c/v2.0",
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"OIDC_MICROSOFT_SERVER": ""}, "https://"),
        ({"OIDC_MICROSOFT_SERVER": "http://login.example"}, "https://"),
        (
            {"OIDC_MICROSOFT_SERVER": "https://login.microsoftonline.com/common/v2.0"},
            "the id of your own tenant",
        ),
        ({"OIDC_MICROSOFT_DOMAINS": None}, "OIDC_MICROSOFT_DOMAINS"),
        ({"OIDC_MICROSOFT_SECRET": None}, "OIDC_MICROSOFT_SECRET"),
    ],
)
def test_an_unsafe_or_unfinished_configuration_does_not_start(settings, change, says):
    variables = {name: value for name, value in (COMPLETE | change).items() if value is not None}
    with pytest.raises(ImproperlyConfigured, match=says):
        configure(settings, variables)


def test_microsoft_is_known_by_the_id_in_its_tenant(settings):
    configure(settings, COMPLETE)
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    assert app["settings"]["uid_field"] == "oid"
    assert app["settings"]["fetch_userinfo"] is False


def test_the_admin_parts_a_person_from_an_old_account(provider, ann, system):
    admin = people.make_central(system, Membership.Role.SYSTEM_ADMIN)
    office = Client()
    office.force_login(admin)
    page = ann.get_absolute_url()
    assert "Unlink the old account" not in office.get(page).content.decode()
    come()
    assert "Unlink the old account" in office.get(page).content.decode()
    office.post(reverse("people:person_account_unlink", args=[ann.pk]))
    provider.claims["sub"] = "her new account"
    assert who(come()[0]) == ann


def test_what_the_provider_hands_over_is_not_in_the_log(provider, ann, capsys):
    come()
    log = capsys.readouterr().out
    assert "/accounts/single-sign-on/pelican/back/…" in log
    assert "code=" not in log.replace("code=302", "")
