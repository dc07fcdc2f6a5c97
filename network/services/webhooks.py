"""Calls to programs: made by whoever runs a network, their secret shown once, turned off when nobody answers."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from network.accounts.sealing import seal
from network.choices import Sent, Stream
from network.importing.fetching import Unfetched, judge
from network.mail.letters import Draft, Part, Way, absolute
from network.models import Delivery, Network, User, Webhook
from network.services.alerts import last_position
from network.services.mails import queue_mail
from network.webhooks.signing import new_id, new_secret
from network.webhooks.telling import ping_for, written

# Of a network, or of all the directory.
MOST = 5
# How long both secrets sign, once there is a new one.
BOTH = timedelta(days=1)
_MOST_PINGS = 3  # that wait


def make_webhook(*, network: Network | None, name: str, url: str, by: User) -> tuple[Webhook, str]:
    """Have an address called from now on; give the secret beside, which can be told now and never again.

    Raises:
        ValidationError: it is no https address of the public web, or there are enough.

    """
    try:
        judge(url)
    except Unfetched as error:
        raise ValidationError({"url": str(error)}) from error
    with transaction.atomic():
        if Webhook.objects.select_for_update(of=["self"]).filter(network=network).count() >= MOST:
            raise ValidationError(_("Il y en a déjà cinq : supprimez-en un d’abord."))
        secret = new_secret()
        made = Webhook.objects.create(
            network=network, person=by, name=name, url=url, secret=seal(secret), position=last_position()
        )
        return made, secret


def rotate(*, webhook: Webhook) -> str:
    """Give it a new secret, shown once; that of before signs beside it for a day."""
    secret = new_secret()
    told = {"secret": seal(secret), "former_secret": webhook.secret, "former_until": timezone.now() + BOTH}
    Webhook.objects.filter(pk=webhook.pk).update(**told)
    return secret


def ping(*, webhook: Webhook) -> bool:
    """Have it called with a message that says nothing; False where some wait already."""
    if webhook.deliveries.filter(state=Sent.WAITING, kind="ping").count() >= _MOST_PINGS:
        return False
    message = ping_for(webhook)
    Delivery.objects.create(webhook=webhook, message_id=new_id(), kind=message["type"], body=written(message))
    return True


def deliver_again(*, delivery: Delivery) -> bool:
    """Have a message sent once more, the same under the same name; False while another of its sort waits."""
    again = {"state": Sent.WAITING, "tries": 0, "due_at": timezone.now()}
    with transaction.atomic():
        Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        waiting = Delivery.objects.filter(webhook=delivery.webhook_id, state=Sent.WAITING, kind=delivery.kind)
        if waiting.exclude(pk=delivery.pk).exists():
            return False
        Delivery.objects.filter(pk=delivery.pk).update(**again)
        return True


def turn_on(*, webhook: Webhook) -> None:
    """Call it again: what it was never told follows, from where it stood."""
    with transaction.atomic():
        Webhook.objects.filter(pk=webhook.pk).update(why_off=None)
        waiting = webhook.deliveries.filter(state=Sent.WAITING)
        waiting.update(tries=0, due_at=timezone.now())


def turn_off(*, webhook: Webhook, why: str, by: User | None = None) -> None:
    """Call it no more; unless she did so herself, its owner is told by mail, once."""
    with transaction.atomic():
        is_first = Webhook.objects.filter(pk=webhook.pk, why_off=None).update(why_off=why)
        owner = webhook.person
        if is_first and by is None and owner.is_active and owner.email:
            _tell(webhook, owner, why)


def delete_webhook(*, webhook: Webhook) -> None:
    """Forget it, and what was told to it."""
    webhook.delete()


def _tell(webhook: Webhook, owner: User, why: str) -> None:
    with override(owner.language or settings.LANGUAGE_CODE):
        title = _("« %(name)s » n’est plus appelé") % {"name": webhook.name}
        page = absolute(reverse("workspace:webhook", args=[webhook.pk]))
        parts = [
            Part(words=why),
            Part(words=_("Rien n’est perdu : reprenez-le quand l’adresse répond, et ce qu’il a manqué lui sera dit.")),
            Part(ways=[Way(_("Voir ce qui lui a été dit"), page, is_first=True)]),
        ]
        letter = Draft(title, title, parts, _("Vous recevez ce message parce que vous avez fait cet appel."), {}).fold()
    queue_mail(to=owner.email, stream=Stream.WEBHOOK, letter=letter)
