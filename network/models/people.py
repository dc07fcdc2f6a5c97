"""Accounts. Reading needs none."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.password_validation import validate_password
from django.db import models
from django.db.models import Q
from django.db.models.constraints import UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from network.models.triggers import an_administrator_stays


class AccountManager(UserManager["User"]):
    """Makes accounts."""

    # No migration makes an account.
    use_in_migrations = False

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **given: Any,  # noqa: ANN401  Django's own signature
    ) -> "User":
        """Make an administrator, whose password follows the rules: `createsuperuser` would let them be passed by.

        Raises:
            ValidationError: the password is easily guessed.

        """
        if password is not None:
            validate_password(password, self.model(username=username, email=email or ""))
        return super().create_superuser(username, email, password, **given)


class User(AbstractUser):
    """Someone who may sign in: a facilitator, or an administrator. Our own, so that accounts can grow."""

    # What she is written to in: that of the page where she first signed in, until she says another.
    language = models.CharField(_("langue des messages"), max_length=5, choices=settings.LANGUAGES, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        triggers = [an_administrator_stays()]
        constraints = [
            UniqueConstraint(
                Lower("email"),
                name="account_email_is_ones_own",
                condition=~Q(email=""),
                violation_error_message=_("Un autre compte a déjà cette adresse e-mail."),
            ),
            models.CheckConstraint(
                name="account_language_is_ours",
                condition=models.Q(language__in=["", *(code for code, _name in settings.LANGUAGES)]),
            ),
        ]
