"""A week's cycle is of its plan, and its day one of its cycle's days: said by the database."""

from django.db import migrations

TIE = """
    ALTER TABLE ilt_planweek ADD CONSTRAINT a_weeks_cycle_is_of_its_plan
    FOREIGN KEY (cycle_id, plan_id) REFERENCES ilt_plancycle (id, plan_id)
    DEFERRABLE INITIALLY DEFERRED
"""
UNTIE = "ALTER TABLE ilt_planweek DROP CONSTRAINT a_weeks_cycle_is_of_its_plan"
KEEP_WITHIN = """
    CREATE FUNCTION ilt_keep_weeks_within_cycles() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (
        SELECT FROM ilt_planweek week JOIN ilt_plancycle cycle ON cycle.id = week.cycle_id
        WHERE (week.id = NEW.id OR cycle.id = NEW.id) AND week.removed_at IS NULL
          AND week."on" NOT BETWEEN cycle.starts_on AND cycle.ends_on
      ) THEN
        RAISE EXCEPTION 'A week outside its cycle.' USING
          ERRCODE = 'check_violation', CONSTRAINT = 'a_week_lies_within_its_cycle';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER a_week_lies_within_its_cycle
    AFTER INSERT OR UPDATE ON ilt_planweek
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ilt_keep_weeks_within_cycles();
    CREATE CONSTRAINT TRIGGER a_cycle_covers_its_weeks
    AFTER UPDATE ON ilt_plancycle
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ilt_keep_weeks_within_cycles();
"""
LET_GO = """
    DROP TRIGGER a_cycle_covers_its_weeks ON ilt_plancycle;
    DROP TRIGGER a_week_lies_within_its_cycle ON ilt_planweek;
    DROP FUNCTION ilt_keep_weeks_within_cycles();
"""


class Migration(migrations.Migration):

    dependencies = [("ilt", "0002_long_range_rows")]

    operations = [
        migrations.RunSQL(TIE, UNTIE),
        migrations.RunSQL(KEEP_WITHIN, LET_GO),
    ]
