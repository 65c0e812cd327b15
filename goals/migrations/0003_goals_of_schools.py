"""The goals and steps that schools kept before there was one tree move into it, with their ids.

The plan that a goal names becomes a source plan, once for each school, kind, title and link.
"""

from django.db import migrations

TITLE = """COALESCE(NULLIF(source_title, ''), CASE source WHEN 'improvement' THEN
    'School improvement plan' WHEN 'strategic' THEN 'Strategic plan' ELSE 'Long-range plan' END)"""
MOVE = f"""
    INSERT INTO goals_sourceplan
        (id, created_at, kind, title, years, link, school_id, school_system_id)
    SELECT DISTINCT ON (school_id, source, {TITLE}, source_link)
        gen_random_uuid(), created_at, source, {TITLE}, '', source_link, school_id, school_system_id
    FROM people_schoolgoal old WHERE source <> '' AND NOT EXISTS (
        SELECT 1 FROM goals_sourceplan plan WHERE plan.school_id = old.school_id
        AND plan.kind = source AND plan.title = {TITLE} AND plan.link = source_link
    ) ORDER BY school_id, source, {TITLE}, source_link;
    INSERT INTO goals_goal (
        id, created_at, school_system_id, level, school_id, parent_id, parent_level, orphan_reason,
        source_plan_id, statement, metric, unit, baseline, target, starts_on, ends_on,
        specific, measurable, attainable, realistic, timely, is_priority, is_draft, ended_at, version
    )
    SELECT
        goal.id, goal.created_at, goal.school_system_id,
        CASE WHEN parent_id IS NULL THEN 'school' ELSE 'subgoal' END, goal.school_id, parent_id,
        CASE WHEN parent_id IS NULL THEN '' ELSE 'school' END, '', plan.id,
        COALESCE(NULLIF(statement, ''), 'A goal of the school'),
        COALESCE(NULLIF(metric, ''), 'As the plan of the school says'),
        unit, baseline, target, starts_on, ends_on,
        '', '', '', '', '', false, false, goal.ended_at, 1
    FROM people_schoolgoal goal
    LEFT JOIN LATERAL (
        SELECT id FROM goals_sourceplan WHERE school_id = goal.school_id AND kind = source
        AND title = {TITLE} AND link = source_link ORDER BY created_at LIMIT 1
    ) plan ON true;
    INSERT INTO goals_schoolstep
        (id, created_at, school_system_id, goal_id, kind, text, "order", removed_at)
    SELECT id, created_at, school_system_id, goal_id, kind, text, "order", removed_at
    FROM people_schoolstep
"""
BACK = """
    DELETE FROM goals_schoolstep WHERE id IN (SELECT id FROM people_schoolstep);
    DELETE FROM goals_goal WHERE id IN (SELECT id FROM people_schoolgoal)
"""


class Migration(migrations.Migration):

    dependencies = [
        ("goals", "0002_steps_of_schools"),
        ("people", "0016_teams"),
    ]

    operations = [migrations.RunSQL(MOVE, BACK)]
