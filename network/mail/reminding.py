"""Asks the contacts of places whether their listings are still right: one mail a day for each, and few in all."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.choices import Answer, Stream
from network.mail.letters import Draft, Letter, Part, Way
from network.mail.links import unsubscribing, way_to
from network.models import NetworkedPlace, OptOut, Reminder, Stewardship
from network.models.reminder import ASKED_ENOUGH, silent, stand_in, stand_ins
from network.querysets import NetworkedPlaceQuerySet
from network.queues import GOOD_FOR, months_before
from network.services import note_reminders, queue_reminders
from places.hours.words import rules_in_words
from places.models import Place
from places.phones import said

Places = NetworkedPlaceQuerySet[NetworkedPlace]
# Nobody is asked about the same place again before so long.
AGAIN = timedelta(days=90)
# Of one mail: who keeps more than that is better called.
_MOST_PLACES = 30


@dataclass(frozen=True, slots=True)
class Asking:
    """An address, and the places that it is to be asked about."""

    to: str
    places: list[NetworkedPlace]


def due(*, months: int = GOOD_FOR, today: date | None = None) -> Places:
    """Keep the living, published places with a contact that nobody has verified for so many months.

    Not those that were asked about of late, nor those whose contact does not answer: these are for people to call.
    """
    today = today or timezone.localdate()
    living = NetworkedPlace.objects.published().filter(Q(closed_on=None) | Q(closed_on__gt=today))
    old = living.filter(Q(verified_on=None) | Q(verified_on__lt=months_before(today, months)))
    lately = Reminder.objects.filter(place=OuterRef("pk"), asked_on__gt=today - AGAIN)
    kept = Stewardship.objects.filter(place=OuterRef("pk"), period__contains=today)
    reached = old.filter(Q(email__isnull=False) | Exists(kept))
    waiting = reached.exclude(Exists(lately)).exclude(silent()).alias(asked=_asked())
    return cast("Places", waiting.filter(asked__lt=ASKED_ENOUGH))


def to_ask(*, months: int = GOOD_FOR, most: int = 50) -> list[Asking]:
    """Say whom to ask about what today, at most so many addresses: the longest unseen first."""
    by_address: dict[str, list[NetworkedPlace]] = defaultdict(list)
    keepers = Stewardship.objects.filter(period__contains=timezone.localdate()).select_related("person")
    kept = Prefetch("stewardships", keepers)
    found = due(months=months).select_related("commune").annotate(asked=_asked()).prefetch_related(kept)
    for place in found.order_by(F("verified_on").asc(nulls_first=True), "pk"):
        for address in addresses_of(place):
            by_address[address].append(place)
    refused = _not_to_be_asked(by_address)
    asking = [
        Asking(to, places[:_MOST_PLACES]) for to, places in by_address.items() if refused.isdisjoint(stand_ins(to))
    ]
    return asking[:most]


def addresses_of(place: NetworkedPlace) -> list[str]:
    """Name who may say whether a listing is right: its contact, and who keeps it today."""
    stewards = [stay.person.email for stay in place.stewardships.all() if stay.person.is_active]
    return list(dict.fromkeys(address.strip().lower() for address in [place.email, *stewards] if address))


def is_contact(reminder: Reminder) -> bool:
    """Tell whether who was asked is still the contact of the place, or keeps its listing."""
    keepers = Stewardship.objects.filter(period__contains=timezone.localdate()).select_related("person")
    places = NetworkedPlace.objects.filter(pk__in=[reminder.place.pk, reminder.about.pk])
    asked = places.prefetch_related(Prefetch("stewardships", keepers))
    return any(reminder.address in stand_ins(address) for place in asked for address in addresses_of(place))


def ask(asking: Asking) -> bool:
    """Write the mail of one address, in one transaction; tell whether it was written."""
    day = timezone.localdate()
    with transaction.atomic():
        times = [(place.pk, int(getattr(place, "asked", 0)) + 1) for place in asking.places]
        reminders = note_reminders(places=times, to=asking.to, day=day)
        return queue_reminders(reminders=reminders, to=asking.to, letter=letter_of(reminders, asking.to), day=day)


def letter_of(reminders: list[Reminder], to: str) -> Letter:
    """Ask about these places, in the language of this thread."""
    count = len(reminders)
    title = ngettext(
        "Cette fiche est-elle toujours exacte ?", "Ces %(count)d fiches sont-elles toujours exactes ?", count
    ) % {"count": count}
    subject = f"{reminders[0].place.name} · {title}" if count == 1 else title
    headers, leave = unsubscribing(stand_in(to), Stream.REMINDER, _("Ne plus recevoir de rappels"))
    intro = _(
        "Croisée est l’annuaire et la carte des tiers-lieux. Voici ce qu’il dit de vous, et que personne n’a vérifié "
        "de longue date. Un clic, puis un bouton : c’est tout, et sans compte."
    )
    why = _(
        "Vous recevez ce message parce que votre adresse est, dans l’annuaire, celle du contact de ce lieu ou de qui "
        "en tient la fiche. Sur un même lieu, il y en a un par trimestre au plus. Ces liens servent soixante jours."
    )
    parts = [Part(words=intro), *(_part_of(reminder) for reminder in reminders)]
    return Draft(subject, title, parts, why, headers, leave).fold()


def _part_of(reminder: Reminder) -> Part:
    labels = [
        (Answer.RIGHT, _("Toujours exact")),
        (Answer.CHANGED, _("Modifier")),
        (Answer.GONE, _("N’existe plus")),
    ]
    ways = [Way(label, way_to(reminder, answer), answer == Answer.RIGHT) for answer, label in labels]
    return Part(title=reminder.place.name, facts=list(facts_of(reminder.place)), ways=ways)


def facts_of(place: Place) -> Iterator[tuple[str, str]]:
    """Say what a listing says that its contact can judge at a glance; what is not known is said too."""
    unknown = _("non renseigné")
    town = " ".join(filter(None, [place.postcode, place.commune.name]))
    yield _("Adresse"), ", ".join(filter(None, [place.address, town]))
    yield _("Horaires"), "\n".join(_hours_of(place)) or _("non renseignés")
    yield _("Téléphone"), said(place.phone) if place.phone else unknown
    yield _("Site"), place.website or unknown


def _hours_of(place: Place) -> list[str]:
    if table := place.schedule.table:
        return list(rules_in_words(table.hours))
    return [place.opening_hours] if place.opening_hours else []


def _asked() -> Count:
    """Count how many days a place was asked about since it was last verified, in vain."""
    since = Q(reminders__asked_on__gte=F("verified_on")) | Q(verified_on=None)
    return Count("reminders__asked_on", distinct=True, filter=since & Q(reminders__answer=None))


def _not_to_be_asked(addresses: "dict[str, list[NetworkedPlace]]") -> set[str]:
    """Find those of these addresses that want no reminders, or had theirs of today."""
    known = [each for address in addresses for each in stand_ins(address)]
    left = OptOut.objects.filter(address__in=known, stream=Stream.REMINDER).values_list("address", flat=True)
    today = Reminder.objects.filter(address__in=known, asked_on=timezone.localdate())
    return {*left, *today.values_list("address", flat=True)}
