"""Nothing on the way forward. On the way back the goals of schools return from the tree."""

from django.db import migrations

BACK = """
    DELETE FROM people_schoolstep;
    DELETE FROM people_schoolgoal;
    INSERT INTO people_schoolgoal (
        id, created_at, school_system_id, school_id, parent_id, statement, metric, unit, baseline,
        target, starts_on, ends_on, source, source_title, source_link, ended_at
    )
    SELECT
        goal.id, goal.created_at, goal.school_system_id, goal.school_id,
        CASE WHEN level = 'subgoal' THEN parent_id END, statement, metric,
        CASE unit WHEN 'count' THEN 'points' ELSE unit END, COALESCE(baseline, target - 1), target,
        goal.starts_on, goal.ends_on,
        CASE WHEN level = 'subgoal' THEN '' WHEN plan.kind IN ('improvement', 'strategic')
            THEN plan.kind ELSE 'long_range' END,
        CASE WHEN level = 'subgoal' THEN '' ELSE COALESCE(plan.title, '') END,
        CASE WHEN level = 'subgoal' THEN '' ELSE COALESCE(plan.link, '') END, goal.ended_at
    FROM goals_goal goal LEFT JOIN goals_sourceplan plan ON plan.id = goal.source_plan_id
    WHERE NOT is_draft AND (level = 'school' OR (level = 'subgoal' AND parent_id IN (
        SELECT id FROM goals_goal WHERE level = 'school' AND NOT is_draft)));
    INSERT INTO people_schoolstep
        (id, created_at, school_system_id, goal_id, kind, text, "order", removed_at)
    SELECT id, created_at, school_system_id, goal_id, kind, text, "order", removed_at
    FROM goals_schoolstep WHERE goal_id IN (SELECT id FROM people_schoolgoal)
"""


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0018_meeting_policies"),
        ("goals", "0003_goals_of_schools"),
        ("coaching", "0029_leaders_goals_in_the_tree"),
    ]

    operations = [migrations.RunSQL(migrations.RunSQL.noop, BACK)]
