"""All settings, in one typed file: a bare checkout runs, a wrong production value stops at boot.

Every variable read from the environment is described in `docs/settings.md`; a test compares the two.
"""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
import pghistory
from corsheaders.defaults import default_headers
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# Security -------------------------------------------------------------------------------------------

DEBUG: bool = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS: bool = env.bool("HTTPS", default=False)

_BARE_SECRET_KEY = "insecure-and-only-good-on-this-machine"  # noqa: S105  refused below for any public host
SECRET_KEY: str = env.str("SECRET_KEY", default=_BARE_SECRET_KEY)
# Those that it had before: what they signed and sealed is still read.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
IS_PUBLIC = bool(set(ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"})
if SECRET_KEY == _BARE_SECRET_KEY and IS_PUBLIC:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set, and ALLOWED_HOSTS names a public host. "
        "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.refusals.stale"

# Who answers for the site: its legal notice says so, and says what is missing.
PUBLISHER: str = env.str("PUBLISHER", default="")
PUBLISHER_ADDRESS: str = env.str("PUBLISHER_ADDRESS", default="")
PUBLISHING_DIRECTOR: str = env.str("PUBLISHING_DIRECTOR", default="")
HOSTED_BY: str = env.str("HOSTED_BY", default="")
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", default="")
if CONTACT_EMAIL and not re.fullmatch(r"[^\s@<>?&]+@[^\s@<>?&]+\.[^\s@<>?&]+", CONTACT_EMAIL):
    raise ImproperlyConfigured(f"CONTACT_EMAIL is {CONTACT_EMAIL!r}, which is not an e-mail address.")

# Mails of the outbox (ADR 0037): where their links lead, and whom they may reach. Untold, a site reaches nobody.
PUBLIC_URL: str = env.str("PUBLIC_URL", default="") or next(
    (f"{'https' if HTTPS else 'http'}://{name}" for name in ALLOWED_HOSTS if name.strip(".*")), "http://localhost"
)
PUBLIC_URL = PUBLIC_URL.rstrip("/")
if urlsplit(PUBLIC_URL).scheme not in {"http", "https"} or not urlsplit(PUBLIC_URL).netloc:
    raise ImproperlyConfigured(f"PUBLIC_URL is {PUBLIC_URL!r}. It is the address of the site: https://example.org.")
# Where the telephones of a room without internet find this machine (ADR 0072): `bin/serve --room` sets it.
ROOM_URL: str = env.str("ROOM_URL", default="")
ROOM_URL = ROOM_URL.rstrip("/")
if ROOM_URL and (urlsplit(ROOM_URL).scheme not in {"http", "https"} or not urlsplit(ROOM_URL).netloc):
    raise ImproperlyConfigured(f"ROOM_URL is {ROOM_URL!r}. It is an address such as http://192.168.1.20:8000.")
# Whether the worker speaks first: reminders and weekly letters. Otherwise they are commands, for cron.
REMINDERS: bool = env.bool("REMINDERS", default=False)
# Whether the worker asks the sites that listings name if they still answer: the public site does, its copies do not.
CHECK_LINKS: bool = env.bool("CHECK_LINKS", default=IS_PUBLIC)
MAIL_RECIPIENTS: list[str] = [name.lower() for name in env.list("MAIL_RECIPIENTS", default=[])]
if strange := [name for name in MAIL_RECIPIENTS if name != "*" and "@" not in name]:
    raise ImproperlyConfigured(f"MAIL_RECIPIENTS has {strange}. It holds addresses, domains (@example.org), or *.")

# Applications ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "frontend",
    "api",
    "network",
    "places",
    "network.accounts.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "corsheaders",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "leaflet",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.caution.EncodingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.front.FrontMiddleware",
    "config.replicas.reading.ReplicaMiddleware",
    "frontend.site.kept.KeptMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "config.caution.ConditionalMiddleware",
    "config.leaving.LeavingMiddleware",
    "config.outage.SecondTryMiddleware",
    "config.caution.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.refusals.MethodMiddleware",
]

ROOT_URLCONF = "config.urls"
# Debian 12's GDAL cannot fence file access; we read no raster and no file that a visitor sends.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "network.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["config.templates.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Argon2 at the cost that OWASP asks for: a seventh of the time of PBKDF2 for us, and 19 MiB for each guess of a thief.
# What was hashed otherwise is hashed anew when its owner signs in. See ADR 0020.
PASSWORD_HASHERS = ["network.accounts.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "network.accounts.passwords.GuessableWordsValidator"},
]

# Signing in by a code that comes by e-mail (ADR 0036). Nobody signs up: accounts come by invitation.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
ACCOUNT_ADAPTER = "frontend.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Some mail servers make a sender they do not know come back after a quarter of an hour.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# Its limits lock out, and take a room behind one address for an attack: ours slow down (network/accounts/attempts.py).
ACCOUNT_RATE_LIMITS = False

# Keys of devices are enough to sign in; the admin asks for a second factor: a key, or an application on a telephone.
MFA_ADAPTER = "frontend.accounts.keys.KeyAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The device asks who holds it each time: a key that is left plugged in opens nothing by a touch.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = False
MFA_TOTP_TOLERANCE = 1
# A browser gives its keys to HTTPS alone, or to the machine itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PUBLIC

# What one form may hold. The largest of ours is a place with a hundred memberships, and the border of a territory.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1500
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# A photo, one at a time; what it may weigh, `places.pictures` says.
DATA_UPLOAD_MAX_NUMBER_FILES = 1

# Database -------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default="postgis:///croisee", engine="django.contrib.gis.db.backends.postgis")
    # Each thread of the server keeps its connection, and tries it before a request: see ADR 0019.
    | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
}
# A host that has vanished is given up after some seconds, and not after the minutes that the system would wait.
_PATIENCE = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
DATABASES["default"]["OPTIONS"] = _PATIENCE | DATABASES["default"].get("OPTIONS", {})
# Copies of it, which answer who only reads (`config/replicas/`). A replica refuses to write, and so does one that has
# been promoted since; one that does not answer is given up sooner, for another does.
_READING = _PATIENCE | {
    "connect_timeout": 2,
    "tcp_user_timeout": 5000,
    "options": "-c default_transaction_read_only=on",
}
for _number, _url in enumerate(env.list("DATABASE_REPLICAS", default=[]), start=1):
    _replica = env.db_url_config(_url, engine=DATABASES["default"]["ENGINE"])
    _replica["OPTIONS"] = _READING | _replica.get("OPTIONS", {})
    DATABASES[f"replica_{_number}"] = DATABASES["default"] | _replica | {"TEST": {"MIRROR": "default"}}
