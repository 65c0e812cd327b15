"""The three statements of a sync batch: take turns, read everything, write everything.

One statement each, however many operations come: the work is set-based, and a batch sent again
changes no row. All three run inside the transaction of actions.sync.
"""

import uuid

from django.db import connection

from core.ids import uuid7

SEPARATOR = "\x1f"  # between the items of a list inside one text parameter; clean text may hold it
TAKE_TURN = """
WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended(%(user)s::text, 0))),
held AS MATERIALIZED (
    SELECT id FROM coaching_visit
    WHERE coach_id = %(user)s AND (id = ANY(%(visits)s::uuid[]) OR id IN (
        SELECT visit_id FROM coaching_evidencenote WHERE id = ANY(%(notes)s::uuid[])))
    ORDER BY id FOR NO KEY UPDATE
)
SELECT (SELECT count(*) FROM turn), (SELECT count(*) FROM held)
"""
READ = """
WITH note AS MATERIALIZED (
    SELECT * FROM coaching_evidencenote WHERE id = ANY(%(notes)s::uuid[])
), visit AS MATERIALIZED (
    SELECT * FROM coaching_visit
    WHERE id = ANY(%(visits)s::uuid[]) OR id IN (SELECT visit_id FROM note)
), teacher AS MATERIALIZED (
    SELECT unnest(%(teachers)s::uuid[]) AS id
    UNION SELECT teacher_id FROM visit WHERE coach_id = %(user)s
)
SELECT 'op', jsonb_build_object('op_id', op_id, 'body_hash', body_hash, 'result', result)
    FROM coaching_syncop WHERE user_id = %(user)s AND op_id = ANY(%(ops)s::uuid[])
UNION ALL SELECT 'visit', to_jsonb(visit) FROM visit
UNION ALL SELECT 'note', to_jsonb(note) FROM note
UNION ALL SELECT 'revision', jsonb_build_object('note_id', note_id, 'text', text)
    FROM coaching_noterevision WHERE note_id IN (SELECT id FROM note)
UNION ALL SELECT 'tag', to_jsonb(t)
    FROM coaching_notetag t WHERE note_id = ANY(%(tagged)s::uuid[])
UNION ALL SELECT 'mark', to_jsonb(m) FROM coaching_lookformark m
    WHERE marked_by_id = %(user)s AND visit_id = ANY(%(marked)s::uuid[])
UNION ALL SELECT 'talk', to_jsonb(k) FROM coaching_talkcount k
    WHERE visit_id = ANY(%(talked)s::uuid[])
        AND visit_id IN (SELECT id FROM visit WHERE coach_id = %(user)s)
UNION ALL SELECT 'span', jsonb_build_object(
        'teacher_id', teacher_id, 'starts_on', starts_on, 'ends_on', ends_on)
    FROM people_coachassignment
    WHERE coach_id = %(user)s AND teacher_id IN (SELECT id FROM teacher)
UNION ALL (SELECT DISTINCT ON (user_id) 'school', jsonb_build_object(
        'teacher_id', user_id, 'school_id', school_id)
    FROM people_membership
    WHERE user_id = ANY(%(teachers)s::uuid[]) AND role IN ('teacher', 'school_leader')
        AND school_id IS NOT NULL AND school_system_id = %(system)s
    ORDER BY user_id, (ends_on IS NULL OR ends_on > %(today)s) DESC, role DESC, starts_on DESC)
UNION ALL SELECT 'indicator', jsonb_build_object('id', id) FROM coaching_indicator
    WHERE school_system_id = %(system)s AND id = ANY(%(indicators)s::uuid[])
UNION ALL SELECT 'bank', jsonb_build_object('id', id) FROM coaching_banklookfor
    WHERE school_system_id = %(system)s AND id = ANY(%(bank)s::uuid[])
UNION ALL SELECT 'look_for', jsonb_build_object(
        'id', l.id, 'teacher_id', coalesce(s.teacher_id, p.teacher_id))
    FROM coaching_lookfor l
    LEFT JOIN coaching_actionstep s ON s.id = l.step_id
    LEFT JOIN coaching_plan p ON p.id = l.plan_id
    WHERE l.school_system_id = %(system)s AND l.id = ANY(%(look_fors)s::uuid[])
"""
UNION = "UNION ALL "
ASKED_FOR = {
    "FROM note": "notes",
    "coaching_noterevision": "notes",
    "coaching_notetag": "tagged",
    "coaching_lookformark": "marked",
    "coaching_talkcount": "talked",
    "people_membership": "teachers",
    "coaching_indicator": "indicators",
    "coaching_banklookfor": "bank",
    "coaching_lookfor ": "look_fors",
}
VISITS = """
visit_rows AS (
    INSERT INTO coaching_visit AS v (id, school_system_id, created_at, teacher_id, coach_id,
        school_id, kind, made_as, mode, grouping, period, is_announced, started_at, ended_at,
        lesson, materials, priority_groups_checked, is_late, version)
    SELECT id, %(system)s, %(now)s, teacher_id, %(user)s, school_id, kind, 'coach', mode, grouping,
        '', false, started_at, ended_at, lesson, materials, string_to_array(groups, chr(31)),
        is_late, 1
    FROM unnest(%(v_id)s::uuid[], %(v_teacher)s::uuid[], %(v_school)s::uuid[], %(v_kind)s::text[],
        %(v_mode)s::text[], %(v_grouping)s::text[], %(v_started_at)s::timestamptz[],
        %(v_ended_at)s::timestamptz[], %(v_lesson)s::text[], %(v_materials)s::text[],
        %(v_groups)s::text[], %(v_is_late)s::boolean[])
        AS sent (id, teacher_id, school_id, kind, mode, grouping, started_at, ended_at, lesson,
            materials, groups, is_late)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, mode = excluded.mode,
        grouping = excluded.grouping, started_at = excluded.started_at,
        ended_at = excluded.ended_at, lesson = excluded.lesson, materials = excluded.materials,
        priority_groups_checked = excluded.priority_groups_checked, is_late = excluded.is_late,
        not_held_because = CASE WHEN excluded.started_at IS NULL THEN v.not_held_because
            ELSE '' END,
        not_held_at = CASE WHEN excluded.started_at IS NULL THEN v.not_held_at END,
        unplanned_at = CASE WHEN excluded.started_at IS NULL THEN v.unplanned_at END,
        version = v.version + 1
    WHERE v.coach_id = excluded.coach_id AND v.teacher_id = excluded.teacher_id
    RETURNING id
)"""
NOTES = """
note_rows AS (
    INSERT INTO coaching_evidencenote AS note (id, school_system_id, created_at, visit_id,
        author_id, seq, rev, occurred_at, device_at, text, judgement_words, is_left_out, is_late,
        deleted_at)
    SELECT id, %(system)s, %(now)s, visit_id, %(user)s, seq, rev, occurred_at, device_at, text,
        string_to_array(judgement_words, chr(31)), false, is_late, deleted_at
    FROM unnest(%(n_id)s::uuid[], %(n_visit)s::uuid[], %(n_seq)s::int[], %(n_rev)s::int[],
        %(n_occurred_at)s::timestamptz[], %(n_device_at)s::timestamptz[], %(n_text)s::text[],
        %(n_words)s::text[], %(n_is_late)s::boolean[], %(n_deleted_at)s::timestamptz[])
        AS sent (id, visit_id, seq, rev, occurred_at, device_at, text, judgement_words, is_late,
            deleted_at)
    ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, text = excluded.text,
        judgement_words = excluded.judgement_words, deleted_at = excluded.deleted_at
    WHERE note.visit_id = excluded.visit_id AND note.author_id = excluded.author_id
        AND (note.rev, note.text, note.judgement_words, note.deleted_at)
            IS DISTINCT FROM
            (excluded.rev, excluded.text, excluded.judgement_words, excluded.deleted_at)
    RETURNING id
)"""
REVISIONS = """
revision_rows AS (
    INSERT INTO coaching_noterevision (id, school_system_id, created_at, note_id, rev, text, why)
    SELECT id, %(system)s, %(now)s, note_id, rev, text, why
    FROM unnest(%(r_id)s::uuid[], %(r_note)s::uuid[], %(r_rev)s::int[], %(r_text)s::text[],
        %(r_why)s::text[]) AS sent (id, note_id, rev, text, why)
)"""
TAGS = """
tag_rows AS (
    INSERT INTO coaching_notetag (id, school_system_id, created_at, note_id, indicator_id,
        look_for_id, priority_group)
    SELECT id, %(system)s, %(now)s, note_id, indicator_id, look_for_id, priority_group
    FROM unnest(%(t_id)s::uuid[], %(t_note)s::uuid[], %(t_indicator)s::uuid[],
        %(t_look_for)s::uuid[], %(t_group)s::text[])
        AS sent (id, note_id, indicator_id, look_for_id, priority_group)
    ON CONFLICT ON CONSTRAINT a_note_is_tagged_once_with_a_thing DO NOTHING
)"""
GONE_TAGS = """
gone_tags AS (DELETE FROM coaching_notetag WHERE id = ANY(%(gone_tags)s::uuid[]))"""
MARKS = """
mark_rows AS (
    INSERT INTO coaching_lookformark AS mark (id, school_system_id, created_at, visit_id,
        look_for_id, bank_look_for_id, marked_by_id, value, count)
    SELECT id, %(system)s, %(now)s, visit_id, look_for_id, bank_look_for_id, %(user)s, value, count
    FROM unnest(%(m_id)s::uuid[], %(m_visit)s::uuid[], %(m_look_for)s::uuid[],
        %(m_bank)s::uuid[], %(m_value)s::text[], %(m_count)s::int[])
        AS sent (id, visit_id, look_for_id, bank_look_for_id, value, count)
    ON CONFLICT ON CONSTRAINT one_mark_of_each_person
        DO UPDATE SET value = excluded.value, count = excluded.count
        WHERE (mark.value, mark.count) IS DISTINCT FROM (excluded.value, excluded.count)
)"""
GONE_MARKS = """
gone_marks AS (DELETE FROM coaching_lookformark WHERE id = ANY(%(gone_marks)s::uuid[]))"""
TALK = """
talk_rows AS (
    INSERT INTO coaching_talkcount AS talk (id, school_system_id, created_at, visit_id, kind, count)
    SELECT id, %(system)s, %(now)s, visit_id, kind, count
    FROM unnest(%(k_id)s::uuid[], %(k_visit)s::uuid[], %(k_kind)s::text[], %(k_count)s::int[])
        AS sent (id, visit_id, kind, count)
    ON CONFLICT ON CONSTRAINT one_count_of_each_kind_of_talk
        DO UPDATE SET count = excluded.count WHERE talk.count <> excluded.count
)"""
TOUCHED = """
touched AS (
    UPDATE coaching_visit SET version = version + 1
    WHERE id = ANY(%(touched)s::uuid[]) AND coach_id = %(user)s
)"""
LEDGER = """
ledger AS (
    INSERT INTO coaching_syncop (id, school_system_id, created_at, user_id, op_id, body_hash,
        result)
    SELECT id, %(system)s, %(now)s, %(user)s, op_id, body_hash, result::jsonb
    FROM unnest(%(l_id)s::uuid[], %(l_op)s::uuid[], %(l_hash)s::text[], %(l_result)s::text[])
        AS sent (id, op_id, body_hash, result)
    ON CONFLICT ON CONSTRAINT an_operation_counts_once DO NOTHING
)"""
# Which list of `parts` each statement writes, and the columns of its parameters.
PARTS = {
    "visits": (VISITS, "v", "id teacher school kind mode grouping started_at ended_at lesson "
               "materials groups is_late"),
    "notes": (NOTES, "n", "id visit seq rev occurred_at device_at text words is_late deleted_at"),
    "revisions": (REVISIONS, "r", "id note rev text why"),
    "tags": (TAGS, "t", "id note indicator look_for group"),
    "marks": (MARKS, "m", "id visit look_for bank value count"),
    "talk": (TALK, "k", "id visit kind count"),
    "ledger": (LEDGER, "l", "id op hash result"),
}  # fmt: skip
COUNTED = {
    "visits": "(SELECT count(*) FROM visit_rows)",
    "notes": "(SELECT count(*) FROM note_rows)",
}
ID_LISTS = {"gone_tags": GONE_TAGS, "gone_marks": GONE_MARKS, "touched": TOUCHED}


