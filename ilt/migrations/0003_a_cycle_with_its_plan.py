from django.db import migrations, models

WITH_PLAN = """
    CREATE UNIQUE INDEX CONCURRENTLY "a_cycle_with_its_plan" ON "ilt_plancycle" ("id", "plan_id")
"""
WITHOUT_PLAN = 'DROP INDEX CONCURRENTLY "a_cycle_with_its_plan"'


class Migration(migrations.Migration):
    """Its index is built concurrently: nobody who writes a plan waits for it."""

    atomic = False

    dependencies = [("ilt", "0002_long_range_rows")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(WITH_PLAN, WITHOUT_PLAN)],
            state_operations=[
                migrations.AddConstraint(
                    model_name="plancycle",
                    constraint=models.UniqueConstraint(
                        fields=("id", "plan"), name="a_cycle_with_its_plan"
                    ),
                ),
            ],
        ),
    ]
