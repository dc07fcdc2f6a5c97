"""Being told by mail what enters and leaves a search: asked for, confirmed from the mailbox itself, and forgotten.

Nothing here tells whoever asks whether an address is known: what is not written is not written in silence.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from network.choices import Stream
from network.models import Alert, OptOut
from network.models.reminder import stand_in, stand_ins
from network.searches import Search
from places.models import Change

# Who has not confirmed by then is forgotten.
PATIENCE = timedelta(days=7)
# Of one address: letters that ask to confirm in a day, searches that wait for it, searches in all.
_MOST_A_DAY, _MOST_WAITING, _MOST = 3, 5, 20
# Of everyone together in an hour: beyond, somebody writes to strangers.
MOST_AN_HOUR = 200


class TooManyError(Exception):
    """So many alerts were asked for in the last hour that no other is taken in now."""


def ask_for_alert(*, address: str, query: str, language: str) -> Alert | None:
    """Keep a search for an address until it is confirmed; None where nothing is to be written to it.

    Raises:
        TooManyError: too many were asked for of late, by everyone together.

    """
    address = address.strip().lower()
    with transaction.atomic():
        _one_at_a_time(address)
        waiting = Alert.objects.filter(confirmed_at=None)
        if waiting.filter(asked_at__gt=timezone.now() - timedelta(hours=1)).count() >= MOST_AN_HOUR:
            raise TooManyError
        if not _may_be_asked(address):
            return None
        alert, is_new = Alert.objects.get_or_create(address=address, query=query, defaults={"language": language})
        return alert if is_new else None


def confirm_alert(alert: Alert) -> bool:
    """Begin to tell: what answers the search now is known. False where it was confirmed already.

    Raises:
        ValidationError: the search names something that is not there any more.

    """
    position, places = last_position(), Search.read(alert.query).places()
    told = {"confirmed_at": timezone.now(), "known": places, "position": position, "looked_on": timezone.localdate()}
    return bool(Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(**told))


def note_told(alert: Alert, *, known: list[int], position: int) -> None:
    """Note what of it is known from now on."""
    told = {"known": known, "position": position, "looked_on": timezone.localdate()}
    Alert.objects.filter(pk=alert.pk).update(**told)


def stop_alert(alert: Alert) -> None:
    """Forget one search of an address."""
    alert.delete()


def stop_alerts(address: str) -> int:
    """Forget an address, of which only what stands for it is known, with all of its searches; tell how many."""
    known = Alert.objects.order_by().values_list("address", flat=True).distinct()
    gone = [each for each in known.iterator() if address in stand_ins(each)]
    return Alert.objects.filter(address__in=gone).delete()[0]


def forget_unconfirmed() -> int:
    """Forget the addresses that never confirmed; tell how many searches these were."""
    return Alert.objects.filter(confirmed_at=None, asked_at__lt=timezone.now() - PATIENCE).delete()[0]


def last_position() -> int:
    """The position of the last change of the log."""
    last = Change.objects.newest_first().first()
    return (last.position or 0) if last else 0


def _may_be_asked(address: str) -> bool:
    """Tell whether one may write to an address once more that somebody asks to be told."""
    if OptOut.objects.filter(address__in=stand_ins(address), stream=Stream.ALERT).exists():
        return False
    own = Alert.objects.filter(address=address)
    today = own.filter(asked_at__gt=timezone.now() - timedelta(days=1))
    return today.count() < _MOST_A_DAY and own.filter(confirmed_at=None).count() < _MOST_WAITING and own.count() < _MOST


def _one_at_a_time(address: str) -> None:
    """Have others who ask for this address wait until this is committed: they are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 67))", [stand_in(address)])
