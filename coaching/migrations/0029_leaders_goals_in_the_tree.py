import django.db.models.deletion
from django.db import migrations, models

NAME = "a_leaders_goal_is_of_the_school_of_the_cycle"
UNTIE = f"ALTER TABLE coaching_cycle DROP CONSTRAINT {NAME}"


def tie(table):
    return f"""
        ALTER TABLE coaching_cycle ADD CONSTRAINT {NAME}
        FOREIGN KEY (school_goal_id, school_id) REFERENCES {table} (id, school_id)
        DEFERRABLE INITIALLY DEFERRED
    """


class Migration(migrations.Migration):
    """The goal of a leader's cycle keeps its id and stands in the tree."""

    dependencies = [
        ("coaching", "0028_proposed_look_fors"),
        ("goals", "0003_goals_of_schools"),
    ]

    operations = [
        migrations.RunSQL(UNTIE, tie("people_schoolgoal")),
        migrations.AlterField(
            model_name="cycle",
            name="school_goal",
            field=models.ForeignKey(
                editable=False,
                help_text="The goal of the school that a leader's cycle extends (S0.19).",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cycles",
                to="goals.goal",
            ),
        ),
        migrations.RunSQL(tie("goals_goal"), UNTIE),
    ]
