"""One file, read from the environment, safe when the environment is empty. docs/deploying.md has the table."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from portal import tasks
from portal.buckets import Bucket
from portal.caches import caches
from portal.databases import in_a_file
from portal.environment import Environment, all_databases, key_kept_in
from portal.mail import mail_settings
from portal.watching.addresses import APART
from portal.watching.lines import FORMATS

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", default=BASE_DIR / "var")
DEBUG = env.bool("DEBUG", default=False)


SECRET_KEY_GIVEN = bool(env.str("SECRET_KEY", default=""))
SECRET_KEY = env.str("SECRET_KEY") if SECRET_KEY_GIVEN else key_kept_in(DATA_DIR)

# Where the public reaches the site. An https address switches on everything that only https can keep.
SITE_URL = env.site("SITE_URL")
SITE_NAME = env.str("SITE_NAME", default="Recorded Interviews")
# Font files, or their names, for the pictures of shared links: asked before the fonts of the system.
CARD_FONTS = env.list("CARD_FONTS", default=[])
_site = urlsplit(SITE_URL)
_https = _site.scheme == "https"

ALLOWED_HOSTS = [_site.hostname] if _site.hostname else ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

INSTALLED_APPS = [
    "interviews",
    "interviews.comments",
    "interviews.editorial",
    "portal",
    "portal.accounts",
    "portal.accounts.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "taggit",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    *(["django_tasks"] if tasks.PACKAGE == "django_tasks" else []),
    "portal.tasks.Queue",
]

MIDDLEWARE = [
    "portal.watching.numbered.Numbered",
    "portal.headers.EveryAnswer",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.watching.probes.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.language.LanguageOfTheAddress",
    "portal.withdrawn.Withdrawn",
    "portal.former_addresses.FormerAddresses",
    "portal.scheduled.ScheduledChanges",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.accounts.sessions.Sessions",
    "portal.uploads.UploadsFromStaffOnly",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.wrong_lookups.WrongLookups",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "portal.site.site",
            ],
        },
    },
]

# --- data ---------------------------------------------------------------------------------------------------

DATABASES = all_databases(
    env.database("DATABASE_URL") or in_a_file(DATA_DIR / "db.sqlite3"),
    env.database("REPLICA_URL"),
    env.int("DATABASE_POOL", default=0),
)
if "replica" in DATABASES:
    DATABASE_ROUTERS = ["portal.replicas.Router"]
    MIDDLEWARE.append("portal.replicas.PublicPages")

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = caches(REDIS_URL)

# Bytes of finished pages that a process keeps in front of Django (portal/page_cache); 0: none, each is made anew.
PAGE_CACHE = env.int("PAGE_CACHE_MB", default=64) * 1024 * 1024

# Whether what was rendered of an interview is stored in the database for the next reader (interviews/rendered.py).
RENDERED_PAGES = env.bool("RENDERED_PAGES", default=True)

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Development reads the files where they lie; a served site names them by their content.
_static = "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "portal.static_files.StaticFiles"
# Several nodes share a bucket for media, not a disk.
S3_BUCKET = env.str("S3_BUCKET", default="")
_bucket = S3_BUCKET and Bucket(
    S3_BUCKET,
    region=env.str("S3_REGION", default="us-east-1"),
    endpoint=env.str("S3_ENDPOINT_URL", default=""),
    key=env.str("S3_ACCESS_KEY_ID", default=""),
    secret=env.str("S3_SECRET_ACCESS_KEY", default=""),
    public=env.str("S3_PUBLIC_URL", default=""),
)
STORAGES = {
    "default": _bucket.storage if _bucket else {"BACKEND": "portal.local_media.LocalMedia"},
    "staticfiles": {"BACKEND": _static},
}
WHITENOISE_USE_FINDERS = DEBUG
# A form with five hundred segments has some seven thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# And their words: a thousand for each.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Whether files that may be costly to read are read by a process of their own (interviews/documents/apart.py).
READ_APART = env.bool("READ_APART", default=True)
# What an editor typed and did not save is offered again for so long: docs/editors.md.
DRAFTS_KEPT_DAYS = env.int("DRAFTS_KEPT_DAYS", default=90)

TAGGIT_CASE_INSENSITIVE = True

# --- letters: docs/conversation.md --------------------------------------------------------------------------

_mail = env.str("EMAIL_URL", default="")
globals().update(mail_settings(env.address("EMAIL_URL", env.email_url_config, "a mail server", default="dummymail://")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"noreply@{_site.hostname or 'localhost'}")
# A site without a mail server sends nothing, and offers nothing that would: Django 6.1 takes that for an oversight.
SILENCED_SYSTEM_CHECKS = [] if _mail else ["mail.E001"]
# A letter leads back to the site, so it needs the address too. Without it the site offers none.
SENDS_LETTERS = bool(_mail and SITE_URL)
TASKS = {"default": {"BACKEND": tasks.backend(env.str("TASKS", default="immediate"))}}

# --- language and time --------------------------------------------------------------------------------------

LANGUAGES = [("en", "English"), ("fr", "Français")]
LANGUAGE_CODE = env.one_of("LANGUAGE_CODE", [code for code, _name in LANGUAGES], default="en")
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = env.zone("TIME_ZONE", default="UTC")
USE_TZ = True

# --- the podcast feed: docs/feeds.md ---------------------------------------------------------------------

PODCAST_TITLE = env.str("PODCAST_TITLE", default="")
PODCAST_DESCRIPTION = env.str("PODCAST_DESCRIPTION", default="")
PODCAST_AUTHOR = env.str("PODCAST_AUTHOR", default="")
PODCAST_CATEGORY = env.str("PODCAST_CATEGORY", default="")
PODCAST_EXPLICIT = env.bool("PODCAST_EXPLICIT", default=False)
PODCAST_IMAGE = env.str("PODCAST_IMAGE", default="")
PODCAST_OWNER_EMAIL = env.str("PODCAST_OWNER_EMAIL", default="")
PODCAST_GUID = env.str("PODCAST_GUID", default="")

# --- who signs in: docs/trust/signin.md ----------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["portal.accounts.backend.Accounts"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "comments:questions"  # who signs in elsewhere than at the desk is a guest
# Whether editors may add a second step to their password, or must: "optional" or "required".
STAFF_SECOND_FACTOR_GIVEN = bool(env.str("STAFF_SECOND_FACTOR", default=""))
STAFF_SECOND_FACTOR = env.str("STAFF_SECOND_FACTOR", default="") or "optional"
# A session ends so long after it was last used, and in any case so many days after it began.
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_HOURS", default=72) * 3600
SESSION_DAYS = env.int("SESSION_DAYS", default=14)
# Seconds for which a letter leads to a new password.
PASSWORD_RESET_TIMEOUT = 3600
# How long it can be told who signed in and who changed accounts.
ACCOUNT_LOG_DAYS = env.int("ACCOUNT_LOG_DAYS", default=365)
# Five wrong passwords for one name from one network close that door for a while: portal/accounts/trying.py.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_HANDLER = "portal.accounts.trying.Tries"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.trying.network_address"
AXES_USERNAME_CALLABLE = "portal.accounts.trying.marked_name"
AXES_CLIENT_STR_CALLABLE = "portal.accounts.trying.nobody"
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.waiting.asked_to_wait"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# --- trust --------------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.accounts.guessed_first.GuessedFirstValidator"},
]

# Networks of one's own proxies: only they may say for whom they ask (X-Forwarded-For).
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

# Who may read the figures of a running site, and what is wrong with one: whoever has the token, or asks from there.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_NETWORKS = env.list("METRICS_NETWORKS", default=[])
# A file that whoever backs the site up touches when it is done (portal/watching/last_backup.py).
BACKUP_MARK = Path(env.str("BACKUP_MARK", default=str(DATA_DIR / "last_backup")))
# Megabytes without which a node is not ready; 0: whatever there is will do.
READY_DISK_MB = env.int("READY_DISK_MB", default=100)

# What readers write is shown to Akismet, where a key is given: docs/conversation.md.
AKISMET_KEY = env.str("AKISMET_KEY", default="")
# Whether a doubtful comment is asked for a second of its browser's work.
PROOF_OF_WORK = env.bool("PROOF_OF_WORK", default=False)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, *([_bucket.origin] if _bucket else [])],
        "media-src": [SELF, "https:", "http:"],  # a recording may lie elsewhere on the web
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # “no-referrer” would empty the Origin of a comment's form
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "portal.messages.Messages"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
if _https:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    # Balancers ask a machine by its number, without TLS.
    SECURE_REDIRECT_EXEMPT = [f"^{re.escape(path.removeprefix('/'))}$" for path in sorted(APART)]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # Only a proxy of one's own may say that a request came over https: it must set or strip this header itself.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- the log: docs/deploying.md -----------------------------------------------------------------------------

LOG_FORMAT = env.one_of("LOG_FORMAT", FORMATS, default="line")
LOG_LEVEL = env.one_of("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), default="WARNING")
# A line for each request: to standard output (-) or into a file.
ACCESS_LOG = env.str("ACCESS_LOG", default="")
_access = {
    "": {"class": "logging.NullHandler"},
    "-": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"},
}.get(ACCESS_LOG, {"class": "logging.handlers.WatchedFileHandler", "filename": ACCESS_LOG, "delay": True})

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"told": {"()": "portal.watching.lines.formatter", "kind": LOG_FORMAT, "plain": DEBUG}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "told"},
        "access": {**_access, "formatter": "told"},
    },
    # A stranger's forged Host header is answered with 400; it needs no traceback in the log each time.
    "loggers": {
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.request": {"filters": ["no_refusals"]},
        "portal.access": {"level": "INFO", "handlers": ["access"], "propagate": False},
        "axes": {"level": "ERROR"},  # what became of sign-ins is in the log of accounts
    },
    "filters": {"no_refusals": {"()": "portal.logs.NoRefusals"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
