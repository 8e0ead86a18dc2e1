"""Settings of the site: defaults that run on a laptop; what is read from outside stands in the README."""

from __future__ import annotations

import os
import secrets
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from briastudio import exposure
from briastudio.environment import (
    close_to_others,
    ensure_folder,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_secret,
    env_str,
    env_text,
    is_private_way,
    parse_networks,
    web_threads,
)
from briastudio.services import caches, databases, storages
from imagefiles import room

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = Path(env_str("STUDIO_DATA", str(BASE_DIR / "data"))).resolve()
os.umask(0o077)  # people's photos: nobody but the owner reads what any process of the site writes
ensure_folder(DATA)
close_to_others(DATA)

# numba writes what it compiles here; without it every process would compile for half a minute.
os.environ.setdefault("NUMBA_CACHE_DIR", str(DATA / "numba"))

SECRET_KEY = env_secret("STUDIO_SECRET_KEY", DATA / "secret", lambda: secrets.token_urlsafe(50))
DEBUG = env_bool("STUDIO_DEBUG", False)
HTTPS = env_bool("STUDIO_HTTPS", False)
ALLOWED_HOSTS = env_list("STUDIO_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", *exposure.names(exposure.host())])
CSRF_TRUSTED_ORIGINS = [f"{'https' if HTTPS else 'http'}://{host}" for host in ALLOWED_HOSTS]
# The embedded engine's name inside this process; the reserved domain leads nowhere.
ENGINE_HOST = "engine.studio.internal"
ALLOWED_HOSTS.append(ENGINE_HOST)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "briastudio",
    "editor",
    "engine",
    "accounts",
]

MIDDLEWARE = [
    "briastudio.logs.RequestIds",
    "briastudio.guards.InternalHost",
    "django.middleware.security.SecurityMiddleware",
    "briastudio.guards.PrivateAnswers",
    "briastudio.cors.CrossOrigin",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "editor.middleware.BusyAnswers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "briastudio.engine_site.urls" if env_bool("STUDIO_ENGINE_ONLY", False) else "briastudio.urls"
WSGI_APPLICATION = "briastudio.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "csp.context_processors.nonce",
                "editor.words.context",
                "accounts.context.account",
            ]
        },
    }
]

DATABASES = {"default": databases.configure(env_secret("DATABASE_URL"), DATA)}
REDIS_URL = env_secret("REDIS_URL")
CACHES = {"default": caches.configure(REDIS_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Each worker has a thread for each queue. What takes a moment has one of its own, so that it waits for nothing long.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "quick"]}}
JOB_LEASE_SECONDS = env_int("STUDIO_JOB_LEASE", 6)  # a killed worker's job is taken up again within lease x 1.5
STUDIO_WORKERS = env_int("STUDIO_WORKERS", 1)
# Of one session, or of one token of the API: how many jobs may wait, as many as photos may come at once, and how many
# are worked on at the same time.
WAITING_JOBS = env_int("STUDIO_WAITING_JOBS", 500)
RUNNING_JOBS = env_int("STUDIO_RUNNING_JOBS", 2)
# Days without a visit after which a visitor's pictures go, their session having ended before that; 0: never.
PICTURE_DAYS = env_int("STUDIO_PICTURE_DAYS", 400)
QUOTA_BYTES = env_int("STUDIO_QUOTA_MB", 20_000) * 1_000_000  # that the files of one session, or of one token, may have
FREE_BYTES = env_int("STUDIO_FREE_MB", 500) * 1_000_000  # of the disk that are left to others, the database above all
STUDIO_WARM_UP = True  # whether workers compile what the engine needs before a person waits for it

MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700  # whatever the umask
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA / "static"
COLLECTED = env_str("STUDIO_COLLECTED", "")  # a folder of static files that are collected already, as in an image
BUCKET = storages.Bucket(
    env_str("S3_BUCKET", ""),
    env_str("S3_ENDPOINT", ""),
    env_str("S3_REGION", ""),
    env_secret("S3_ACCESS_KEY"),
    env_secret("S3_SECRET_KEY"),
)
SIGNED_ADDRESSES = env_bool("S3_SIGNED_ADDRESSES", False)  # whether downloads lead to the bucket itself
ACCEL_PATH = env_str("STUDIO_ACCEL_PATH", "").rstrip("/")  # under which the proxy has the folder of files
STORAGES = {
    "default": storages.configure(env_secret("STORAGE_URL"), BUCKET),
    "staticfiles": {"BACKEND": "briastudio.staticfiles.StaticStorage"},
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("he", "עברית")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # seconds
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

SESSION_COOKIE_AGE = 365 * 24 * 3600  # seconds; the pictures belong to the session
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked from this machine, past the proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = env_bool("STUDIO_HSTS_PRELOAD", False)  # browsers take years to forget it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

UPLOAD_BYTES = 12_000_000  # Bria's own limit for an input image, and so the API's; the studio makes larger ones smaller
UPLOAD_PIXELS = 50_000_000
PHOTO_BYTES = env_int("STUDIO_UPLOAD_MB", 64) * 1_000_000  # of a photo in the editor: phones write up to 30 MB
RESULT_PIXELS = 8192 * 8192
# Bytes for pictures that are decoded or encoded, of all processes on this data folder together.
DECODING_BYTES = env_int("STUDIO_DECODING_MB", room.default_size() // 1_000_000) * 1_000_000
LARGE_JOB_PATIENCE = 3600  # seconds that a job on one of the largest pictures waits for its turn
DECODING_PATIENCE = 20  # seconds that somebody waits for them; a worker waits longer
DATA_UPLOAD_MAX_MEMORY_SIZE = 40_000_000  # JSON bodies carry images as base64
FILE_UPLOAD_MAX_MEMORY_SIZE = 13_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # that a browser without script sends at once; the bytes of all are limited besides

# Hours that results of v1 and v2 can be fetched; Bria keeps images of v2 for three days, and those of v1's sibling
# routes for an hour.
RESULT_HOURS = {1: env_int("STUDIO_V1_RESULT_HOURS", 1), 2: env_int("STUDIO_V2_RESULT_HOURS", 72)}
REQUEST_DAYS = env_int("STUDIO_REQUEST_DAYS", 30)  # days that the status of a request can be asked for
VISUAL_DAYS = env_int("STUDIO_VISUAL_DAYS", 30)  # days since its last use that a registered image is kept
RATE_LIMIT = env_int("STUDIO_RATE_LIMIT", 0)  # calls a minute of one token to one route; 0: any number
STUDIO_MODERATION = env_str("STUDIO_MODERATION", "")  # the operator's own policy, see engine/moderation.py
CORS_ORIGINS = env_list("STUDIO_CORS_ORIGINS", [])  # sites whose pages may call the API, such as https://example.com
WEBHOOK_HOSTS = env_list("STUDIO_WEBHOOK_HOSTS", [])  # host:port of webhooks that may lie in the own network
SYNC_SECONDS = env_int("STUDIO_SYNC_SECONDS", 120)  # the longest that a synchronous call waits for a worker
SYNC_CALLS = max(1, web_threads() * 3 // 4)  # calls that wait at the same time; pages and status polls have the rest
PREVIEWS = max(1, web_threads() // 4)  # that one person may wait for at the same time, of one web process
FETCHES = max(1, web_threads() // 4)  # addresses that are fetched at the same time; a slow server holds a thread
REQUESTS_PER_ADDRESS = env_int("STUDIO_REQUESTS_PER_ADDRESS", 64)  # under way at the same time, of one web process

# The weights that come with the installation: `make` and `manage.py models fetch` bring them.
STUDIO_WEIGHTS = Path(env_str("STUDIO_WEIGHTS", str(Path(sys.prefix) / "share" / "bria-studio" / "weights"))).resolve()
STUDIO_MODELS = DATA / "models"  # a person's own models, described by models.toml; see docs/models.md
STUDIO_MODEL_THREADS = 0  # that a model computes with; 0 is one per core

BRIA_API_URL = env_str("BRIA_API_URL", "")
BRIA_API_TOKEN = env_secret("BRIA_API_TOKEN", DATA / "bria_api_token")
METRICS_KEY = env_secret("STUDIO_METRICS_KEY", DATA / "metrics_key")  # for /metrics; none: this machine alone
STUDIO_PUBLIC_URL = env_str("STUDIO_PUBLIC_URL", "")
STUDIO_HIDDEN_ATTRIBUTES = env_list("STUDIO_HIDDEN_ATTRIBUTES", [])

# Accounts. Their tables are there in any case, so that a backup is whole; all else only where it is asked for.
ACCOUNTS = env_bool("STUDIO_ACCOUNTS", False)
FIRST_ACCOUNT = env_text("STUDIO_FIRST_ACCOUNT")
FIRST_ACCOUNT_PASSWORD = env_text("STUDIO_FIRST_ACCOUNT_PASSWORD")
TOKENS_ONLY = ACCOUNTS  # whether the API takes no unknown token, not even from this machine
# A header by which a proxy says who somebody is, and the proxies that are believed.
REMOTE_USER_HEADER = env_str("STUDIO_REMOTE_USER_HEADER", "")
TRUSTED_PROXIES = parse_networks(env_list("STUDIO_TRUSTED_PROXIES", []))
if "_" in REMOTE_USER_HEADER:
    raise ImproperlyConfigured(
        "STUDIO_REMOTE_USER_HEADER has an underscore, with which no header arrives: write a dash."
    )
if REMOTE_USER_HEADER and not (ACCOUNTS and TRUSTED_PROXIES):
    raise ImproperlyConfigured(
        "STUDIO_REMOTE_USER_HEADER needs STUDIO_ACCOUNTS=1, and STUDIO_TRUSTED_PROXIES to name who may send it."
    )
# An OpenID provider that people sign in by: its name on the page, its issuer, and who the studio is to it.
OIDC_ISSUER = env_str("STUDIO_OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = env_str("STUDIO_OIDC_NAME", "OpenID Connect")
OIDC_CLIENT_ID = env_str("STUDIO_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env_text("STUDIO_OIDC_CLIENT_SECRET")
OIDC_USERNAME_CLAIM = env_str("STUDIO_OIDC_USERNAME_CLAIM", "preferred_username")
if OIDC_ISSUER and not is_private_way(OIDC_ISSUER):
    raise ImproperlyConfigured("STUDIO_OIDC_ISSUER must be an address of https.")
if OIDC_ISSUER and not (ACCOUNTS and OIDC_CLIENT_ID):
    raise ImproperlyConfigured("STUDIO_OIDC_ISSUER needs STUDIO_ACCOUNTS=1 and STUDIO_OIDC_CLIENT_ID.")
if OIDC_ISSUER and find_spec("authlib") is None:
    raise ImproperlyConfigured("STUDIO_OIDC_ISSUER needs a package: pip install '.[oidc]'")
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "accounts.backends.ProxyBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL = "sign_in", "start"
# Wrong passwords for one name from one address, and the hours for which that address is not asked about it any more.
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME = 10, 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.read_client_address"
AXES_WHITELIST_CALLABLE = "accounts.backends.is_no_password"
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.refuse_guesses"
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = AXES_VERBOSE = False
AUDIT_DAYS = env_int("STUDIO_AUDIT_DAYS", 365)  # that entries of the audit log are kept; 0: for ever
ACCOUNT_APPS = ["django.contrib.admin.apps.SimpleAdminConfig", "django.contrib.messages", "axes"]
ACCOUNT_CONTEXT = [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
ACCOUNT_MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.ProxySignIn",
    "accounts.middleware.SignInRequired",
    "axes.middleware.AxesMiddleware",
]
ACCOUNT_URLCONF = "briastudio.urls_with_accounts"
ACCOUNT_SESSIONS = "accounts.sessions"
if ACCOUNTS:
    INSTALLED_APPS += ACCOUNT_APPS
    MIDDLEWARE += ACCOUNT_MIDDLEWARE
    TEMPLATES[0]["OPTIONS"]["context_processors"] += ACCOUNT_CONTEXT
    ROOT_URLCONF = ACCOUNT_URLCONF
    SESSION_ENGINE = ACCOUNT_SESSIONS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{levelname} {name}:{ids} {message}", "style": "{"},
        "json": {"()": "briastudio.logs.JsonFormatter"},
    },
    "filters": {
        "redact": {"()": "bria.RedactingFilter", "secrets": [BRIA_API_TOKEN, OIDC_CLIENT_SECRET, METRICS_KEY]},
        "ids": {"()": "briastudio.logs.AddIds"},
        "strangers": {"()": "briastudio.strangers.StrangersFilter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env_choice("STUDIO_LOG", "text", ["json"]),
            "filters": ["strangers", "redact", "ids"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
