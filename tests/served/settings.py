"""The site's own settings, with the views that try its server."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.served.urls"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
