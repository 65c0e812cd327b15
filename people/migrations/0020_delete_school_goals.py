"""Nothing reads the goals of schools here any more: they are in the tree.

Their tables stay for one release, without ties to others, for whoever must go back.
"""

from django.db import migrations

UNTIE = """
    ALTER TABLE people_schoolgoal DROP CONSTRAINT a_subgoal_is_of_the_school_of_its_goal;
    DO $$ DECLARE tie record; BEGIN
        FOR tie IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
            WHERE contype = 'f'
            AND conrelid IN ('people_schoolgoal'::regclass, 'people_schoolstep'::regclass)
        LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', tie.place, tie.conname); END LOOP;
    END $$
"""
TIE = """
    ALTER TABLE people_schoolgoal ADD FOREIGN KEY (school_system_id)
        REFERENCES people_schoolsystem (id) DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE people_schoolgoal ADD FOREIGN KEY (school_id)
        REFERENCES people_school (id) DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE people_schoolgoal ADD FOREIGN KEY (parent_id)
        REFERENCES people_schoolgoal (id) DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE people_schoolgoal ADD CONSTRAINT a_subgoal_is_of_the_school_of_its_goal
        FOREIGN KEY (parent_id, school_id) REFERENCES people_schoolgoal (id, school_id)
        DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE people_schoolstep ADD FOREIGN KEY (school_system_id)
        REFERENCES people_schoolsystem (id) DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE people_schoolstep ADD FOREIGN KEY (goal_id)
        REFERENCES people_schoolgoal (id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0019_way_back_for_school_goals"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(UNTIE, TIE)],
            state_operations=[
                migrations.RemoveField(
                    model_name='schoolstep',
                    name='goal',
                ),
                migrations.RemoveField(
                    model_name='schoolstep',
                    name='school_system',
                ),
                migrations.DeleteModel(
                    name='SchoolGoal',
                ),
                migrations.DeleteModel(
                    name='SchoolStep',
                ),
            ],
        ),
    ]
