from django.conf import settings
from django.db import migrations, models

CREATE = """
    CREATE UNIQUE INDEX CONCURRENTLY "one_reflection_on_each_prompt"
    ON "coaching_reflection" ("author_id", "plan_id", "prompt_id") WHERE "prompt_id" IS NOT NULL
"""
DROP = 'DROP INDEX CONCURRENTLY "one_reflection_on_each_prompt"'


class Migration(migrations.Migration):
    """Built concurrently: nobody who writes a reflection waits for it."""

    atomic = False
    dependencies = [
        ("coaching", "0003_visits_not_held"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, DROP)],
            state_operations=[
                migrations.AddConstraint(
                    model_name="reflection",
                    constraint=models.UniqueConstraint(
                        fields=["author", "plan", "prompt"],
                        condition=models.Q(prompt__isnull=False),
                        name="one_reflection_on_each_prompt",
                    ),
                ),
            ],
        ),
    ]
