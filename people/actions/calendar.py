"""School years, terms and days without school."""

from django.db import transaction

from people.models import Closure


@transaction.atomic
def add_closures(closures: list[Closure]) -> int:
    """Save the closures that are not entered yet: how many."""
    return len(Closure.objects.bulk_create(closures, ignore_conflicts=True))


@transaction.atomic
def remove_year(year) -> None:
    """Remove a school year entered by mistake, with its terms."""
    year.terms.all().delete()
    year.delete()


@transaction.atomic
def remove_school(school) -> None:
    """Remove a school entered by mistake. Raises ProtectedError where anything belongs to it."""
    school.delete()
