from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people import get_started
from people.actions import person as actions
from people.forms.membership import NewRoleForm
from people.forms.person import NewPersonForm, PeopleFilter, PersonForm
from people.forms.rows import is_saved
from people.models import (
    CoachAssignment,
    EvaluatorAssignment,
    Invitation,
    Leave,
    Membership,
    User,
)
from people.views.finding import get_administered_person, get_person, page_of

PEOPLE = ("People", "people:person_list")
MOST_OPTIONS = 20


def _trail(*entries):
    return [(PEOPLE[0], reverse(PEOPLE[1])), *entries]


@require_safe
def person_list(request):
    """The staff directory: find a person by name, e-mail, school or role."""
    user = request.user
    filter_form = PeopleFilter(request.GET, user=user)
    people = filter_form.narrow(User.objects.visible_to(user))
    held = Membership.objects.visible_to(user).active(user.today).select_related("school")
    people = people.prefetch_related(Prefetch("memberships", held, to_attr="roles_held"))
    context = {
        "filter": filter_form,
        "page": page_of(request, people),
        "is_admin": user.is_system_admin,
        "started": get_started.checklist(user),
    }
    return render(request, "people/person_list.html", context)


@require_safe
def person_options(request):
    """Suggestions for a field that names a person: the first twenty whose name fits."""
    typed = request.GET.get(request.GET.get("field", ""), "")
    people = User.objects.visible_to(request.user).active().named(typed[:100])
    roles = {"teacher": ["teacher"], "coach": ["coach", "teacher_leader"]}
    roles["observed"] = roles["coached"] = ["teacher", "school_leader"]
    wanted = roles.get(request.GET.get("role", ""))
    if wanted:
        held = Membership.objects.visible_to(request.user).open_or_later(request.user.today)
        people = people.filter(pk__in=held.filter(role__in=wanted).values("user"))
    return render(request, "people/_person_options.html", {"people": people[:MOST_OPTIONS]})


@require_safe
def person_detail(request, pk):
    """One person: where they work, who coaches them, and for the admin everything else."""
    person, user = get_person(request, pk), request.user
    is_admin = person.can_be_administered_by(user)
    knows_roles = person.roles_can_be_read_by(user)
    held = Membership.objects.visible_to(user).filter(user=person).select_related("school")
    held = held if knows_roles else held.active(user.today)
    assignments = CoachAssignment.objects.visible_to(user).about(person)
    register = EvaluatorAssignment.objects.visible_to(user).about(person)
    leaves = Leave.objects.visible_to(user).filter(membership__user=person)
    invitations = Invitation.objects.visible_to(user).filter(user=person).with_mail()
    context = {
        "person": person,
        "trail": _trail((person.name, None)),
        "today": user.today,
        "memberships": _with_rights(held, user, person),
        "leaves": leaves.select_related("membership__school"),
        "assignments": assignments.open_or_later(user.today).select_related("teacher", "coach"),
        "register": register.open_or_later(user.today).select_related("teacher", "evaluator"),
        "invitation": invitations.select_related("user").first() if is_admin else None,
        "is_admin": is_admin,
        "knows_roles": knows_roles,
        "reads_role_changes": person.role_changes_can_be_read_by(user),
        "can_add_role": person.can_get_a_role_from(user),
    }
    return render(request, "people/person_detail.html", context)


def _with_rights(memberships, user, person):
    """The memberships, each knowing whether this reader may change it."""
    rows = list(memberships)
    for row in rows:
        row.is_editable = user.can_give_role(person, row.role, row.school_id)
        row.is_past = row.is_over(user.today)
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request):
    """A new person with a first role, invited at once where wished."""
    user = request.user
    _only_admins(user)
    person = User(school_system_id=user.school_system_id)
    form = NewPersonForm(request.POST or None, instance=person, user=user)
    role = NewRoleForm(
        request.POST or None, prefix="role", user=user, initial={"starts_on": user.today}
    )
    if form.is_valid() & role.is_valid() and is_saved(
        form,
        actions.add_person,
        form.instance,
        role.instance,
        is_invited=form.cleaned_data["is_invited"],
        now=timezone.now(),
    ):
        messages.success(request, f"{person.name} was added.")
        return redirect(person)
    context = {"form": form, "role": role, "trail": _trail(("Add a person", None))}
    return render_form(request, "people/person_add.html", context)


def _only_admins(user):
    get_started.only_for_admins(user)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request, pk):
    """Name and e-mail of a person."""
    person = get_administered_person(request, pk)
    form = PersonForm(request.POST or None, instance=person, user=request.user)
    if form.is_valid() and is_saved(form, actions.change_person, person, now=timezone.now()):
        messages.success(request, f"{person.name} was saved.")
        return redirect(person)
    trail = _trail((person.name, person.get_absolute_url()), ("Name and e-mail", None))
    return render_form(request, "people/person_edit.html", {"form": form, "trail": trail})


@require_http_methods(["GET", "HEAD", "POST"])
def person_end(request, pk):
    """What ends with somebody's access, and the button that ends it."""
    person = get_administered_person(request, pk)
    if request.method == "POST":
        return _end(request, person)
    user = request.user
    coached = CoachAssignment.objects.visible_to(user).active(user.today).filter(coach=person)
    context = {
        "person": person,
        "coached": coached.select_related("teacher"),
        "trail": _trail((person.name, person.get_absolute_url()), ("End access", None)),
    }
    return render(request, "people/person_end.html", context)


def _end(request, person):
    if person == request.user:
        messages.error(request, "Another admin ends your own access.")
        return redirect(person)
    try:
        actions.end_person(person, now=timezone.now(), today=request.user.today)
    except actions.LastAdminError:
        messages.error(request, "Make somebody else system admin first: this is the last one.")
        return redirect(person)
    messages.success(request, f"{person.name} can no longer sign in.")
    return redirect(person)


@require_POST
def person_restore(request, pk):
    """Let somebody back in."""
    person = get_administered_person(request, pk)
    actions.restore_person(person, now=timezone.now())
    messages.success(request, f"{person.name} can sign in again. Add a role for what they do now.")
    return redirect(person)
