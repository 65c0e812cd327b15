from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_success_stories"),
    ]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plan", "Coaching plan (PDF)"),
                    ("visit", "Visit record (PDF)"),
                    ("walk", "Walkthrough or formal visit (PDF)"),
                    ("plans", "Coaching plans (ZIP)"),
                    ("change", "What changed (PDF)"),
                    ("me_pdf", "Everything about me (PDF)"),
                    ("me_csv", "Everything about me (CSV files)"),
                ],
                max_length=10,
            ),
        ),
    ]
