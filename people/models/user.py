import datetime as dt
import re

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from core.ids import uuid7
from notices.models import Notice
from people.models.invitation import Invitation
from people.models.membership import Membership
from people.models.relations import relations_of
from people.models.system import SchoolSystem
from people.models.team import Team, TeamMember

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The staff directory: everybody of the person's own system (permissions R03)."""
        return self.filter(school_system=user.school_system_id)

    def active(self):
        return self.filter(is_active=True)

    def named(self, text):
        """People whose name or e-mail holds every word of `text`."""
        people = self
        for word in text.split():
            people = people.filter(models.Q(name__icontains=word) | models.Q(email__icontains=word))
        return people

    def with_ways_to_sign_in(self):
        """Each with `has_second_step`, more than the password being asked, and `has_account`, an
        account elsewhere that signs them in."""
        held = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        linked = SocialAccount.objects.filter(user=OuterRef("pk"))
        return self.annotate(has_second_step=models.Exists(held), has_account=models.Exists(linked))

    def chosen(self, keys):
        """Those of these ids that are ids at all: posted by a page's ticked boxes."""
        return self.filter(pk__in=[key for key in keys if UUID.fullmatch(key)])

    def with_invitation(self):
        """Each with `invited`: how far their invitation has come; "none" where there is none."""
        mails = Notice.objects.filter(
            kind="invitation",
            about_id=OuterRef("invitation__pk"),
            slot=Cast(OuterRef("invitation__round"), models.CharField()),
        )
        state, unsent = Invitation.State, ("failed", "dead", "unknown")
        stages = Case(
            When(invitation__signed_in_at__isnull=False, then=Value(state.SIGNED_IN)),
            When(invitation=None, last_login__isnull=False, then=Value(state.SIGNED_IN)),
            When(invitation=None, then=Value("none")),
            When(invitation__opened_at__isnull=False, then=Value(state.OPENED)),
            When(mail_state="done", then=Value(state.SENT)),
            When(mail_state__in=unsent, then=Value(state.FAILED)),
            default=Value(state.WAITING),
        )
        mail_state = Subquery(mails.values("state")[:1])
        return self.annotate(mail_state=mail_state).annotate(invited=stages)

    def in_state(self, state):
        """Of rows read `with_invitation`: those who are that far; everybody without a state."""
        return self.filter(invited=state) if state else self

    def invitation_counts(self) -> dict:
        """How many people, of rows read `with_invitation`, are how far: one query."""
        rows = self.order_by().values_list("invited").annotate(people=models.Count("pk"))
        return dict(rows)

    def hold(self, pk):
        """The person; whoever else holds this row waits until the transaction ends."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def led_by(self, user):
        """Teachers of the schools where `user` is principal or assistant principal today."""
        today = user.today
        schools = Membership.objects.led_by(user).values("school")
        teachers = Membership.objects.active(today).teachers().filter(school__in=schools)
        return self.filter(pk__in=teachers.values("user"))

    def coached_by(self, user):
        """Teachers in `user`'s caseload today, as owner or contributor."""
        return self.filter(pk__in=user.coach_assignments.active(user.today).values("teacher"))

    def evaluated_by(self, user):
        """Teachers whose evaluator of record `user` is today."""
        evaluated = user.evaluator_assignments.active(user.today).filter(kind="evaluator")
        return self.filter(pk__in=evaluated.values("teacher"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, name, *, school_system, password=None, **fields):
        """Make one person; without a password they can only sign in through an invitation."""
        user = self.model(email=email.lower(), name=name, school_system=school_system, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in by e-mail and belongs to one school system.

    What somebody may do is worked out per record from relations (memberships, assignments), never
    from a title; `duties` only decides which sections and menu entries they see.
    """

    class Theme(models.TextChoices):
        AUTO = "auto", "Like my device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school_system = models.ForeignKey(
        "people.SchoolSystem", on_delete=models.PROTECT, related_name="users", editable=False
    )
    email = models.EmailField(verbose_name="e-mail")
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True, editable=False)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    shortcuts_on = models.BooleanField(default=True, verbose_name="keyboard shortcuts")
    hid_get_started_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_email",
                violation_error_message="Somebody already signs in with this e-mail.",
            ),
        ]
        indexes = [models.Index(fields=["school_system", "name"], name="user_by_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:person_detail", args=[self.pk])

    @property
    def initials(self):
        return "".join(part[0] for part in self.name.split()[:3]).upper()

    @property
    def first_name(self):
        return self.name.split()[0] if self.name.split() else ""

    @property
    def zone(self):
        return self.school_system.zone

    @property
    def today(self) -> dt.date:
        """The date it is now in the person's school system."""
        return timezone.localdate(timezone=self.zone)

    @cached_property
    def current_memberships(self):
        """Memberships that hold today, with their schools, read once per request."""
        return list(self.memberships.active(self.today).select_related("school"))

    @property
    def roles(self) -> set:
        return {membership.role for membership in self.current_memberships}

    @cached_property
    def duties(self) -> set:
        """Which sections concern this person: values of `Membership.Role`, and evaluator.

        Whoever has a caseload has the duty coach, whoever evaluates somebody the duty evaluator,
        and a school leader with a coach what a teacher has, whatever their title.
        """
        coaches, evaluates, _informing, is_coached, _features, is_in_team, *_ = self._relations
        duties = {str(role) for role in self.roles}
        if coaches or Membership.Role.TEACHER_LEADER in self.roles:
            duties.add(str(Membership.Role.COACH))
        if evaluates:
            duties.add("evaluator")
        if is_coached and self.led_school_ids:
            duties.add(str(Membership.Role.TEACHER))
        if is_in_team:
            duties.add("team")
        return duties

    @property
    def informing_coaches(self) -> list:
        """Names of this person's coaches who are also in the register as those who evaluate, or
        observe to inform the evaluation: every private page says so (permissions D5)."""
        return self._relations[2]

    def has_feature(self, feature) -> bool:
        """Whether it is switched on anywhere this person works: at an own school, at one whose
        teachers they coach or evaluate, or, for a role in the whole system, at any (S1.17)."""
        return bool(self._relations[4]) and self._relations[4][feature]

    @cached_property
    def _relations(self):
        """Whether the person coaches, and evaluates, anybody today, which of the own coaches also
        inform the evaluation, whether the person has a coach, whether each feature is on around
        them, whether they are in a team, and whether they are somebody's own coach: one query
        (people/models/relations.py)."""
        return relations_of(self)

    @property
    def must_have_second_step(self) -> bool:
        """Whether the school system wants more than a password of this person."""
        policy = self.school_system.require_mfa
        if policy == SchoolSystem.RequireMfa.ADMINISTRATORS:
            return not self.roles.isdisjoint(Membership.ADMINISTRATORS)
        return policy == SchoolSystem.RequireMfa.EVERYONE

    def hide_get_started(self, now):
        """Put the checklist of a new school system away for good."""
        self.hid_get_started_at = now
        self.save(update_fields=["hid_get_started_at"])

    @property
    def is_system_admin(self):
        return Membership.Role.SYSTEM_ADMIN in self.roles

    @property
    def is_district_staff(self):
        return Membership.Role.DISTRICT_STAFF in self.roles

    @property
    def is_custodian(self):
        return Membership.Role.CUSTODIAN in self.roles

    @property
    def led_school_ids(self):
        """Schools where the person is principal or assistant principal today."""
        leader = Membership.Role.SCHOOL_LEADER
        return {m.school_id for m in self.current_memberships if m.role == leader}

    @cached_property
    def current_team_memberships(self):
        """Team memberships that hold today, with their teams, read once per request."""
        return list(self.team_memberships.active(self.today).select_related("team"))

    @property
    def team_ids(self) -> set:
        """Teams the person belongs to today, in any role."""
        return {member.team_id for member in self.current_team_memberships}

    @property
    def facilitated_team_ids(self) -> set:
        """Teams the person facilitates today."""
        members = self.current_team_memberships
        return {m.team_id for m in members if m.role == TeamMember.Role.FACILITATOR}

    @property
    def ilt_school_ids(self) -> set:
        """Schools in whose leadership team the person is today, guests aside."""
        return {team.school_id for team in self._own_teams(Team.Kind.SCHOOL_ILT)}

    @property
    def coaching_role_school_ids(self) -> set:
        """Schools at which the person has a coaching role today, with or without a caseload."""
        coaching = {Membership.Role.COACH, Membership.Role.TEACHER_LEADER}
        return {m.school_id for m in self.current_memberships if m.role in coaching}

    @property
    def coaching_school_ids(self) -> set:
        """These schools, while the person is somebody's own coach (column CO of the
        permissions)."""
        here = self.coaching_role_school_ids
        return here if here and self._relations[6] else set()

    @property
    def is_in_system_ilt(self) -> bool:
        """Whether the person is in the system's leadership team today, guests aside."""
        return bool(self._own_teams(Team.Kind.SYSTEM_ILT))

    def writes_in(self, team) -> bool:
        """Whether the person is in the team today, not as a guest."""
        members = self.current_team_memberships
        own = {m.team_id for m in members if m.role != TeamMember.Role.GUEST}
        return team.pk in own

    def _own_teams(self, kind) -> list:
        members = self.current_team_memberships
        return [m.team for m in members if m.team.kind == kind and m.role != TeamMember.Role.GUEST]

    def leads(self, person) -> bool:
        """Whether this person leads a school where `person` teaches today."""
        if not self.led_school_ids:
            return False
        teaching = person.memberships.active(self.today).teachers()
        return teaching.filter(school__in=self.led_school_ids).exists()

    def can_give_role(self, person, role, school_id) -> bool:
        """Whether this person gives `person` the role, changes it or ends it (permissions R04).

        An admin gives nobody's records to themself: another admin gives them a role that reads.
        A principal gives roles at the own school, and none to themself.
        """
        if self.school_system_id != person.school_system_id:
            return False
        if self.is_system_admin:
            return self != person or role not in Membership.READING_ROLES
        at_own_school = school_id is not None and school_id in self.led_school_ids
        return self != person and at_own_school and role in Membership.ROLES_AT_SCHOOLS

    def can_assign_coach(self, teacher) -> bool:
        """Whether this person makes and ends coaching assignments of `teacher` (R05)."""
        if self.school_system_id != teacher.school_system_id:
            return False
        return self.is_system_admin or self.is_district_staff or self.leads(teacher)

    @property
    def assigns_coaches(self) -> bool:
        """Whether there are teachers to whom this person assigns coaches."""
        return self.is_system_admin or self.is_district_staff or bool(self.led_school_ids)

    @property
    def keeps_register(self) -> bool:
        """Whether this person keeps the accountability register of anybody."""
        return self.is_district_staff or bool(self.led_school_ids)

    def can_keep_register_of(self, teacher) -> bool:
        """Whether this person keeps the accountability register for `teacher` (R06)."""
        if self.school_system_id != teacher.school_system_id:
            return False
        return self.is_district_staff or self.leads(teacher)

    def can_be_edited_by(self, user):
        """Directory entries are the admin's; each person edits their own (permissions R03, R07)."""
        return self.school_system_id == user.school_system_id and (
            user == self or user.is_system_admin
        )

    def roles_can_be_read_by(self, user) -> bool:
        """Past and coming roles with their dates: the person, admin, custodian, and the head of a
        school where the person works (permissions R04); others see who works where today."""
        if self.role_changes_can_be_read_by(user):
            return True
        return bool({m.school_id for m in self.current_memberships} & user.led_school_ids)

    def role_changes_can_be_read_by(self, user) -> bool:
        """Who changed this person's roles, and when: the person, admin and custodian (R04)."""
        return user == self or user.is_system_admin or user.is_custodian

    def can_get_a_role_from(self, user):
        """Whether `user` gives this person any role: the admin, or the head of a school where the
        person works or of nobody's staff yet (a principal takes no teacher of another school)."""
        if self.school_system_id != user.school_system_id:
            return False
        if user.is_system_admin:
            return True
        if not user.led_school_ids or user == self:
            return False
        works_at = {membership.school_id for membership in self.current_memberships}
        return not works_at or bool(works_at & user.led_school_ids)

    def can_be_administered_by(self, user):
        """Roles, leave, ending and inviting are the system admin's (permissions R03–R04)."""
        return user.is_system_admin and self.school_system_id == user.school_system_id
