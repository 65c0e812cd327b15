import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

ANSWERED = ("plan", "feedback", "walkthrough")


def only(name):
    return Q(*sorted((f"{one}__isnull", one != name) for one in ANSWERED))


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0030_plans_serve_goals"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="walkthrough",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="response",
                to="coaching.walkthrough",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="response",
            name="a_response_answers_one_thing",
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=only("plan") | only("feedback") | only("walkthrough"),
                name="a_response_answers_one_thing",
            ),
        ),
    ]
