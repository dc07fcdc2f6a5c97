"""Puts our own site in the place of Django's admin."""

from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    """The admin, with the door that `site.py` gives it."""

    default_site = "network.accounts.site.DirectoryAdmin"
