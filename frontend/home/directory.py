"""The directory as the browser holds it: what it needs to show and filter every place by itself, offline too."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from frontend.home.held import addresses, is_country, published, territories_in
from frontend.home.question import in_order
from frontend.place.freshness import doubt_of
from frontend.place.hours import Calendar, ToldSpan, calendar, spans_of
from frontend.site.kept import same_for_all
from network.choices import SideName, State
from network.filters import DirectoryFilters
from network.models import NetworkedPlace
from network.models.reminder import silent
from network.querysets import Belonging, NetworkedPlaceQuerySet, belongings, networked
from places.choices import Need, Precision
from places.filters import AnswersFilter
from places.hours import Schedule
from places.models import Commune, FormerCommune, Kind, Service, Territory
from places.search.lexicon import KIND, SERVICE, SYNONYM, DatabaseLexicon
from places.search.synonyms import ASKING, LITTLE

MOST_COMMUNES = 1000

# A commune as the browser knows it: its INSEE code, its name, and the longitude and latitude that distances are
# measured from; five decimals are a metre.
ToldCommune = tuple[str, str, float, float]
_A_METRE = 5
# One of before: its code, its name, the code of the commune that it went into, and its own point if that is known.
ToldFormer = tuple[str, str, str, tuple[float, float] | None]

# What a `Schedule` is made of.
_WHEN = ("opening_hours", "opened_on", "closed_on", "commune_id")
_COLUMNS = (
    "pk",
    "slug",
    "name",
    "commune__name",
    "description",
    "address",
    "postcode",
    "phone",
    "siret",
    "kinds",
    "services",
    "point",
    "precision",
    *_WHEN,
    "verified_on",
    "is_silent",
    "commune__territory_id",
)


class Known(TypedDict):
    """What a place says yes and no to, by the names of the filters that ask it; left out where it says nothing."""

    facts: NotRequired[list[str]]
    lacks: NotRequired[list[str]]


class Possible(TypedDict):
    """The sides on which it only could be; left out where there is none."""

    couldBe: NotRequired[list[SideName]]


class Answers(TypedDict):
    """What the words of a place say that one may come for; left out where they say nothing."""

    needs: NotRequired[list[str]]


class Standing(TypedDict):
    """The code of its territory; left out where the directory has but one."""

    territory: NotRequired[str]


class Reached(TypedDict):
    """The numbers by which it may be looked for; left out where they are not known."""

    phone: NotRequired[str]
    siret: NotRequired[str]


class Doubted(TypedDict):
    """For how many years nobody has verified the listing; 0 where its contact does not answer; left out otherwise."""

    doubt: NotRequired[int]


class Listed(Known, Answers, Possible, Standing, Reached, Doubted):
    """A place of the directory: null is unknown, of `overlap` too.

    `isRough` says that its position is only that of its commune.
    """

    slug: str
    name: str
    commune: str
    description: str | None
    address: str | None
    postcode: str | None
    kinds: list[str]
    services: list[str] | None
    networks: list[str]
    overlap: State | None
    position: tuple[float, float] | None
    isRough: bool
    spans: list[ToldSpan] | None


class Vocabulary(TypedDict):
    """What search reads beside the places: what things are called in both languages, and which words do not count."""

    kinds: list[tuple[str, str]]
    services: list[tuple[str, str]]
    synonyms: list[str]
    communes: list[ToldCommune]
    former: list[ToldFormer]
    little: list[str]
    asking: list[str]
    everywhere: list[str]


class Directory(Calendar):
    """The whole directory, in the order of the list; a copy of before search had a vocabulary has none."""

    places: list[Listed]
    vocabulary: NotRequired[Vocabulary]


@same_for_all()
@require_safe
@cache_control(public=True, no_cache=True)
def directory(request: HttpRequest) -> JsonResponse:
    """Every published place, or those of some territories (`territory`), in the order of the list, in nine queries.

    `spans` are the hours of the coming days as `frontend.place.hours` tells them, null when unknown, so
    that a browser without a network still tells what is open; they are good until `until`, in the same minutes.
    Of more places than a browser is given whole there is no part that would pass for all: the answer is 400, and says
    in words where each territory is found. Nothing here changes within a day unless the data does: an answer already
    held is answered 304.
    """
    today, territories = _today(), territories_in(request.GET)
    if is_country(territories):
        return _too_many()
    places = listed(published(territories), today)
    answer: Directory = {**calendar(today), "vocabulary": _vocabulary(territories), "places": places}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _too_many() -> JsonResponse:
    """Refuse a directory that is too large, and lead to those of its territories."""
    said = _("L’annuaire entier a plus de %(most)s lieux : demandez-le par territoire, ou par l’API.")
    most = number_format(settings.WHOLE_DIRECTORY, force_grouping=True)
    codes = Territory.objects.order_by("code").values_list("code", flat=True)
    answer = {
        "detail": said % {"most": most},
        "territories": {code: addresses([code])["directoryUrl"] for code in codes},
        "api": reverse("api:place-list"),
    }
    return JsonResponse(answer, status=400, json_dumps_params={"ensure_ascii": False})


def _today() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def listed(
    places: NetworkedPlaceQuerySet[NetworkedPlace], today: datetime | None = None, *, is_in_order: bool = False
) -> list[Listed]:
    """Tell places as the directory does, in the order of the list unless they have theirs, in seven queries."""
    today, facts = today or _today(), _facts()
    columns = [known.column for known in facts.values()]
    doubted = ExpressionWrapper(silent(), BooleanField())
    told = (places if is_in_order else in_order(places)).annotate(is_silent=doubted, networked=networked(today.date()))
    rows = list(told.values_list(*_COLUMNS, *columns, "networked")[: settings.WHOLE_DIRECTORY])
    needs, are_several = _needs_of_words(), Territory.objects.count() > 1
    found = belongings([row[-1] for row in rows], on=today.date())
    return [
        {
            **_entry(row, mine, today),
            **_answers(needs, row),
            **_known(facts, row),
            **_possible(mine),
            **_standing(row, are_several=are_several),
            **_reached(row),
            **_doubted(row, today.date()),
        }
        for row, mine in ((row[:-1], found[row[-1]]) for row in rows)
    ]


def _vocabulary(territories: Collection[str]) -> Vocabulary:
    lexicon = DatabaseLexicon(NetworkedPlace.objects.all())
    called: dict[str, list[tuple[str, str]]] = {KIND: [], SERVICE: [], SYNONYM: []}
    for sign, key, label in lexicon.called:
        called.setdefault(sign, []).append((key, label))
    return {
        "kinds": called[KIND],
        "services": called[SERVICE],
        "synonyms": [expressions for _slug, expressions in called[SYNONYM]],
        "communes": _communes(territories),
        "former": _former(territories),
        "little": sorted(LITTLE),
        "asking": sorted(ASKING),
        "everywhere": sorted(lexicon.everywhere),
    }


def _communes(territories: Collection[str]) -> list[ToldCommune]:
    communes = Commune.objects.filter(territory__in=territories) if territories else Commune.objects.all()
    return told_communes(*communes.order_by("name").only("code", "name", "reference")[:MOST_COMMUNES])


def told_communes(*communes: Commune | None) -> list[ToldCommune]:
    """Tell communes as the browser knows them; None is left out."""
    return [(commune.code, commune.name, *_told(commune.reference)) for commune in communes if commune]


def _former(territories: Collection[str]) -> list[ToldFormer]:
    former = FormerCommune.objects.filter(commune__territory__in=territories) if territories else FormerCommune.objects
    rows = former.order_by("ended_on", "name").values_list("code", "name", "commune_id", "town_hall")
    return [(code, name, into, _told(hall) if hall else None) for code, name, into, hall in rows[:MOST_COMMUNES]]


def _told(point: Point) -> tuple[float, float]:
    return round(point.x, _A_METRE), round(point.y, _A_METRE)


def _facts() -> dict[str, AnswersFilter]:
    """Name the filters that ask what is known of a column."""
    filters = DirectoryFilters.base_filters.items()
    return {name: known for name, known in filters if isinstance(known, AnswersFilter)}


def _known(facts: Mapping[str, AnswersFilter], row: Sequence[Any]) -> Known:
    """List what a row says, which ends with the columns of these facts; nothing where it says nothing."""
    services, values = row[_COLUMNS.index("services")], row[len(_COLUMNS) :]
    said = {name: known.says(value, services) for (name, known), value in zip(facts.items(), values, strict=True)}
    told: Known = {}
    if facts_of := [name for name, is_so in said.items() if is_so]:
        told["facts"] = facts_of
    if lacks := [name for name, is_so in said.items() if is_so is False]:
        told["lacks"] = lacks
    return told


def _needs_of_words() -> dict[str, list[str]]:
    """The needs that each kind and service answers; no two of them may say otherwise under one slug."""
    return {
        f"{model._meta.model_name} {slug}": needs
        for model in (Kind, Service)
        for slug, needs in model._default_manager.exclude(needs=[]).values_list("slug", "needs")
    }


def _answers(needs: Mapping[str, list[str]], row: Sequence[Any]) -> Answers:
    kinds, services = row[_COLUMNS.index("kinds")], row[_COLUMNS.index("services")] or []
    said = [f"kind {slug}" for slug in kinds] + [f"service {slug}" for slug in services]
    met = {need for word in said for need in needs.get(word, [])}
    return {"needs": [need for need in Need.values if need in met]} if met else {}


def _possible(belonging: Belonging) -> Possible:
    return {"couldBe": list(belonging.could_be)} if belonging.could_be else {}


def _standing(row: Sequence[Any], *, are_several: bool) -> Standing:
    return {"territory": row[_COLUMNS.index("commune__territory_id")]} if are_several else {}


def _reached(row: Sequence[Any]) -> Reached:
    phone, siret = (row[_COLUMNS.index(name)] for name in ("phone", "siret"))
    told: Reached = {}
    if phone:
        told["phone"] = phone
    if siret:
        told["siret"] = siret
    return told


def _doubted(row: Sequence[Any], today: date) -> Doubted:
    seen_on, is_silent = (row[_COLUMNS.index(name)] for name in ("verified_on", "is_silent"))
    doubt = doubt_of(seen_on, is_silent=is_silent, today=today)
    return {} if doubt is None else {"doubt": doubt}


def _entry(row: Sequence[Any], belonging: Belonging, today: datetime) -> Listed:
    _pk, slug, name, commune, description, address, postcode, _phone, _siret, kinds, services, *others = row
    point, precision, *when = others[: len(_WHEN) + 2]
    return {
        "slug": slug,
        "name": name,
        "commune": commune,
        "description": description,
        "address": address,
        "postcode": postcode,
        "kinds": kinds,
        "services": services,
        "networks": list(belonging.networks),
        "overlap": belonging.overlap,
        # As precise as sources are: neighbours of one house are sorted here as on the server.
        "position": point and (round(point.y, 6), round(point.x, 6)),
        "isRough": Precision.is_rough(precision),
        "spans": spans_of(Schedule.of(*when), today),
    }