DATABASE_REPLICAS = [alias for alias in DATABASES if alias != "default"]

# What one request may ask of the database (`config/limits.py`); commands have none of it.
DATABASE_LIMITS: dict[str, str] = {
    "statement_timeout": f"{env.int('STATEMENT_TIMEOUT', default=10)}s",
    "lock_timeout": f"{env.int('LOCK_TIMEOUT', default=3)}s",
    "idle_in_transaction_session_timeout": f"{env.int('IDLE_IN_TRANSACTION_TIMEOUT', default=30)}s",
    # A statement does not go on for a process that is gone.
    "client_connection_check_interval": "1s",
}

# Who waits for changes (`Prefer: wait`) holds a thread of the server: one of each process is for the others.
MOST_WAITING = env.int("WEB_THREADS", default=2) - 1

# Where the process that tells open pages what moved takes their connections over (`config/live/`).
LIVE_SOCKET: str = env.str("LIVE_SOCKET", default=str(BASE_DIR / "var" / "live"))

# The verbs sign every change (who, by which door); the tables of events take no update and no delete.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_BASE_MODEL = "places.log.event.Event"
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_ADMIN_LIST_DISPLAY = ["pgh_created_at", "pgh_obj_model", "pgh_obj_id", "pgh_label", "user", "door"]

# Caches ---------------------------------------------------------------------------------------------

CACHES = {
    # Shared by all processes, on every machine: whatever counts or remembers for the whole site. A migration makes its
    # table; what has expired makes room when there are too many.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Of one process: drawings of the map, which each draws alike and reads at every page.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "process",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    # Of one process too: pages as they were sent, most of some kilobytes (`frontend/site/kept.py`).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
    # Of one process too: what a room sent, card by card, as the queue of who reads it shows them (2 kB each).
    "cards": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "cards",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# Language and time ----------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
# Each is written in itself, for those who read it.
LANGUAGES = [("fr", "Français"), ("en", "English")]
TIME_ZONE: str = env.str("TIME_ZONE", default="Europe/Paris")
USE_TZ = True
# The country whose public holidays "PH" means in opening hours (ISO 3166-1 alpha-2).
HOLIDAYS_COUNTRY: str = env.str("HOLIDAYS_COUNTRY", default="FR")

# Files ----------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))()
# What is asked for at the root, whatever a page says: the icon.
WHITENOISE_ROOT = BASE_DIR / "frontend" / "root"
# Photos of places: a folder, or a bucket of a store that speaks S3, with django-storages.
PHOTOS_BUCKET: str = env.str("PHOTOS_BUCKET", default="")
PHOTOS_ENDPOINT: str = env.str("PHOTOS_ENDPOINT", default="")
if PHOTOS_BUCKET and not find_spec("storages"):
    raise ImproperlyConfigured("PHOTOS_BUCKET needs django-storages: pip install 'django-storages[s3]'.")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "photos": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": PHOTOS_BUCKET, "endpoint_url": PHOTOS_ENDPOINT or None, "file_overwrite": True},
    }
    if PHOTOS_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("PHOTOS_ROOT", default=str(BASE_DIR / "var" / "photos")), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Source maps are big and only developers read them: compressing them took most of the first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
