"""One settings file; what differs between installations comes from the environment."""

from importlib.util import find_spec
from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from config import single_sign_on

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = env("SITE_URL", default="http://localhost:8000")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "config.apps.StaticFiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "pgtrigger",
    "pghistory",
    "core",
    "notices",
    "people",
    "goals",
    "meetings",
    "coaching",
    "ilt",
    "collaboration",
    "reports",
    "demo",
    "bench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "people.sessions.SignedInMiddleware",
    "core.middleware.IdleMiddleware",
    "core.middleware.CleanTextMiddleware",
    "core.middleware.SignInRequiredMiddleware",
    "people.middleware.SecondStepMiddleware",
    "people.middleware.ChangedByMiddleware",
    "core.middleware.LocalTimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.middleware.WrongMethodMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RequestLogMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.context.shell",
            ],
        },
    },
]

# The web process (WEB=1) uses a pool; workers and commands keep a connection for a minute.
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if env.bool("WEB", default=False):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
# The columns of a history are read by record alone: no index on each person it names.
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"  # NOW() is when the transaction began
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in and every page work while Redis is down: sessions and throttles live in Postgres.
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
IDLE_MINUTES = 60
SHARED_IDLE_MINUTES = 30  # on a shared device
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throttle_cache",
    }
}

AUTH_USER_MODEL = "people.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the e-mail is unique whatever its case: one_user_per_email
AUTHENTICATION_BACKENDS = ["people.sign_in.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reports:today"
ACCOUNT_ADAPTER = "people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {
    "login": "people.account_forms.SignInForm",
    "reset_password": "people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "people.account_forms.ResetPasswordKeyForm",
    "change_password": "people.account_forms.ChangePasswordForm",
    "set_password": "people.account_forms.SetPasswordForm",
    "reauthenticate": "people.account_forms.ConfirmPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A whole school signs in from one address: the per-account limit guards, not the per-address one.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "120/m/ip,5/5m/key",
    "reset_password": "200/m/ip,5/m/key",
}
# Single sign-on: an account never makes a person, and matches one by our own rules alone.
SOCIALACCOUNT_ADAPTER = "people.single_sign_on.RosterAdapter"
SOCIALACCOUNT_PROVIDERS = single_sign_on.providers(env)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the policy lets no form lead to another site
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# The second step: a code of an app, a passkey, or one of ten codes on paper.
MFA_ADAPTER = "people.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Throughline"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_FORMS = {
    "authenticate": "people.second_step_forms.CodeForm",
    "reauthenticate": "people.second_step_forms.ConfirmCodeForm",
    "activate_totp": "people.second_step_forms.AddAppForm",
    "deactivate_totp": "people.second_step_forms.RemoveAppForm",
    "add_webauthn": "people.second_step_forms.AddPasskeyForm",
    "authenticate_webauthn": "people.second_step_forms.PasskeyForm",
    "reauthenticate_webauthn": "people.second_step_forms.ConfirmPasskeyForm",
    "login_webauthn": "people.second_step_forms.PasskeySignInForm",
}

USE_TZ = True
TIME_ZONE = "America/Chicago"
LANGUAGE_CODE = "en-us"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# The Bootstrap wheel is a bare folder of files, not an app.
BOOTSTRAP_DIR = Path(find_spec("bootstrap").submodule_search_locations[0])
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap/css", BOOTSTRAP_DIR / "css"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_files.HashedStaticStorage"},
}
# Source maps are for people with tools open, the .ttf fonts for PDF files: compressing them would
# take most of the time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map", "ttf")
EXPORT_DIR = VAR_DIR / "exports"
ARTIFACT_DIR = VAR_DIR / "media"  # never below STATIC_ROOT: a view alone serves it
PDF_SECONDS = 60  # wall time for one PDF
PDF_MEGABYTES = 512  # memory the making may take

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "_table.html"

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Throughline <throughline@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CELERY_BROKER_URL = env("REDIS_URL")
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "notices.tasks.send_notice": {"queue": "mail"},
    "notices.tasks.send_digest": {"queue": "mail"},
    "reports.tasks.make_part": {"queue": "pdf"},
    "reports.tasks.finish_export": {"queue": "pdf"},
}
# Time limit < lease < visibility timeout: nobody takes a row whose worker still works on it.
LEASE_SECONDS = env.int("LEASE_SECONDS", default=300)
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_TIME_LIMIT = 120
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "max_retries": 0,  # a page that rings does not wait for a broker that is down
}
# Plain intervals only: at which hour something is due stands in rows, in each system's own zone.
CELERY_BEAT_SCHEDULE = {
    "show-beat": {"task": "notices.tasks.heartbeat", "schedule": 60, "args": ["beat"]},
    **{
        f"show-{queue}": {
            "task": "notices.tasks.heartbeat",
            "schedule": 60,
            "args": [queue],
            "options": {"queue": queue, "expires": 60},
        }
        for queue in ("mail", "pdf", "default")
    },
    "sweep-notices": {"task": "notices.tasks.sweep_notices", "schedule": 30},
    "plan-digests": {"task": "notices.tasks.plan_digests", "schedule": 5 * 60},
    "plan-reminders": {"task": "coaching.tasks.plan_reminders", "schedule": 15 * 60},
    "remind-teams": {"task": "meetings.tasks.plan_reminders", "schedule": 60 * 60},
    "plan-ilt-reminders": {"task": "ilt.tasks.plan_reminders", "schedule": 15 * 60},
    "share-walkthroughs": {"task": "coaching.tasks.share_walkthroughs", "schedule": 15 * 60},
    "plan-draft-ends": {"task": "coaching.tasks.plan_draft_ends", "schedule": 15 * 60},
    "tidy-sessions": {"task": "people.tasks.tidy_sessions", "schedule": 60 * 60},
    "tidy-student-work": {"task": "collaboration.tasks.tidy_student_work", "schedule": 60 * 60},
    "tidy-artifacts": {"task": "coaching.tasks.tidy_artifacts", "schedule": 15 * 60},
    "sweep-roll-overs": {"task": "people.tasks.sweep_roll_overs", "schedule": 30},
    "sweep-exports": {"task": "reports.tasks.sweep_exports", "schedule": 30},
    "tidy-exports": {"task": "reports.tasks.tidy_exports", "schedule": 15 * 60},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600  # 500 ticked plans and what goes with them
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "core.uploads.handler.RefuseHuge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CSRF_FAILURE_VIEW = "core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # These two tell of every page and every glyph.
    "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}
