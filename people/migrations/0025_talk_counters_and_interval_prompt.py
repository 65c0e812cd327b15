from django.db import migrations, models

FEATURES = [
    ("observation_clock", "Observation clock"),
    ("engagement_review", "Engagement review"),
    ("readiness_checklist", "Readiness checklist"),
    ("stage_gauge", "Stage gauge"),
    ("leaders_plans", "Leaders’ own plans"),
    ("walkthrough_weeks", "Walkthroughs a week"),
    ("peer_visits", "Peer visits and invitations"),
    ("talk_counters", "Talk counters"),
    ("interval_prompt", "Interval prompt"),
]


def switch(feature):
    """Off at every school, until somebody switches it on."""
    return migrations.AddField(
        model_name="school",
        name=f"{feature}_since",
        field=models.DateField(editable=False, null=True),
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0024_seal_second_steps")]

    operations = [
        switch("talk_counters"),
        switch("interval_prompt"),
        migrations.AlterField(
            model_name="featuresurvey",
            name="feature",
            field=models.CharField(choices=FEATURES, max_length=30),
        ),
    ]
