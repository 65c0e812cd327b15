import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


WITH_SYSTEM = """
    CREATE UNIQUE INDEX CONCURRENTLY "a_goal_with_its_system"
    ON "goals_goal" ("id", "school_system_id")
"""
WITHOUT_SYSTEM = 'DROP INDEX CONCURRENTLY "a_goal_with_its_system"'
TIE = """
    ALTER TABLE goals_goal ADD CONSTRAINT a_goals_parent_is_of_its_system
    FOREIGN KEY (parent_id, school_system_id) REFERENCES goals_goal (id, school_system_id)
    DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE goals_goal ADD COLUMN school_of_parent uuid GENERATED ALWAYS AS (
        CASE WHEN parent_level IN ('school', 'subgoal', 'tc_year') THEN school_id END
    ) STORED;
    ALTER TABLE goals_goal ADD CONSTRAINT a_goals_parent_is_of_its_school
    FOREIGN KEY (parent_id, school_of_parent) REFERENCES goals_goal (id, school_id)
    DEFERRABLE INITIALLY DEFERRED
"""
UNTIE = """
    ALTER TABLE goals_goal DROP CONSTRAINT a_goals_parent_is_of_its_school;
    ALTER TABLE goals_goal DROP school_of_parent;
    ALTER TABLE goals_goal DROP CONSTRAINT a_goals_parent_is_of_its_system
"""


class Migration(migrations.Migration):
    """Its index is built concurrently: nobody who works on a goal waits for it."""

    atomic = False

    dependencies = [
        ("goals", "0001_initial"),
        ('people', '0016_teams'),
    ]

    operations = [
        migrations.CreateModel(
            name='SchoolStep',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('kind', models.CharField(choices=[('preparation', 'Unit and lesson preparation'), ('monitoring', 'Watching mastery'), ('supports', 'Targeted supports'), ('other', 'Something else')], default='other', max_length=12)),
                ('text', models.TextField(verbose_name='what teachers do')),
                ('order', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='goals.goal')),
                ('school_system', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.schoolsystem')),
            ],
            options={
                'ordering': ['order', 'created_at'],
                'indexes': [models.Index(fields=['goal', 'order'], name='steps_of_a_tree_goal')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_step_of_a_school_says_what_to_do')],
            },
        ),
        migrations.AlterField(
            model_name='measurement',
            name='value',
            field=models.DecimalField(decimal_places=2, max_digits=8, verbose_name='number'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(WITH_SYSTEM, WITHOUT_SYSTEM)],
            state_operations=[
                migrations.AddConstraint(
                    model_name='goal',
                    constraint=models.UniqueConstraint(fields=('id', 'school_system'), name='a_goal_with_its_system'),
                ),
            ],
        ),
        migrations.RunSQL(TIE, UNTIE),
    ]
