"""Domains of e-mails whose people are led to the single sign-on of their school system."""

from django.db import models
from django.db.models import Q

from core.rows import Row

LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"


class SignInDomainQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the own school system (permissions R01)."""
        return self.filter(school_system=user.school_system_id)

    def of_email(self, email: str):
        """The line of the e-mail's domain, with its school system: one or none. It asks nothing
        about the person, so that an answer tells nothing about them."""
        return self.filter(domain=domain_of(email)).select_related("school_system")


class SignInDomain(Row):
    """One domain, in small letters. The sign-in page shows the buttons of the school system's own
    accounts alone to an e-mail of it."""

    domain = models.CharField(max_length=253)

    objects = SignInDomainQuerySet.as_manager()

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain"],
                name="a_sign_in_domain_is_of_one_school_system",
                violation_error_message="Another school system has this domain already.",
            ),
            models.CheckConstraint(
                condition=Q(domain__regex=rf"^{LABEL}(\.{LABEL})+$"),
                name="a_sign_in_domain_is_a_domain",
                violation_error_message="Enter a domain, like school.org",
            ),
        ]

    def __str__(self):
        return self.domain


def domain_of(email: str) -> str:
    """What stands behind the @, in small letters."""
    return email.rpartition("@")[2].lower()