# What is loaded at each start. Paths that are not whole begin at the code.
TERRITORIES = [BASE_DIR / folder for folder in env.list("TERRITORIES", default=["fixtures/lozere"])]

# How many places a browser is given whole, and filters by itself; of more, pages and maps show a part at a time
# (`docs/adr/0078-a-country-a-page-at-a-time.md`).
WHOLE_DIRECTORY: int = env.int("WHOLE_DIRECTORY", default=5000)

# API ------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Croisée",
    "TAGS": [
        {"name": name}
        for name in (
            "places",
            "memberships",
            "verifications",
            "vouches",
            "suggestions",
            "networks",
            "communes",
            "territories",
            "overlap",
            "kinds",
            "services",
            "families",
            "me",
        )
    ],
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.introduce",
    ],
    "ENUM_NAME_OVERRIDES": {
        "OverlapStateEnum": "network.choices.State",
        "OpeningStateEnum": ["open", "closed", "unknown"],
        "SideEnum": "network.choices.SideName",
        "ReportedEnum": "network.choices.Reported",
        "EventKindEnum": "api.overlap.serializers.EVENTS",
        "RuleNameEnum": ["membership", "presence", "distance"],
        "PrecisionEnum": "places.choices.Precision",
        "DatePrecisionEnum": "places.choices.DatePrecision",
    },
    "APPEND_COMPONENTS": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    # Everything comes from here: Redoc would fetch its fonts and its makers' logo from outside.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": False, "validatorUrl": None, "displayRequestDuration": True},
    "SCHEMA_PATH_PREFIX": "/api/v[0-9]+",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
CORS_ALLOW_ALL_ORIGINS = True
# The files of the map too: in a sandboxed frame, ours is the origin of nobody.
CORS_URLS_REGEX = r"^/(api/|ogc(/|$)|oembed$|healthz$|annuaire\.json$|fond-de-carte\.geojson$|communes\.geojson$)"
# No cookie crosses: from another site, one writes with a token.
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PATCH", "DELETE"]
CORS_ALLOW_HEADERS = [*default_headers, "idempotency-key", "if-match", "if-modified-since", "if-none-match", "prefer"]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "Croisee-Around",
    "Croisee-Left-Out",
    "Croisee-Limit",
    "Croisee-Understood",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "Preference-Applied",
    "Retry-After",
]

# Map ------------------------------------------------------------------------------------------------

# The project's own basemap is always there; these are laid over it when they can be reached.
_TILES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "Plan IGN",
        "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=normal&TILEMATRIXSET=PM"
        "&FORMAT=image/png&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2"
        "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        {"attribution": "© IGN, Géoplateforme", "maxZoom": 19},
    ),
    (
        "OpenStreetMap",
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        {
            "attribution": '© <a href="https://www.openstreetmap.org/copyright" rel="external">OpenStreetMap</a>',
            "maxZoom": 19,
        },
    ),
]
# The page of a place shows streets of one of them, fetched from its makers by whoever looks; of none unless chosen.
_STREETS = {"": None, "ign": _TILES[0], "osm": _TILES[1]}
_street_tiles: str = env.str("STREET_TILES", default="").lower()
if _street_tiles not in _STREETS:
    raise ImproperlyConfigured(f"STREET_TILES is {_street_tiles!r}. It may be 'ign', 'osm', or nothing at all.")
STREET_TILES: tuple[str, str, dict[str, Any]] | None = _STREETS[_street_tiles]
LEAFLET_CONFIG = {
    "TILES": _TILES,
    "ATTRIBUTION_PREFIX": False,
    "RESET_VIEW": False,
    "SCALE": "metric",
    "MIN_ZOOM": 6,
    "MAX_ZOOM": 19,
    "NO_GLOBALS": True,
    # Leaflet guesses where its images are from its stylesheet, whose name here ends in a digest.
    "FORCE_IMAGE_PATH": True,
}

# What a page may load: our own files, scripts written in it under this request's nonce, and the tiles above.
_TILE_HOSTS = ["{0.scheme}://{0.netloc}".format(urlsplit(url)) for _name, url, _options in _TILES]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *_TILE_HOSTS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Mail -----------------------------------------------------------------------------------------------

# Without a server, letters are printed where the site runs.
_EMAIL: dict[str, Any] = env.email_url_config(env.str("EMAIL_URL", default="") or "consolemail://")
EMAIL_BACKEND: str = _EMAIL["EMAIL_BACKEND"]
EMAIL_HOST: str = _EMAIL["EMAIL_HOST"]
EMAIL_PORT: int = _EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER: str = _EMAIL["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD: str = _EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS: bool = _EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="") or CONTACT_EMAIL or "croisee@localhost"

# Logs go to standard error, for the process manager to keep.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # It tells of each client who leaves, and of each question that waits for a thread.
    "loggers": {"waitress": {"level": "ERROR"}},
}
