"""What every page's shell shows: the navigation by duty, the bell, the theme."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from core.middleware import idle_minutes
from people.models import Feature, Membership

Role = Membership.Role
EVERYBODY = None
LEADERS = {Role.SCHOOL_LEADER, "evaluator"}
DISTRICT = {Role.DISTRICT_STAFF, Role.CUSTODIAN}
TEAMS = {"team", Role.SCHOOL_LEADER, Role.DISTRICT_STAFF, Role.SYSTEM_ADMIN}
# label, URL name, whose duty it is
NAVIGATION = [
    ("Today", "reports:today", EVERYBODY),
    ("My coaching", "coaching:my_coaching", {Role.TEACHER}),
    ("My week", "coaching:week", {Role.COACH}),
    ("Caseload", "coaching:caseload", {Role.COACH}),
    ("Visits", "coaching:visit_list", {Role.COACH}),
    ("Plans", "coaching:plan_list", {Role.COACH, Role.TEACHER}),
    ("School", "reports:school", LEADERS),
    ("Walkthroughs", "coaching:walkthrough_list", LEADERS),
    ("Observations", "coaching:round_list", LEADERS),
    ("District", "reports:district_plans", DISTRICT),
    ("Teams", "meetings:team_list", TEAMS),
    ("Exports", "reports:export_list", LEADERS | DISTRICT),
    ("Rubric", "coaching:rubric", {Role.DISTRICT_STAFF, Role.SYSTEM_ADMIN}),
    ("People", "people:person_list", {Role.SYSTEM_ADMIN} | DISTRICT),
]
# Whoever has more entries than this finds what is opened least under More, rarest first here.
MOST_IN_A_ROW = 7
RAREST = (
    "coaching:rubric",
    "reports:export_list",
    "people:person_list",
    "coaching:visit_list",
    "coaching:plan_list",
    "coaching:round_list",
    "coaching:walkthrough_list",
)
# Entries of what a school may have switched off (people/models/feature.py).
NEEDS = {"coaching:round_list": Feature.OBSERVATION_CLOCK}
# What leadership teams gather about schools.
LEADING = (
    "/data-reviews/",
    "/learning-walks/",
    "/best-practices/",
    "/principal-support/",
    "/stages/",
    "/insights/",
    "/teacher-leaders/",
)
# The entry that pages elsewhere in the addresses belong to: the tabs under People, and the like.
BELONGS_TO = {
    "/teams/": ("/meetings/", "/long-range-plans/", "/studies/", *LEADING),
    "/people/": (
        "/schools/",
        "/school-years/",
        "/terms/",
        "/closures/",
        "/coaching-assignments/",
        "/evaluators/",
        "/roles/",
        "/training/",
        "/leave/",
        "/imports/",
        "/invitations/",
        "/mail-log/",
        "/jobs/",
        "/roll-over/",
        "/settings/system/",
        "/settings/features/",
    ),
}
# Where the pair's own records are: a teacher whose coach informs her evaluation reads so there.
PRIVATE = (
    "/my-coaching/",
    "/visits/",
    "/notes/",
    "/feedback/",
    "/plans/",
    "/steps/",
    "/observation-rounds/",
)
ACCOUNT = [
    ("How we coach here", "people:vision_detail"),
    ("Goals", "goals:goal_list"),
    ("Library", "people:library_list"),
    ("Success stories", "reports:story_list"),
    ("My settings", "people:profile"),
    ("Mails you get", "notices:preferences"),
    ("Change password", "account_change_password"),
    ("Second step", "mfa_index"),
    ("Who opened my records", "people:access_list"),
]


def shell(request):
    """Context of base.html; counts are only asked for where a template shows them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"theme": "auto", "navigation": [], "account_links": []}
    path = "" if getattr(request, "is_absent", False) else request.path
    links = SimpleLazyObject(lambda: navigation(user, path))
    return {
        "theme": user.theme,
        "idle_minutes": idle_minutes(request.session),
        "navigation": links,
        "under_more": SimpleLazyObject(lambda: [link for link in links if link["is_rare"]]),
        "informing_coaches": SimpleLazyObject(lambda: informing_coaches(user, path)),
        "account_links": SimpleLazyObject(lambda: _links(ACCOUNT, path)),
        "notices_url": reverse("notices:notice_list"),
        "unread_notices": SimpleLazyObject(lambda: user.notices.unread().count()),
    }


def informing_coaches(user, path):
    """Whom a private page names as coach and observer in one, for the teacher (permissions D5)."""
    return user.informing_coaches if path.startswith(PRIVATE) else []


def navigation(user, path):
    """The main links for somebody's duties, the current one marked."""
    entries = [
        (label, name)
        for label, name, duties in NAVIGATION
        if (duties is None or duties & user.duties)
        and (name not in NEEDS or user.has_feature(NEEDS[name]))
    ]
    links, rare = _links(entries, path), _rarest([name for _label, name in entries])
    for link, (_label, name) in zip(links, entries, strict=True):
        link["is_rare"] = name in rare
    return links


def _rarest(names):
    """Those that stand under More, so that the row keeps to one line; More takes a place too."""
    if len(names) <= MOST_IN_A_ROW:
        return []
    return [name for name in RAREST if name in names][: len(names) - MOST_IN_A_ROW + 1]


def _links(entries, path):
    links = [{"label": label, "url": reverse(name)} for label, name in entries]
    for link in links:
        link["is_current"] = path == link["url"]
        within = (link["url"], *BELONGS_TO.get(link["url"], ()))
        link["is_within"] = link["url"] != "/" and path.startswith(within)
    return links
