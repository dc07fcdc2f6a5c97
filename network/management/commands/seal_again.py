"""Seals under today's SECRET_KEY what was sealed under those before, and has it stand for addresses; see operations."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from network.accounts.sealing import BrokenSealError, seal_again
from network.models import User, Webhook
from network.services import rename_addresses
from places.models import Place


class Command(BaseCommand):
    """Seal the secrets of applications again."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Seal those that can be read; name whose cannot.

        Raises:
            CommandError: some were sealed under a key that is not known any more.

        """
        if count := rename_addresses(_addresses()):
            self.stdout.write(f"{count} rows about addresses bear the SECRET_KEY of today.")
        lost = [kept.user.get_username() for kept in self._kept() if not _is_sealed_again(kept.pk)]
        if lost:
            raise CommandError(
                f"Sealed under a key that is not known any more: {', '.join(lost)}. Put that key into "
                "SECRET_KEY_FALLBACKS and run this again, or run bin/manage forget_second_factor for each."
            )
        if unread := [each.name for each in Webhook.objects.order_by("pk") if not _is_call_sealed_again(each.pk)]:
            self.stderr.write(f"Secrets of calls that nobody can read any more, to be made anew: {', '.join(unread)}.")
        self.stdout.write(f"{self._kept().count()} sealed under the SECRET_KEY of today.")

    @staticmethod
    def _kept() -> Any:  # noqa: ANN401  a queryset of allauth, which carries no types
        return Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user").order_by("pk")


def _addresses() -> set[str]:
    """The addresses that mails may go to: of places, and of accounts."""
    places = Place.objects.exclude(email=None).values_list("email", flat=True)
    return {*filter(None, places), *User.objects.exclude(email="").values_list("email", flat=True)}


def _is_call_sealed_again(key: int) -> bool:
    with transaction.atomic():
        kept = Webhook.objects.select_for_update(of=["self"]).get(pk=key)
        try:
            kept.secret = seal_again(kept.secret)
            kept.former_secret = seal_again(kept.former_secret) if kept.former_secret else None
        except BrokenSealError:
            return False
        kept.save(update_fields=["secret", "former_secret"])
        return True


def _is_sealed_again(key: int) -> bool:
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().get(pk=key)
        try:
            kept.data["secret"] = seal_again(kept.data["secret"])
        except BrokenSealError:
            return False
        kept.save(update_fields=["data"])
        return True
