"""Calls the addresses that asked for it: in the order of the log, one message at a time, with growing delays.

As with mails, what is told and how far it goes are written in one transaction, and the address is spoken to outside of
any. Who dies meanwhile is found dead when the message's time is up, and it is sent again under the same `webhook-id`.
"""

from collections.abc import Mapping
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.sealing import BrokenSealError, unseal
from network.choices import Sent
from network.importing.fetching import Unfetched, post
from network.models import Delivery, Webhook
from network.services.alerts import last_position
from network.services.webhooks import turn_off
from network.webhooks.signing import new_id, signed
from network.webhooks.telling import CHANGED, message_for, moved_since, written

# After each try that failed, how long until the next, as the standard has it; after the last, it is turned off.
DELAYS = [timedelta(seconds=5), *(timedelta(minutes=minutes) for minutes in (5, 30, 120, 300, 600, 840, 1200, 1440))]
GIVEN = timedelta(minutes=2)
# What was told is kept for so long, and so many of each.
KEPT, MOST_KEPT = timedelta(days=30), 200
_GONE = 410
# Messages that leave before one looks again at what is new.
_AT_ONCE = 50
_AGENT = "Croisee-webhook"


def tell_webhooks() -> int:
    """Write what is new for each address that is called, and send what is due; tell how many were taken."""
    if not Webhook.objects.exists():
        return 0
    last = last_position()
    for key in Webhook.objects.filter(why_off=None, position__lt=last).values_list("pk", flat=True):
        _write(key)
    return sum(_deliver(delivery) for delivery in islice(iter(_take, None), _AT_ONCE))


def forget_deliveries() -> int:
    """Forget what was told long ago, and all but the last of each address; tell how many."""
    done = Delivery.objects.exclude(state=Sent.WAITING)
    count = done.filter(made_at__lt=timezone.now() - KEPT).delete()[0]
    for webhook in Webhook.objects.all():
        kept = webhook.deliveries.order_by("-pk").values_list("pk", flat=True)[:MOST_KEPT]
        count += done.filter(webhook=webhook).exclude(pk__in=list(kept)).delete()[0]
    return count


def _write(key: int) -> None:
    """Write what one address is told next, unless it still has to take what it was told."""
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update(skip_locked=True, of=["self"]).filter(pk=key, why_off=None).first()
        if webhook is None or webhook.deliveries.filter(state=Sent.WAITING, kind=CHANGED).exists():
            return
        moved = moved_since(webhook.position)
        if message := message_for(webhook, moved):
            Delivery.objects.create(webhook=webhook, message_id=new_id(), kind=CHANGED, body=written(message))
        Webhook.objects.filter(pk=key).update(position=moved.position)


def _take() -> Delivery | None:
    """Take the message that is due since longest, for this process alone; None when nothing is."""
    due = Delivery.objects.filter(state=Sent.WAITING, due_at__lte=timezone.now(), webhook__why_off=None)
    with transaction.atomic():
        mine = due.select_for_update(skip_locked=True, of=["self"]).select_related("webhook").order_by("due_at", "pk")
        if delivery := mine.first():
            delivery.tries, delivery.due_at = delivery.tries + 1, timezone.now() + GIVEN
            delivery.save(update_fields=["tries", "due_at"])
        return delivery


def _deliver(delivery: Delivery) -> bool:
    """Call the address, and note what it said. Any 2xx is a yes."""
    now = timezone.now()
    try:
        headers = signed(delivery.message_id, int(now.timestamp()), delivery.body, secrets_of(delivery.webhook))
        more = {"Content-Type": "application/json", "User-Agent": _AGENT}
        status, said = post(delivery.webhook.url, delivery.body.encode(), headers | more)
    except BrokenSealError:
        turn_off(webhook=delivery.webhook, why=_("Le secret ne peut plus être lu : faites-en un autre."))
        return False
    except Unfetched as error:
        status, said = None, str(error)
    is_taken = status is not None and status // 100 == 2  # noqa: PLR2004  two hundred and some
    told = {"status": status, "said": said[:200], "tried_at": now}
    if is_taken:
        _settle(delivery, state=Sent.TAKEN, **told)
    else:
        _try_later(delivery, told, is_over=status == _GONE)
    return is_taken


def _try_later(delivery: Delivery, told: Mapping[str, object], *, is_over: bool) -> None:
    """Wait for the next try; after the last, turn the address off: what it missed is in the log."""
    if is_over or delivery.tries > len(DELAYS):
        _settle(delivery, state=Sent.LOST, **told)
        gone, silent = (
            _("L’adresse répond qu’elle n’existe plus (410)."),
            _("L’adresse ne répond plus depuis trois jours."),
        )
        turn_off(webhook=delivery.webhook, why=gone if is_over else silent)
    else:
        _settle(delivery, due_at=timezone.now() + DELAYS[delivery.tries - 1], **told)


def _settle(delivery: Delivery, **told: object) -> None:
    """Write what became of it, unless another process took it meanwhile."""
    Delivery.objects.filter(pk=delivery.pk, state=Sent.WAITING, tries=delivery.tries).update(**told)


def secrets_of(webhook: Webhook) -> list[str]:
    """Read the secrets that sign: that of today first, and the one before while it lasts.

    Raises:
        BrokenSealError: they were sealed under a key that the site does not have any more.

    """
    sealed = [webhook.secret]
    if webhook.former_secret and webhook.former_until and webhook.former_until > timezone.now():
        sealed.append(webhook.former_secret)
    return [unseal(each) for each in sealed]
