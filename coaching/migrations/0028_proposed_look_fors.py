from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0027_impact_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="stepproposal",
            name="look_fors",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="teacher look-fors"
            ),
        ),
    ]
