"""The domains of a school system whose people sign in by its own accounts."""

from django.db import transaction

from people.models import SchoolSystem, SignInDomain


@transaction.atomic
def keep_domains(system: SchoolSystem, domains: list[str]) -> None:
    """These and no other. Raises IntegrityError where another school system has one already."""
    SchoolSystem.objects.select_for_update().get(pk=system.pk)
    mine = SignInDomain.objects.filter(school_system=system)
    mine.exclude(domain__in=domains).delete()
    there = set(mine.values_list("domain", flat=True))
    SignInDomain.objects.bulk_create(
        SignInDomain(school_system=system, domain=domain) for domain in set(domains) - there
    )
