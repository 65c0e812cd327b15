import datetime

from django.db import migrations, models

FEATURES = [
    ("observation_clock", "Observation clock"),
    ("engagement_review", "Engagement review"),
    ("readiness_checklist", "Readiness checklist"),
    ("stage_gauge", "Stage gauge"),
    ("leaders_plans", "Leaders’ own plans"),
    ("walkthrough_weeks", "Walkthroughs a week"),
    ("peer_visits", "Peer visits and invitations"),
]


def switch(feature):
    """Schools that are there keep what they have: it has been on since long ago."""
    return migrations.AddField(
        model_name="school",
        name=f"{feature}_since",
        field=models.DateField(default=datetime.date(2020, 8, 3), editable=False, null=True),
        preserve_default=False,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0021_stage_gauge")]

    operations = [
        switch("leaders_plans"),
        switch("walkthrough_weeks"),
        switch("peer_visits"),
        migrations.AlterField(
            model_name="featuresurvey",
            name="feature",
            field=models.CharField(choices=FEATURES, max_length=30),
        ),
    ]
