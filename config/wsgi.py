"""What the web server calls: the whole site, with a limit on what one request may ask of the database."""

import os

from django.core.wsgi import get_wsgi_application

from config.limits import limit_each_connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
limit_each_connection()
