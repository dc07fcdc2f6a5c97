"""What the web server calls: the whole site, with a limit on what one request may ask of the database."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.heads import without_body
from config.limits import limit_each_connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = without_body(get_wsgi_application())
limit_each_connection()
# All that pages are made of is read now, lest the first visitor wait for it.
get_resolver().url_patterns  # noqa: B018

# What browsers keep is written beside the first requests, where it is not there from before.
import_module("frontend.offline.keeping").write_what_is_due()
