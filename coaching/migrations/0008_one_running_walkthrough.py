from django.db import migrations, models

CREATE = """
    CREATE UNIQUE INDEX CONCURRENTLY "one_running_walkthrough_of_a_pair"
    ON "coaching_visit" ("coach_id", "teacher_id")
    WHERE ("ended_at" IS NULL AND "kind" = 'walkthrough')
"""
DROP = 'DROP INDEX CONCURRENTLY "one_running_walkthrough_of_a_pair"'


class Migration(migrations.Migration):
    """Built concurrently: nobody who makes a visit waits for it."""

    atomic = False
    dependencies = [("coaching", "0007_walkthroughs")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, DROP)],
            state_operations=[
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.UniqueConstraint(
                        fields=["coach", "teacher"],
                        condition=models.Q(kind="walkthrough", ended_at=None),
                        name="one_running_walkthrough_of_a_pair",
                    ),
                ),
            ],
        ),
    ]
