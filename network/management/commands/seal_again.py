"""Seals under today's SECRET_KEY what was sealed under those before; then SECRET_KEY_FALLBACKS may be emptied."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from network.accounts.sealing import BrokenSealError, seal_again


class Command(BaseCommand):
    """Seal the secrets of applications again."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Seal those that can be read; name whose cannot.

        Raises:
            CommandError: some were sealed under a key that is not known any more.

        """
        lost = [kept.user.get_username() for kept in self._kept() if not _is_sealed_again(kept.pk)]
        if lost:
            raise CommandError(
                f"Sealed under a key that is not known any more: {', '.join(lost)}. Put that key into "
                "SECRET_KEY_FALLBACKS and run this again, or run bin/manage forget_second_factor for each."
            )
        self.stdout.write(f"{self._kept().count()} sealed under the SECRET_KEY of today.")

    @staticmethod
    def _kept() -> Any:  # noqa: ANN401  a queryset of allauth, which carries no types
        return Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user").order_by("pk")


def _is_sealed_again(key: int) -> bool:
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().get(pk=key)
        try:
            kept.data["secret"] = seal_again(kept.data["secret"])
        except BrokenSealError:
            return False
        kept.save(update_fields=["data"])
        return True
