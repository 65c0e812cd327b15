import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("coaching", "0032_leaders_plans_by_school")]

    operations = [
        migrations.AlterField(
            model_name="draftend",
            name="visit",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draft_end",
                to="coaching.visit",
            ),
        ),
        migrations.AddField(
            model_name="draftend",
            name="feedback_of",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feedback_end",
                to="coaching.visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftend",
            constraint=models.CheckConstraint(
                condition=Q(("feedback_of", None), ("visit__isnull", False))
                | Q(("feedback_of__isnull", False), ("visit", None)),
                name="an_end_is_of_a_visit_or_of_its_feedback",
            ),
        ),
    ]
