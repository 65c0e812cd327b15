"""Settings for the tests: the same, with a fast hasher and mail in memory."""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# The live server serves what stands in the tree, without collecting it first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
