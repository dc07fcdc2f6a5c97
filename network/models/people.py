"""Accounts. Reading needs none."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who may sign in: a facilitator, or an administrator. Our own, so that accounts can grow."""

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
