"""What is new in the searches that people follow: at most one letter a day for an address, and none on a quiet one."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from network.choices import Stream
from network.mail.letters import Draft, Letter, Part, Way, absolute
from network.mail.links import leaving
from network.mail.turns import Turn, turns_of
from network.models import Alert
from network.models.reminder import stand_in
from network.searches import Search
from network.services import queue_mail
from network.services.alerts import PATIENCE, last_position, note_told, stop_alert

_SALT = "network.mail.alert"
# Places of one search that a letter names; the page has the others.
_MOST_NAMED = 8
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a search: who came and who left since it was told, and what it finds now."""

    alert: Alert
    search: Search
    turns: list[Turn]
    known: list[int]
    position: int

    @classmethod
    def of(cls, alert: Alert) -> "News":
        """Ask the search again. Whatever is written meanwhile is told the next time.

        Raises:
            ValidationError: it names something that is not there any more.

        """
        position, search = last_position(), Search.read(alert.query)
        known, before = search.places(), set(alert.known or ())
        came, left = set(known) - before, before - set(known)
        return cls(alert, search, turns_of(came, left, since=alert.position or 0), known, position)


def ask_to_confirm(alert: Alert) -> None:
    """Write to an address that somebody, its owner perhaps, wants it to be told.

    What was typed freely is left out: a stranger would have us carry his words.
    """
    words = Search.read(alert.query).in_words(but=["q"])
    title = _("Confirmez votre alerte")
    leave = leaving(stand_in(alert.address), Stream.ALERT)
    parts = [
        Part(
            words=_("Quelqu’un, vous sans doute, demande que l’annuaire vous prévienne quand cette recherche change :")
        ),
        Part(quote=" · ".join(words) or _("une recherche dans l’annuaire")),
        Part(words=_("Rien ne vous sera envoyé sans votre accord.")),
        Part(ways=[Way(_("Voir et confirmer"), way_to(alert), is_first=True)]),
    ]
    why = _("Si ce n’est pas vous, ne faites rien : la demande et votre adresse s’effacent dans sept jours.")
    draft = Draft(title, title, parts, why, _headers(leave), Way(_("Ne plus recevoir de telles demandes"), leave))
    queue_mail(to=alert.address, stream=Stream.ALERT, letter=draft.fold(), key=f"alert:{alert.pk}")


def tell_alerts() -> int:
    """Tell each address what is new in its searches since they were last told; tell how many letters were written.

    Of two processes that do so at once, one tells: what is told and that it was are written together.
    """
    due = Alert.objects.filter(confirmed_at__isnull=False, looked_on__lt=timezone.localdate())
    addresses = list(due.order_by("address").values_list("address", flat=True).distinct())
    return sum(_told(address) for address in addresses)


def _told(address: str) -> bool:
    try:
        with transaction.atomic():
            return _tell(address, timezone.localdate())
    except Exception:  # one search that fails holds nobody else's back
        logger.exception("the alerts of an address failed, and will be tried again")
        return False


def _tell(address: str, day: date) -> bool:
    mine = Alert.objects.select_for_update(skip_locked=True).filter(address=address, looked_on__lt=day)
    alerts = list(mine.exclude(confirmed_at=None))
    if not alerts:
        return False
    with override(alerts[-1].language):
        news, broken = _news(alerts)
        parts = [part for each in news if each.turns for part in _parts(each)] + [_gone(alert) for alert in broken]
        is_written = bool(parts) and _write(address, parts, day)
    for each in news:
        note_told(each.alert, known=each.known, position=each.position)
    for alert in broken:
        stop_alert(alert)
    return is_written


def _news(alerts: list[Alert]) -> tuple[list[News], list[Alert]]:
    """Ask each search again; beside, those that cannot be asked any more."""
    news, broken = [], []
    for alert in alerts:
        try:
            news.append(News.of(alert))
        except ValidationError:
            broken.append(alert)
    return news, broken


def _write(address: str, parts: list[Part], day: date) -> bool:
    letter = letter_of(address, parts)
    return bool(queue_mail(to=address, stream=Stream.ALERT, letter=letter, key=f"alerts:{stand_in(address)}:{day}"))


def letter_of(address: str, parts: list[Part]) -> Letter:
    """Make the letter, in the language of this thread."""
    title = _("Du nouveau dans l’annuaire")
    way = absolute(reverse("alerts:all", args=[signing.dumps(stand_in(address), salt=_SALT)]))
    why = _(
        "Vous recevez ce message parce que vous suivez ces recherches : un par jour au plus, et rien s’il n’y a rien."
    )
    return Draft(
        title, title, parts, why, _headers(way), Way(_("Ne plus rien suivre, et effacer mon adresse"), way)
    ).fold()


def _parts(news: News) -> Iterator[Part]:
    title = " · ".join(news.search.in_words()) or _("Tous les lieux")
    more = len(news.turns) - _MOST_NAMED
    rest = ngettext("Et %(count)d autre.", "Et %(count)d autres.", more) % {"count": more} if more > 0 else ""
    page = f"{absolute(reverse('frontend:home'))}?{news.alert.query}".rstrip("?")
    ways = [Way(_("Voir la recherche"), page, is_first=True), Way(_("Arrêter cette alerte"), way_to(news.alert))]
    yield Part(title=title)
    for turn in news.turns[:_MOST_NAMED]:
        shown = [Way(_("Voir la fiche"), turn.address)] if turn.address else []
        yield Part(words=f"{turn.name}\n{turn.said}", ways=shown)
    yield Part(words=rest, ways=ways)


def _gone(alert: Alert) -> Part:
    """Say that a search cannot be asked any more: what it names is not in the directory. It is told once."""
    page = absolute(reverse("frontend:home"))
    words = _("Une recherche que vous suiviez nomme quelque chose que l’annuaire n’a plus : elle est arrêtée.")
    return Part(
        title=_("Une alerte arrêtée"), words=words, ways=[Way(_("Refaire la recherche"), f"{page}?{alert.query}")]
    )


def way_to(alert: Alert) -> str:
    """Make the address under which an alert is confirmed, and stopped. It is known to who gets its mails alone."""
    return absolute(reverse("alerts:one", args=[signing.dumps(alert.pk, salt=_SALT)]))


def alert_of(token: str) -> Alert | None:
    """Find the alert of an address that `way_to` made; None once it is stopped, or was never confirmed in time.

    Raises:
        BadSignature: it is not one of ours.

    """
    key: Any = signing.loads(token, salt=_SALT)
    if not isinstance(key, int):
        raise signing.BadSignature
    found = Alert.objects.filter(pk=key).first()
    is_late = found and found.confirmed_at is None and found.asked_at < timezone.now() - PATIENCE
    return None if is_late else found


def who_stops(token: str) -> str:
    """Read which address (what stands for it) stops all of its alerts.

    Raises:
        BadSignature: it is not one of ours.

    """
    address: Any = signing.loads(token, salt=_SALT)
    if not isinstance(address, str):
        raise signing.BadSignature
    return address


def _headers(leave: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
