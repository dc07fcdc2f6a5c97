"""What a reader asks of the directory: the filters of a page's address, under the names that the API gives them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from frontend.home.around import around_order, around_title, radii
from frontend.place.cards import Words
from network.filters import DirectoryFilters
from network.models import NetworkedPlace
from network.overlap.question import Known
from network.querysets import NetworkedPlaceQuerySet
from places.around import around_in_words
from places.choices import Need
from places.filters import ListFilter, OpenFilter, Pairs, Parameter, YesFilter, centre, in_doubt, passing, unsaid
from places.form_fields import RepeatedField
from places.hours import DAYS_AHEAD
from places.models import Commune
from places.querysets import BBox

Places = NetworkedPlaceQuerySet[NetworkedPlace]


@dataclass(frozen=True, slots=True)
class Ticks:
    """A filter of boxes to tick: by group ("" where there is none), the (value, label, is ticked) of each."""

    name: str
    label: str
    groups: dict[str, list[tuple[str, str, bool]]]


@dataclass(frozen=True, slots=True)
class Tick:
    """A filter of one box."""

    name: str
    label: str
    value: str
    is_ticked: bool


class Asked(forms.Form):
    """The filters of `/`, `/embed/` and `/imprimer/`. What cannot be read is told, and asks nothing.

    Each filter is declared once, in `network.filters`: nothing here names one, save the state of overlap, the hour and
    the point, which a page does not only filter by.
    """

    filters: dict[str, Parameter] = DirectoryFilters.base_filters

    def __init__(self, query: QueryDict) -> None:
        self._query = _filled(query)
        super().__init__(self._query)
        self.options = {name: known.options() for name, known in self.filters.items()}
        self.labels = {name: _flat(options) for name, options in self.options.items()}
        self.fields = {name: known.page_field(self.labels[name]) for name, known in self.filters.items()}
        self.known = Known.read()
        self.words = Words.of(self.labels["kind"], self.known)
        self.full_clean()

    def clean(self) -> None:
        """Ask the words that a list has, beside one that it has not."""
        for name in self.errors:
            if isinstance(self.fields[name], RepeatedField):
                unknown = self._unknown(name)
                self.cleaned_data[name] = [value for value in self._query.getlist(name) if value not in unknown]
        self._settle_centre()
        if not self.doubts:
            self.cleaned_data.pop("unknown", None)

    def _settle_centre(self) -> None:
        """Measure from one of a commune and a point; a distance from nowhere is what a form sends of itself."""
        if self.commune:
            self.cleaned_data["near"] = None
        if self.centre is None or not self.radius:
            self.cleaned_data["radius"] = None

    def _unknown(self, name: str) -> list[str]:
        """List what a filter that cannot be read was asked, without the words of its list."""
        field, values = self.fields[name], self._query.getlist(name)
        return field.unknown(values) if isinstance(field, RepeatedField) else values

    def ticks(self) -> list[Ticks]:
        """List the filters that are lists of boxes to tick, in their groups."""
        return [self._ticks(name) for name, options in self.options.items() if options]

    def _ticks(self, name: str) -> Ticks:
        asked, groups = self.cleaned_data.get(name, []), self.options[name].items()
        told = {group: [(value, label, value in asked) for value, label in words.items()] for group, words in groups}
        return Ticks(name, str(self.fields[name].label), told)

    def needs(self) -> list[Tick]:
        """List what one may come for, each a box of one filter."""
        asked = self.cleaned_data.get("need", [])
        return [Tick("need", str(need.label), need.value, need in asked) for need in Need]

    def quick_ticks(self) -> list[Tick]:
        """List the filters of one box that stand beside the search."""
        return self._single(is_beside=True)

    def facts(self) -> list[Tick]:
        """List the filters of one box that stand in the panel."""
        return self._single(is_beside=False)

    def _single(self, *, is_beside: bool) -> list[Tick]:
        return [
            Tick(name, str(known.label), known.tick, self.cleaned_data.get(name) in (known.tick, [known.tick]))
            for name, known in self.filters.items()
            if isinstance(known, YesFilter) and known.is_beside is is_beside
        ]

    def words_by_list(self) -> dict[str, dict[str, str]]:
        """Name every word of the lists, under the names by which the browser's own directory calls these."""
        lists = {name: known for name, known in self.filters.items() if isinstance(known, ListFilter)}
        return {known.column: self.labels[name] for name, known in lists.items()}

    @property
    def territories(self) -> list[str]:
        """The codes of the territories that are asked for; none asks for all."""
        return list(self.cleaned_data.get("territory", []))

    @property
    def states(self) -> list[str]:
        """The states of overlap that are asked for; none asks for all."""
        return list(self.cleaned_data.get("overlap", []))

    @property
    def centre(self) -> tuple[float, float] | None:
        """The (longitude, latitude) from which places are measured and sorted."""
        return centre(self.cleaned_data)

    @property
    def commune(self) -> Commune | None:
        """The commune from which they are."""
        found: Commune | None = self.cleaned_data.get("near_commune")
        return found

    @property
    def by_code(self) -> str:
        """The same question with the code of the commune, where its name was written: one question has one address."""
        if self.commune is None or self._query["near_commune"] == self.commune.code:
            return ""
        query = self._query.copy()
        query["near_commune"] = self.commune.code
        return query.urlencode(safe=",/")

    @property
    def radius(self) -> float | None:
        """How far from there they may be, in metres."""
        found: float | None = self.cleaned_data.get("radius")
        return found

    @property
    def around(self) -> str:
        """What is said above the list of where places are measured from, or nothing."""
        return around_title(self.commune, self.radius)

    @property
    def around_order(self) -> str:
        """How they are then sorted."""
        return around_order(is_commune=self.commune is not None)

    @property
    def radii(self) -> list[tuple[str, str, bool]]:
        """The distances that the page offers."""
        return radii(self.radius, is_centred=self.centre is not None)

    @property
    def moment(self) -> datetime | None:
        """The moment to come that is asked for."""
        moment = self.cleaned_data.get("open")
        return moment if isinstance(moment, datetime) else None

    @property
    def hour(self) -> str:
        """Write it in local time as a field of a form does, or nothing."""
        return localtime(self.moment).strftime("%Y-%m-%dT%H:%M") if self.moment else ""

    @property
    def days(self) -> list[str]:
        """The days of which an hour may be asked."""
        return [(localdate() + timedelta(days=ahead)).isoformat() for ahead in range(DAYS_AHEAD)]

    @property
    def query(self) -> str:
        """What is asked and can be read, as the API reads it too, to be followed by more: "q=mende&", or nothing."""
        read = QueryDict(mutable=True)
        for name in self.filters:
            if asked := self.cleaned_data.get(name):
                read.setlist(name, asked if isinstance(asked, list) else self._query.getlist(name)[-1:])
        if self.commune:
            read["near_commune"] = self.commune.code
        return f"{read.urlencode(safe=',')}&" if read else ""

    @property
    def folded(self) -> int:
        """Count the words asked for that the page folds away: a badge tells that they are at work."""
        listed = sum(len(self.cleaned_data.get(name, [])) for name, options in self.options.items() if options)
        return listed + sum(tick.is_ticked for tick in self.facts()) + bool(self.hour) + bool(self.around)

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing narrows the directory."""
        return not self.narrows_by

    @property
    def narrows_by(self) -> list[str]:
        """Name the filters that are asked for."""
        return [name for name, _known in self._narrowing()]

    def refused(self) -> list[str]:
        """Say what could not be read, in words, and what else it may mean."""
        return [self._refused(name, errors.as_data()) for name, errors in self.errors.items()]

    def _refused(self, name: str, errors: list[ValidationError]) -> str:
        told = {"filter": self.fields[name].label, "value": ", ".join(self._unknown(name))[:100]}
        refusal = _("%(filter)s : « %(value)s » n’est pas connu, ce filtre est laissé de côté.") % told
        several = [message for error in errors if error.code == "several" for message in error.messages]
        return " ".join([refusal, *several])

    def places(self, at: datetime) -> Places:
        """Ask for the published places that pass every filter but the state of overlap, at an aware local moment."""
        return self._passing(at, but={"overlap"})

    def is_refused_by_hours(self, at: datetime, *, within: BBox | None = None) -> bool:
        """Tell whether places pass every filter but "open now", which is then worth lifting; in a box, if any."""
        if not self.cleaned_data.get("open"):
            return False
        found = self._passing(at, but={"open"})
        return (found.in_bbox(within) if within else found).exists()

    def _passing(self, at: datetime, *, but: Collection[str]) -> Places:
        found = passing(NetworkedPlace.objects.published(), self._pairs(but=but), self._asked(at))
        return cast("Places", found)

    def _pairs(self, *, but: Collection[str] = ()) -> Pairs:
        return [(known, self.cleaned_data[name]) for name, known in self._narrowing() if name not in but]

    def _asked(self, at: datetime) -> dict[str, Any]:
        return self.cleaned_data | {"on": at.date(), "at": at}

    @property
    def doubts(self) -> list[str]:
        """Name what may not be known of a place, among what is asked."""
        return [str(doubt) for doubt in in_doubt(self._pairs())]

    def unsaid(self, at: datetime) -> tuple[Places, Places] | None:
        """Find the places that may answer: those that have not told, and those whose hours are to be confirmed.

        The first are all of them, the second among these. None where nothing is in doubt, or it is these that are
        shown.
        """
        if not self.doubts or self.cleaned_data.get("unknown"):
            return None
        found = unsaid(NetworkedPlace.objects.published(), self._pairs(), self._asked(at))
        return cast("Places", found), self._to_confirm(at)

    def _to_confirm(self, at: datetime) -> Places:
        """Find the places that answer everything but the hour, of which their hours leave a doubt."""
        if not (moment := self.cleaned_data.get("open")):
            return NetworkedPlace.objects.none()
        rows = self._passing(at, but={"open"})
        found = cast("OpenFilter", self.filters["open"]).to_confirm(rows, moment, self._asked(at))
        return cast("Places", found)

    def _narrowing(self) -> Iterator[tuple[str, Parameter]]:
        """Go through the filters that are asked for."""
        return ((name, known) for name, known in self.filters.items() if known.narrows and self.cleaned_data.get(name))

    def listed(self, found: Places) -> Places:
        """Keep the states of overlap that are asked, in the order of the list; around a point, the nearest first."""
        return self.sorted(self.of_states(found))

    def of_states(self, found: Places) -> Places:
        """Keep the states of overlap that are asked."""
        return found.overlapping(self.states) if self.states else found

    def sorted(self, found: Places) -> Places:
        """Put them in the order of the list; around a point, the nearest first."""
        point = self.point_of(found)
        if point is None:
            return in_order(found)
        return in_order(found.with_reach(*point), F("reach").asc(nulls_last=True))

    def point_of(self, found: Places) -> tuple[float, float] | None:
        """The (longitude, latitude) from which what was found is sorted: a commune that was looked for, or a centre."""
        return found.reading.around.point if found.reading.around else self.centre

    def in_words(self, *, but: Collection[str] = ()) -> list[str]:
        """Say each filter as a reader would: what a printed page or a shared link tells first."""
        told = [(name, known) for name, known in self._narrowing() if name not in but]
        said = [known.in_words(self.cleaned_data[name], self.labels[name]) for name, known in told]
        return [*chain(*said), *around_in_words(self.commune, self.radius)]


def in_order(places: Places, *first: OrderBy) -> Places:
    """Sort places as every list of them does: what was asked, what one can act upon first, then commune and name."""
    return places.with_rank().order_by(*first, *places.by_relevance(), F("rank"), "commune__name", "name", "pk")


def _flat(options: dict[str, dict[str, str]]) -> dict[str, str]:
    return {value: label for words in options.values() for value, label in words.items()}


def _filled(query: QueryDict) -> QueryDict:
    """Leave out what a form sends empty, and what PostgreSQL cannot hold."""
    filled = QueryDict(mutable=True)
    for name, values in query.lists():
        filled.setlist(name, [text for value in values if (text := value.replace("\x00", "").strip())])
    return filled
