from django.db import migrations

from core.seals import seal, unseal

SECRETS = ("secret", "seed")  # of an app, and of the codes on paper
SEALED = "gAAAA"  # no secret and no seed begins with a small g


def each_secret(apps, change):
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn").iterator():
        changed = {name: change(row.data[name]) for name in SECRETS if name in row.data}
        row.data |= changed
        row.save(update_fields=["data"])


def seal_all(apps, schema_editor):
    each_secret(apps, lambda text: text if text.startswith(SEALED) else seal(text))


def unseal_all(apps, schema_editor):
    each_secret(apps, lambda text: unseal(text) if text.startswith(SEALED) else text)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0023_sign_in_domain"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal_all, unseal_all)]
