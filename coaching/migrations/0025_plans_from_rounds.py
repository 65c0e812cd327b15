import django.db.models.deletion
from django.db import migrations, models

WITH_TEACHER = """
    CREATE UNIQUE INDEX CONCURRENTLY "a_round_with_whose_it_is"
    ON "coaching_observationround" ("id", "teacher_id")
"""
WITHOUT_TEACHER = 'DROP INDEX CONCURRENTLY "a_round_with_whose_it_is"'
TIE = """
    ALTER TABLE coaching_cycle ADD CONSTRAINT a_cycle_comes_from_a_round_of_its_teacher
    FOREIGN KEY (came_from_round_id, teacher_id)
    REFERENCES coaching_observationround (id, teacher_id)
    DEFERRABLE INITIALLY DEFERRED
"""
UNTIE = "ALTER TABLE coaching_cycle DROP CONSTRAINT a_cycle_comes_from_a_round_of_its_teacher"


class Migration(migrations.Migration):
    """Its index is built concurrently: nobody who works on a round waits for it."""

    atomic = False

    dependencies = [
        ("coaching", "0024_learning_targets"),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="came_from_round",
            field=models.ForeignKey(
                editable=False,
                help_text="The round whose post-conference it came from.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cycles",
                to="coaching.observationround",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_from", None), ("came_from_round", None), _connector="OR"),
                name="a_cycle_comes_from_one_meeting",
            ),
        ),
        migrations.RunSQL(WITH_TEACHER, WITHOUT_TEACHER),
        migrations.RunSQL(TIE, UNTIE),
    ]
