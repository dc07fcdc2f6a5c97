"""What each facilitator is told once a week: what waits for her, and what changed. A quiet week says nothing."""

from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from network.choices import Review, Stream
from network.mail.letters import Draft, Letter, Part, Way, absolute
from network.mail.links import unsubscribing
from network.models import Membership, Network, OptOut, Post, Suggestion, User
from network.models.reminder import stand_in, stand_ins
from network.queues import QUEUES, places_of, upkeep
from network.rights import Action, allowed
from network.services import queue_mail


def send_digests(*, on: date | None = None) -> int:
    """Write the letter of this week to each facilitator who wants it and has something in it; tell how many."""
    day = on or timezone.localdate()
    return sum(_write(person, day) for person in facilitators(day))


def facilitators(day: date) -> list[User]:
    """Name the people with a post on a day, an address, and no wish to be left alone."""
    posts = Post.objects.filter(person=OuterRef("pk"), period__contains=day)
    people = User.objects.filter(Exists(posts), is_active=True).exclude(email="").order_by("pk")
    left = set(OptOut.objects.filter(stream=Stream.DIGEST).values_list("address", flat=True))
    return [person for person in people if left.isdisjoint(stand_ins(person.email))]


def letter_for(person: User, day: date) -> Letter | None:
    """Tell what waits for someone, in the language of this thread; None where nothing does, and nothing changed."""
    waits, changed = list(_waiting(person)), _changed(person, day)
    if not waits and not changed:
        return None
    networks = Network.objects.filter(allowed(Action.RUN, person)).values_list("name", flat=True)
    title = _("Cette semaine dans vos réseaux")
    headers, leave = unsubscribing(stand_in(person.email), Stream.DIGEST, _("Ne plus recevoir cette lettre"))
    parts = [
        Part(words=", ".join(networks)),
        Part(title=_("Ce qui vous attend"), facts=waits) if waits else Part(words=_("Rien ne vous attend.")),
        *([Part(title=_("Ce mois-ci"), facts=changed)] if changed else []),
        Part(ways=[Way(_("Ouvrir l’espace des réseaux"), absolute(reverse("workspace:home")), is_first=True)]),
    ]
    why = _("Vous recevez cette lettre, une fois par semaine, parce que vous animez un réseau de l’annuaire.")
    return Draft(title, title, parts, why, headers, leave).fold()


def _waiting(person: User) -> list[tuple[str, str]]:
    suggested = Suggestion.objects.filter(allowed(Action.REVIEW, person), state=Review.WAITING).count()
    standing = upkeep(places_of(person))
    counted = [(_("Suggestions à relire"), suggested)]
    counted += [(str(queue.title), standing.waiting[queue.slug]) for queue in QUEUES]
    return [(name, str(count)) for name, count in counted if count]


def _changed(person: User, day: date) -> list[tuple[str, str]]:
    """Count what happened in her networks since the first of the month: what was verified, who came, who left."""
    first = day.replace(day=1)
    stays = Membership.objects.filter(network__in=Network.objects.filter(allowed(Action.RUN, person)))
    month = (first, day)
    counted = [
        (_("Fiches vérifiées"), upkeep(places_of(person)).verified),
        (_("Adhésions commencées"), stays.filter(period__startswith__range=month).count()),
        (_("Adhésions terminées"), stays.filter(period__endswith__range=month).count()),
    ]
    return [(name, str(count)) for name, count in counted if count]


def _write(person: User, day: date) -> bool:
    year, week, _day = day.isocalendar()
    with override(person.language or settings.LANGUAGE_CODE):
        letter = letter_for(person, day)
    key = f"digest:{person.pk}:{year}-{week}"
    return letter is not None and queue_mail(to=person.email, stream=Stream.DIGEST, letter=letter, key=key) is not None
