"""Signing in, in two steps: the e-mail, then what belongs to its domain."""

import html
import re

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import people
from people.actions.sign_in_domain import keep_domains
from people.models import Membership, SignInDomain, SignInDomainHistory
from people.tests.test_single_sign_on import EMAIL, come, configure, provider, who

__all__ = ["provider"]
pytestmark = pytest.mark.django_db
LOGIN, DOMAINS = "/accounts/login/", "/settings/system/single-sign-on/"
PASSWORD = "lantern gravel oboe seven"
TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')


@pytest.fixture(autouse=True)
def fresh_throttles():
    cache.clear()


@pytest.fixture
def system():
    return people.make_system("Pelican Parish")


@pytest.fixture
def admin(system):
    return people.make_central(system, Membership.Role.SYSTEM_ADMIN)


@pytest.fixture
def ann(system):
    return people.make_user(system, "Ann Lee", EMAIL, password=PASSWORD)


@pytest.fixture
def named(provider, system):
    keep_domains(system, ["pelican.example"])


def ask(email, **more):
    return Client().post(LOGIN, {"login": email, **more})


def page_of(answer):
    return html.unescape(answer.content.decode())


def asks_for_password(answer):
    return 'type="password"' in page_of(answer)


def as_asked_by(email, answer):
    """The page without what is of this e-mail or of this moment."""
    return TOKENS.sub("", page_of(answer)).replace(email, "E-MAIL")


def test_the_first_step_asks_for_the_e_mail_alone(client):
    page = page_of(client.get(LOGIN))
    assert 'name="login"' in page
    assert 'autocomplete="username"' in page
    assert 'type="password"' not in page
    assert "Sign in with a passkey" in page


def test_the_second_step_asks_for_the_password_and_keeps_the_e_mail_for_password_managers(ann):
    page = page_of(ask(ann.email))
    [kept] = re.findall(r'<input[^>]*name="login"[^>]*id="id_login"[^>]*>', page)
    assert f'value="{ann.email}"' in kept
    assert 'autocomplete="username"' in kept
    assert 'type="email"' in kept
    assert 'autocomplete="current-password"' in page
    assert "This is a shared device" in page


def test_known_unknown_and_ended_e_mails_are_answered_alike(ann, system):
    gone = people.make_user(system, "Gone Person", "gone@pelican.example", is_active=False)
    ask("warm@up.example")
    answers, queries = {}, {}
    for email in (ann.email, gone.email, "nobody@pelican.example", "nobody@elsewhere.example"):
        with CaptureQueriesContext(connection) as captured:
            answers[email] = ask(email)
        queries[email] = len(captured)
    assert {answer.status_code for answer in answers.values()} == {200}
    assert len({as_asked_by(email, answer) for email, answer in answers.items()}) == 1
    assert len(set(queries.values())) == 1


def test_what_is_no_e_mail_is_asked_for_again():
    for text in ("", "ann", "ann@"):
        answer = ask(text)
        assert answer.status_code == 422
        assert not asks_for_password(answer)
        assert "Enter your e-mail" in page_of(answer)


def test_a_wrong_password_keeps_the_e_mail(ann):
    answer = ask(ann.email, password="wrong")
    assert answer.status_code == 422
    assert f'value="{ann.email}"' in page_of(answer)
    assert "The e-mail or the password is not right." in page_of(answer)
    assert asks_for_password(answer)


def test_an_empty_password_is_asked_for_in_words(ann):
    answer = ask(ann.email, password="")
    assert answer.status_code == 422
    assert "Enter your password" in page_of(answer)


def test_going_back_keeps_the_e_mail_and_the_way(ann):
    page = page_of(ask(ann.email, change="1", next="/settings/"))
    assert f'value="{ann.email}"' in page
    assert '<input type="hidden" name="next" value="/settings/">' in page
    assert 'type="password"' not in page


def test_the_page_asked_for_opens_after_both_steps_and_no_other_site(ann):
    for asked, opened in (("/settings/", "/settings/"), ("https://evil.example/", "/")):
        client = Client()
        second = page_of(client.post(LOGIN, {"login": ann.email, "next": asked}))
        assert f'name="next" value="{asked}"' in second
        data = {"login": ann.email, "password": PASSWORD, "next": asked}
        assert client.post(LOGIN, data).url == opened


def test_a_school_of_one_address_gets_in_by_both_steps(system):
    """Thirty people in one minute, each by two requests."""
    school = people.make_school(system)
    for person in [people.make_teacher(school, password=PASSWORD) for _ in range(30)]:
        client = Client()
        assert asks_for_password(client.post(LOGIN, {"login": person.email}))
        data = {"login": person.email, "password": PASSWORD}
        assert client.post(LOGIN, data).status_code == 302


