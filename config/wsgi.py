"""What the web server calls: the whole site, with a limit on what one request may ask of the database."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.limits import limit_each_connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
limit_each_connection()
# All that pages are made of is read now, lest the first visitor wait for it.
get_resolver().url_patterns  # noqa: B018
