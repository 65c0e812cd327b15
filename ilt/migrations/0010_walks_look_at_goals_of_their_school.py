"""The goal that a learning walk looks at is of its system, and of its school or of no school."""

from django.db import migrations

TIE = """
    ALTER TABLE ilt_learningwalk ADD CONSTRAINT a_walks_goal_is_of_its_system
    FOREIGN KEY (goal_id, school_system_id) REFERENCES goals_goal (id, school_system_id)
    DEFERRABLE INITIALLY DEFERRED
"""
UNTIE = "ALTER TABLE ilt_learningwalk DROP CONSTRAINT a_walks_goal_is_of_its_system"
KEEP_AT_SCHOOL = """
    CREATE FUNCTION ilt_keep_walks_at_their_school() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (
        SELECT FROM ilt_learningwalk walk JOIN goals_goal goal ON goal.id = walk.goal_id
        WHERE (walk.id = NEW.id OR goal.id = NEW.id) AND goal.school_id <> walk.school_id
      ) THEN
        RAISE EXCEPTION 'A walk with a goal of another school.' USING
          ERRCODE = 'check_violation', CONSTRAINT = 'a_walk_looks_at_a_goal_of_its_school';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER a_walk_looks_at_a_goal_of_its_school
    AFTER INSERT OR UPDATE OF goal_id, school_id ON ilt_learningwalk
    FOR EACH ROW EXECUTE FUNCTION ilt_keep_walks_at_their_school();
    CREATE CONSTRAINT TRIGGER a_goal_stays_at_the_school_of_its_walks
    AFTER UPDATE OF school_id ON goals_goal
    FOR EACH ROW EXECUTE FUNCTION ilt_keep_walks_at_their_school();
"""
LET_GO = """
    DROP TRIGGER a_goal_stays_at_the_school_of_its_walks ON goals_goal;
    DROP TRIGGER a_walk_looks_at_a_goal_of_its_school ON ilt_learningwalk;
    DROP FUNCTION ilt_keep_walks_at_their_school();
"""


class Migration(migrations.Migration):

    dependencies = [("ilt", "0009_walks_of_priorities")]

    operations = [
        migrations.RunSQL(TIE, UNTIE),
        migrations.RunSQL(KEEP_AT_SCHOOL, LET_GO),
    ]
