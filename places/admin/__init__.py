"""The admin of places, words and land: what Django finds here is registered by being imported."""

from django.contrib import admin

from places.admin import land, words  # noqa: F401
from places.log.admin import ChangeAdmin
from places.models import Change

admin.site.register(Change, ChangeAdmin)
