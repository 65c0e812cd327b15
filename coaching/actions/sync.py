"""The one door through which visits and notes are written, from devices and from pages."""

from django.db import DataError, IntegrityError, transaction

from coaching.models.sync import NotOurs
from coaching.sync import batch
from coaching.sync.state import missing

REFUSED = (DataError, IntegrityError, NotOurs)


def sync(user, sent, *, now) -> list[dict]:
    """Apply a batch of (operation, hash of its body) for `user`, all kinds in one statement.

    Where the database refuses the statement, each operation gets a savepoint of its own, so that
    one bad note never blocks the others. The answers come in the order sent.
    """
    try:
        with transaction.atomic():
            return batch.run(user, sent, now)
    except REFUSED:
        return _one_by_one(user, sent, now)


@transaction.atomic
def _one_by_one(user, sent, now):
    answers = []
    for item in sent:
        try:
            with transaction.atomic():
                answers += batch.run(user, [item], now)
        except REFUSED:
            answers.append({"op_id": str(item[0].op_id), **missing()})
    return answers
