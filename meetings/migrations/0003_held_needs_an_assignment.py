"""A held meeting has an assignment, or the reason why there is none: kept by the database."""

from django.db import migrations

CREATE = """
CREATE FUNCTION meetings_held_has_an_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one uuid;
BEGIN
    IF TG_TABLE_NAME = 'meetings_meeting' THEN one := NEW.id; ELSE one := OLD.meeting_id; END IF;
    IF EXISTS (
        SELECT FROM meetings_meeting m
        WHERE m.id = one AND m.state = 'held' AND m.no_assignment_because = ''
        AND NOT EXISTS (
            SELECT FROM meetings_assignment a WHERE a.meeting_id = one AND a.removed_at IS NULL
        )
    ) THEN
        RAISE check_violation USING
            MESSAGE = 'violates a_held_meeting_has_an_assignment',
            CONSTRAINT = 'a_held_meeting_has_an_assignment';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_held_meeting_has_an_assignment
    AFTER INSERT OR UPDATE OF state, no_assignment_because ON meetings_meeting
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'held')
    EXECUTE FUNCTION meetings_held_has_an_assignment();
CREATE CONSTRAINT TRIGGER a_held_meeting_keeps_an_assignment
    AFTER UPDATE OF removed_at, meeting_id OR DELETE ON meetings_assignment
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION meetings_held_has_an_assignment();
"""
DROP = """
DROP TRIGGER a_held_meeting_has_an_assignment ON meetings_meeting;
DROP TRIGGER a_held_meeting_keeps_an_assignment ON meetings_assignment;
DROP FUNCTION meetings_held_has_an_assignment();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_shared_notes")]

    operations = [migrations.RunSQL(CREATE, DROP)]
