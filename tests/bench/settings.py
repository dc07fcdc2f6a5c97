"""The site's own settings, with the two views that it is measured against."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "rest_framework_gis"]  # noqa: F405
