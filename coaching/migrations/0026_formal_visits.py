import django.db.models.deletion
from django.db import migrations, models

RUNNING = """
    CREATE UNIQUE INDEX CONCURRENTLY "one_running_formal_visit_of_a_round"
    ON "coaching_visit" ("round_id", "coach_id") WHERE ("ended_at" IS NULL AND "kind" = 'formal')
"""
NOT_RUNNING = 'DROP INDEX CONCURRENTLY "one_running_formal_visit_of_a_round"'
OF_ROUND = """
    CREATE INDEX CONCURRENTLY "formal_visits_of_a_round"
    ON "coaching_visit" ("round_id") WHERE ("round_id" IS NOT NULL)
"""
NOT_OF_ROUND = 'DROP INDEX CONCURRENTLY "formal_visits_of_a_round"'
TIE = """
    ALTER TABLE coaching_visit ADD CONSTRAINT a_formal_visit_is_of_a_round_of_its_teacher
    FOREIGN KEY (round_id, teacher_id) REFERENCES coaching_observationround (id, teacher_id)
    DEFERRABLE INITIALLY DEFERRED
"""
UNTIE = "ALTER TABLE coaching_visit DROP CONSTRAINT a_formal_visit_is_of_a_round_of_its_teacher"
MADE_BY = "a_walkthrough_is_made_by_principal_or_evaluator"
OFFICIALS = ("made_as__in", ["principal", "evaluator"])
OF_A_COACH = models.Q(
    ("made_as", "coach"),
    ("shown_to", None),
    ("walkthrough_form", None),
    ("kind__in", ["informal", "follow_up"]),
)


class Migration(migrations.Migration):
    """Its indexes are built concurrently: nobody who makes a visit waits for them."""

    atomic = False

    dependencies = [
        ("coaching", "0025_plans_from_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                help_text="The observation round that a formal visit belongs to.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="formal_visits",
                to="coaching.observationround",
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("informal", "Informal visit"),
                    ("follow_up", "Follow-up visit"),
                    ("walkthrough", "Walkthrough"),
                    ("formal", "Formal visit"),
                ],
                default="informal",
                max_length=20,
            ),
        ),
        migrations.RemoveConstraint(model_name="visit", name=MADE_BY),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    OF_A_COACH,
                    models.Q(
                        ("kind__in", ["walkthrough", "formal"]),
                        OFFICIALS,
                        ("started_at__isnull", False),
                        ("walkthrough_form__isnull", False),
                        ("candidate_focus", None),
                    ),
                    _connector="OR",
                ),
                name=MADE_BY,
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "formal"), ("round__isnull", False)),
                    models.Q(
                        models.Q(("kind", "formal"), _negated=True),
                        ("round", None),
                    ),
                    _connector="OR",
                ),
                name="a_formal_visit_belongs_to_a_round",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(RUNNING, NOT_RUNNING),
                migrations.RunSQL(OF_ROUND, NOT_OF_ROUND),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("kind", "formal")),
                        fields=("round", "coach"),
                        name="one_running_formal_visit_of_a_round",
                    ),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(
                        condition=models.Q(("round__isnull", False)),
                        fields=["round"],
                        name="formal_visits_of_a_round",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(TIE, UNTIE),
    ]
