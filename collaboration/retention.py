"""When what is known of students ends: sixty days after the school year (permissions, class S)."""

import datetime as dt

from collaboration.models import FocusNote, FocusStudent, WorkAnalysis

KEPT_FOR = dt.timedelta(days=60)


def is_over(today: dt.date, path: str) -> dict:
    """The filter for rows whose school year, at the end of `path` to the yearly plan, ended more
    than sixty days ago."""
    return {f"{path}__school_year__ends_on__lt": today - KEPT_FOR}


def due(system, today: dt.date) -> list:
    """Rows to be deleted, those that hang on others first."""
    own = {"school_system": system}
    return [
        FocusNote.objects.filter(**own, **is_over(today, "student__cycle__year_plan")),
        FocusStudent.objects.filter(**own, **is_over(today, "cycle__year_plan")),
        WorkAnalysis.objects.filter(**own, **is_over(today, "study__cycle__year_plan")),
    ]
