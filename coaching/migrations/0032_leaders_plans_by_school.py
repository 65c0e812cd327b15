from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0031_replies_to_walkthroughs"),
        ("people", "0022_more_feature_sets"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                condition=models.Q(("is_leaders", True)),
                fields=["school"],
                name="leaders_plans_of_a_school",
            ),
        ),
    ]
