"""What asks for someone's attention, as queues of listings: what each holds, and in which order it is gone through."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import caches
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models import Network, NetworkedPlace, User
from network.models.absence import left_out
from network.models.link import dead
from network.models.reminder import silent
from network.querysets import NetworkedPlaceQuerySet
from network.rights import Action, allowed
from places import national
from places.choices import Precision, Status
from places.duplicates import Pair, suspected
from places.querysets import unreadable_hours

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Places = NetworkedPlaceQuerySet[NetworkedPlace]
# After so many months, what was found right is asked again.
GOOD_FOR = 6
# Of what was not found right for so long, a first page says how much there is.
OLD, OLDER = 12, 18  # months
# After so many months, a source that cites a membership no longer shows that it goes on.
CITED_FOR = 12
# Comparing so many with all of a country takes less than half a second.
MOST_COMPARED = 1000
_LOOKED_UP_FOR = 60  # seconds


@dataclass(frozen=True, slots=True)
class Queue:
    """Listings that need the same thing. `condition` says which, on a local day; a mended one leaves by itself."""

    slug: str
    title: "StrPromise"
    asks: "StrPromise"
    condition: Callable[[date], Q]

    def among(self, places: Places) -> Places:
        """Keep what needs it, in the order of a round of calls: the longest unseen first, commune by commune."""
        found = places.filter(self.condition(timezone.localdate()))
        return found.order_by(F("verified_on").asc(nulls_first=True), "commune__name", "name", "pk")


QUEUES = (
    Queue(
        "jamais-verifiees",
        _("Jamais vérifiées"),
        _("Personne n’a encore confirmé ces fiches : elles disent ce que disaient leurs sources."),
        lambda _day: Q(verified_on=None),
    ),
    Queue(
        "a-reverifier",
        _("À revérifier"),
        _("Vérifiées il y a plus de six mois."),
        lambda day: Q(verified_on__lt=months_before(day, GOOD_FOR)),
    ),
    Queue(
        "sans-reponse",
        _("Le contact ne répond plus"),
        _("Nos messages reviennent, ou restent sans réponse : à appeler, ou à aller voir."),
        lambda _day: silent(),
    ),
    Queue(
        "sans-horaires",
        _("Sans horaires"),
        _("Personne ne sait quand ces lieux sont ouverts."),
        lambda _day: Q(opening_hours=None),
    ),
    Queue(
        "horaires-illisibles",
        _("Horaires illisibles"),
        _("Écrits d’une façon que le site ne sait pas lire : personne ne sait si ces lieux sont ouverts."),
        lambda _day: _unreadable(),
    ),
    Queue(
        "injoignables",
        _("Injoignables"),
        _("Ni téléphone, ni adresse électronique."),
        lambda _day: Q(phone=None, email=None),
    ),
    Queue(
        "sites-muets",
        _("Le site ne répond plus"),
        _("Demandé à deux jours au moins, en vain : il a changé d’adresse, ou n’est plus."),
        lambda _day: dead(),
    ),
    Queue(
        "sorties-du-fichier",
        _("Sorties du fichier"),
        _("Le fichier du territoire ne dit plus ces lieux : fermés, renommés ou oubliés ?"),
        lambda _day: left_out(),
    ),
    Queue(
        "standard-national",
        _("Incomplètes pour le standard national"),
        _("Il leur manque ce qu’il exige : le SIRET, l’adresse ou le code postal."),
        lambda _day: reduce(or_, national.REQUIRED.values()),
    ),
    Queue(
        "mal-placees",
        _("Mal placées"),
        _("Connues par leur commune seulement : sur la carte, leur point est celui du bourg."),
        lambda _day: ~Q(precision__in=Precision.precise()),
    ),
)


def _unreadable() -> Q:
    """Say that hours are told, and cannot be read. Which those are is looked up once a minute."""
    return Q(opening_hours__in=caches["process"].get_or_set("unreadable-hours", unreadable_hours, _LOOKED_UP_FOR))


def queue_of(slug: str | None) -> Queue | None:
    """Find a queue by its slug."""
    return next((queue for queue in QUEUES if queue.slug == slug), None)


class Upkeep(NamedTuple):
    """How someone's listings stand: how many there are, were verified this month, and wait in each queue.

    `old` and `older` were last found right more than `OLD` and `OLDER` months ago: `old` counts the older ones too.
    """

    listed: int
    verified: int
    old: int
    older: int
    waiting: dict[str, int]


def places_of(person: User) -> Places:
    """Keep the published, living places that this person answers for today: as a steward, or by her networks.

    All of them for an administrator.
    """
    today = timezone.localdate()
    living = NetworkedPlace.objects.published().filter(Q(closed_on=None) | Q(closed_on__gt=today))
    if person.is_superuser:
        return living
    counted = NetworkedPlace.objects.in_networks_of(Network.objects.filter(allowed(Action.RUN, person)))
    return living.filter(Q(pk__in=counted.order_by().values("pk")) | allowed(Action.STEWARD, person))


def upkeep(places: Places) -> Upkeep:
    """Count, in one query. Evaluates."""
    today = timezone.localdate()
    counts = {queue.slug: Count("pk", filter=queue.condition(today)) for queue in QUEUES}
    months = {f"_{count}": Q(verified_on__lt=months_before(today, count)) for count in (OLD, OLDER)}
    apart = months | {"_verified": Q(verified_on__gte=today.replace(day=1))}
    counts |= {name: Count("pk", filter=condition) for name, condition in apart.items()}
    found = places.order_by().aggregate(_all=Count("pk"), **counts)
    listed, verified, old, older = (found.pop(name) for name in ("_all", "_verified", f"_{OLD}", f"_{OLDER}"))
    return Upkeep(listed, verified, old, older, found)


def unconfirmed(today: date, of: str = "") -> Q:
    """Say which memberships of published places go on that no source has cited for long; `of` leads to them."""
    seen = f"{of}last_seen_on"
    is_old = Q(**{f"{seen}__isnull": True}) | Q(**{f"{seen}__lt": months_before(today, CITED_FOR)})
    return is_old & Q(**{f"{of}period__contains": today, f"{of}place__status": Status.PUBLISHED})


def suspected_of(person: User) -> list[Pair]:
    """List the pairs of listings that may be of one place, of which one at least is this person's. Evaluates.

    Of more listings than can be compared while someone waits, those written last are: that is how a second one comes.
    """
    return suspected(places_of(person).order_by("-updated_at", "-pk")[:MOST_COMPARED])


def months_before(day: date, months: int) -> date:
    """Go back by whole months: the 31st of a short month is its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