class NotOurs(Exception):  # noqa: N818 (it names what was found, not a failure)
    """An id in the batch belongs to somebody else's row: nothing of it may be written."""


def take_turn(user_id, visits, notes):
    """Wait until this person's other batches are done, and hold their visits against sharing."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, {"user": user_id, "visits": visits, "notes": notes})


def read(params):
    """Every row the operations speak of, as (what it is, its columns)."""
    first, *others = READ.split(UNION)
    parts = [part for part in others if params[_asked_for(part)]]
    with connection.cursor() as cursor:
        cursor.execute(UNION.join([first, *parts]), params)
        return cursor.fetchall()


def _asked_for(part):
    """The list of ids without which a part of READ finds nothing: it costs no planning then."""
    return next((name for table, name in ASKED_FOR.items() if table in part), "user")


def write(parts, params):
    """Write all `parts` in one statement. Raises NotOurs where an id was taken by another row."""
    pieces, values = [], dict(params)
    for name, (sql, prefix, columns) in PARTS.items():
        if parts[name]:
            pieces.append(sql)
            values |= _arrays(prefix, columns.split(), parts[name])
    for name, sql in ID_LISTS.items():
        if parts[name]:
            pieces.append(sql)
            values[name] = parts[name]
    if not pieces:
        return
    with connection.cursor() as cursor:
        cursor.execute(_statement(pieces, parts), values)
        written = cursor.fetchone()[0]
    if written != len(parts["visits"]) + len(parts["notes"]):
        raise NotOurs


def _arrays(prefix, columns, rows):
    by_column = zip(*rows, strict=True)
    return {
        f"{prefix}_{name}": list(values) for name, values in zip(columns, by_column, strict=True)
    }


def _statement(pieces, parts):
    counted = [count for name, count in COUNTED.items() if parts[name]]
    return "WITH " + ",".join(pieces) + " SELECT " + (" + ".join(counted) or "0")


def new_id() -> uuid.UUID:
    return uuid7()
