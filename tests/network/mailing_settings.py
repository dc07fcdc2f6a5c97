"""The site's own settings, with the mail server of a test."""

import os

from config.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["OFFICE"])
MAIL_RECIPIENTS = ["*"]