def test_a_domain_with_single_sign_on_shows_its_button_alone(named, ann):
    known, unknown = EMAIL, "nobody@pelican.example"
    answers = {email: ask(email, next="/settings/") for email in (known, unknown)}
    page = as_asked_by(known, answers[known])
    assert page == as_asked_by(unknown, answers[unknown])
    assert "Sign in with Pelican Accounts" in page
    assert "/accounts/single-sign-on/pelican/?next=%2Fsettings%2F" in page
    assert not asks_for_password(answers[known])
    assert asks_for_password(ask("ann@elsewhere.example"))


def test_the_button_of_the_second_step_opens_the_page_asked_for(named, ann):
    page = page_of(ask(EMAIL, next="/settings/"))
    starts = re.findall(r'href="(/accounts/single-sign-on/[^"]+)"', page)
    assert len(starts) == 2  # the device is one's own, or shared
    for start in starts:
        client, answer = come(start=start)
        assert (who(client), answer.url) == (ann, "/settings/")


def test_the_button_for_a_shared_device_forgets_sooner(named, ann):
    page = page_of(ask(EMAIL))
    [shared] = re.findall(r'href="([^"]+shared=1)"', page)
    for start, minutes in ((shared, 30), ("/accounts/single-sign-on/pelican/", 60)):
        client, _ = come(start=start)
        assert client.session.get_expire_at_browser_close() == (minutes == 30)
        profile = page_of(client.get(reverse("people:profile")))
        assert f'data-idle-minutes="{minutes}"' in profile


def test_a_link_from_elsewhere_does_not_shorten_a_session(provider, ann):
    client = Client()
    client.force_login(ann)
    client.get("/accounts/single-sign-on/pelican/?shared=1")
    assert 'data-idle-minutes="60"' in page_of(client.get(reverse("people:profile")))


def test_the_domain_is_read_in_any_case(named):
    assert not asks_for_password(ask("ANN@Pelican.Example"))


def test_a_provider_that_fails_locks_nobody_out(named, ann):
    """The address in docs/running.md asks for the password whatever the domain."""
    first = page_of(Client().get(f"{LOGIN}?by_password=1"))
    assert '<input type="hidden" name="by_password" value="1">' in first
    assert asks_for_password(ask(EMAIL, by_password="1"))
    assert ask(EMAIL, password=PASSWORD).status_code == 302


def test_a_domain_whose_provider_is_gone_asks_for_the_password(named, settings, provider):
    configure(settings, provider.environment(OIDC_PELICAN_DOMAINS="other.example"))
    assert asks_for_password(ask(EMAIL))
    configure(settings, {})
    assert asks_for_password(ask(EMAIL))


def test_a_provider_of_another_school_system_is_not_shown(named, settings, provider):
    people.make_system("Other Parish")
    configure(settings, provider.environment(OIDC_PELICAN_SYSTEM="Other Parish"))
    assert asks_for_password(ask(EMAIL))


def test_the_admin_names_domains_that_a_provider_speaks_for(provider, admin, client):
    client.force_login(admin)
    assert "pelican.example (Pelican Accounts)" in page_of(client.get(DOMAINS))
    assert client.post(DOMAINS, {"domains": ["else.example"]}).status_code == 422
    assert client.post(DOMAINS, {"domains": ["pelican.example"]}).status_code == 302
    assert 'value="pelican.example" checked' in page_of(client.get(DOMAINS)).replace(
        ' class="form-check-input"', ""
    ).replace(' id="id_domains_0"', "")
    assert not asks_for_password(ask(EMAIL))
    assert client.post(DOMAINS, {}).status_code == 302
    assert asks_for_password(ask(EMAIL))
    told = page_of(client.get(reverse("people:system_changes")))
    assert told.count("Single sign-on") >= 2
    assert SignInDomainHistory.objects.visible_to(admin).count() == 2


def test_without_a_provider_no_domain_can_be_named(admin, client):
    client.force_login(admin)
    assert "No single sign-on is set up yet" in page_of(client.get(DOMAINS))
    assert client.post(DOMAINS, {"domains": ["pelican.example"]}).status_code == 422
    assert not SignInDomain.objects.exists()


def test_a_domain_is_of_one_school_system(provider, admin, client, settings):
    other = people.make_system("Other Parish")
    keep_domains(other, ["pelican.example"])
    configure(settings, provider.environment(OIDC_PELICAN_SYSTEM="Pelican Parish"))
    client.force_login(admin)
    answer = client.post(DOMAINS, {"domains": ["pelican.example"]})
    assert answer.status_code == 422
    assert "Another school system has this domain already." in page_of(answer)


@pytest.mark.parametrize("domain", ["school", "School.org", "a b.org", "@school.org", "-a.org", ""])
def test_the_database_keeps_domains_only(system, domain):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInDomain.objects.create(school_system=system, domain=domain)
