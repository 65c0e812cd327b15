from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0006_assignments_of_schools'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='is_from_sample',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='school',
            field=models.ForeignKey(blank=True, help_text='Its principals read it. Leave empty: where the person works.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school', verbose_name='school it concerns'),
        ),
    ]
