"""`/overlap/`: where the networks meet, where they could, and since when."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.overlap import blanks, records
from api.overlap.filters import (
    LISTS,
    ChangesQuestion,
    OpportunitiesQuestion,
    OverlapQuestion,
    SetsQuestion,
    TimelineQuestion,
)
from api.overlap.opportunities import OpportunitiesSerializer
from api.overlap.revalidation import revalidated
from api.overlap.serializers import (
    ChangesSerializer,
    HistoriesSerializer,
    OverlapCollectionSerializer,
    OverlapSerializer,
    SetsSerializer,
    TimelineSerializer,
)
from api.problems import bad_parameter
from api.renderers import CSVRenderer, compact
from api.schema import answer_of
from api.views import ReadViewSet, SpatialReadViewSet
from api.workbook.renderer import XLSXRenderer
from network.choices import State
from network.models import NetworkedPlace
from network.overlap import history, opportunities, states
from network.overlap.changes import changes
from network.overlap.question import Crossing, Level
from network.overlap.sets import combinations
from network.overlap.sources import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOTHING = NetworkedPlace.objects.none()


class OverlapViewSet(SpatialReadViewSet):
    """Which sides serve each place, or cover each commune, on a day."""

    queryset = NOTHING
    filename = _("croisements")

    @extend_schema(
        **answer_of(
            _("Où deux côtés se croisent : lieux, communes, intercommunalités ou territoires, à une date"),
            OverlapSerializer,
            OverlapQuestion,
            collection=OverlapCollectionSerializer,
        )
    )
    @revalidated(OverlapQuestion)
    def list(self, request: Request, question: OverlapQuestion) -> Response:
        """Tell where two sides meet on a day."""
        crossing, level, on = question.crossing, question.counted, question.day
        as_features = self.wants_geojson(request)
        found: Sequence[states.PlaceState | states.CommuneState | states.GroupState]
        if level == Level.PLACE:
            found = states.places(crossing, on=on)
        elif level == Level.COMMUNE:
            found = states.communes(crossing, on=on, outlined=as_features)
        else:
            found = states.groups(crossing, level, on=on, outlined=as_features)
        summed = states.summarise(found)
        known = sources(crossing, on=on)
        items = records.Items(crossing, known.unknown, as_features=as_features)
        counted = records.summary(summed, level, known.unknown)
        head = {"summary": counted, "without_population": summed.without_population}
        written, blank = [items.write(one) for one in found], blanks.state(crossing, level)
        return Response(records.answer(crossing, level, written, blank=blank, known=known, days={"on": on}, **head))


class TimelineViewSet(ReadViewSet):
    """Every date at which anything changes."""

    queryset = NOTHING
    filename = _("croisements-dates")

    @extend_schema(
        **answer_of(
            _("Chaque date où quelque chose change, avec les comptes et les preuves"),
            TimelineSerializer,
            TimelineQuestion,
        )
    )
    @revalidated(TimelineQuestion)
    def list(self, request: Request, question: TimelineQuestion) -> Response:
        """Tell every date at which anything changes."""
        crossing, level = question.crossing, question.counted
        before, moments = history.timeline(crossing, level)
        known, in_csv = sources(crossing), _wants_table(request)
        items = [records.moment(one, level, known.unknown_on(one.day), in_csv=in_csv) for one in moments]
        told = records.whole_summary(before, level, known.unknown_on(date.min))
        return Response(records.answer(crossing, level, items, blank=blanks.moment(level), known=known, before=told))


class HistoryViewSet(ReadViewSet):
    """How each place and commune went."""

    queryset = NOTHING
    filename = _("croisements-histoire")

    @extend_schema(
        **answer_of(
            _(
                "Comment chaque lieu ou commune a changé : de quoi montrer n’importe quelle date, et n’importe quel "
                "rayon, sans redemander"
            ),
            HistoriesSerializer,
            TimelineQuestion,
        )
    )
    @revalidated(TimelineQuestion)
    def list(self, request: Request, question: TimelineQuestion) -> Response:
        """Tell how each place or commune went, from the first date to the last."""
        crossing, level = question.crossing, question.counted
        _refuse_if_too_long(crossing, level)
        measured = level == Level.COMMUNE and crossing.rule.radius is not None
        steps = history.nearest(crossing) if measured else []
        stays = history.stays(crossing) if level == Level.PLACE else []
        histories = records.Histories(history.turns(crossing, level), stays, steps)
        units = states.places_alone(crossing) if level == Level.PLACE else states.communes_alone(crossing)
        items, blank = [histories.write(unit, crossing.rule) for unit in units], blanks.history(crossing, level)
        return Response(records.answer(crossing, level, items, blank=blank, known=sources(crossing)))


class ChangesViewSet(ReadViewSet):
    """What was gained and lost between two days."""

    queryset = NOTHING
    filename = _("croisements-changements")

    @extend_schema(
        **answer_of(
            _("Ce qui est gagné, perdu ou passé d’un côté à l’autre entre deux jours, avec les preuves"),
            ChangesSerializer,
            ChangesQuestion,
        )
    )
    @revalidated(ChangesQuestion)
    def list(self, request: Request, question: ChangesQuestion) -> Response:
        """Tell what changed between two days."""
        crossing, level = question.crossing, question.counted
        start, end = question.days
        found = changes(crossing, level, start=start, end=end)
        items = [records.change(one, in_csv=_wants_table(request)) for one in found.items]
        known, days, blank = sources(crossing, on=end), {"from": start, "to": end}, blanks.change(level)
        summary = records.flows(found.matrix, level, unknown=(known.unknown_on(start), known.unknown))
        head = {"summary": summary, "matrix": records.ways(found.matrix, level)}
        return Response(records.answer(crossing, level, items, blank=blank, known=known, days=days, **head))


class SetsViewSet(ReadViewSet):
    """Which places are in which networks together."""

    queryset = NOTHING
    filename = _("croisements-combinaisons")

    @extend_schema(
        **answer_of(_("Combien de lieux sont dans chaque combinaison de réseaux"), SetsSerializer, SetsQuestion)
    )
    @revalidated(SetsQuestion)
    def list(self, request: Request, question: SetsQuestion) -> Response:
        """Tell the size of every combination of networks."""
        crossing, on = question.crossing, question.day
        found = combinations(crossing, on=on)
        known = sources(crossing, on=on)
        return Response(records.combined(crossing, found, on=on, known=known, blank=blanks.combination()))


class OpportunitiesViewSet(ReadViewSet):
    """What could be."""

    queryset = NOTHING
    filename = _("croisements-possibles")

    @extend_schema(
        **answer_of(
            _(
                "Ce qui pourrait se faire : les lieux voisins sans réseau commun, les communes que rien ou presque ne "
                "couvre"
            ),
            OpportunitiesSerializer,
            OpportunitiesQuestion,
        )
    )
    @revalidated(OpportunitiesQuestion)
    def list(self, request: Request, question: OpportunitiesQuestion) -> Response:
        """Tell which places could meet, and which communes little or nothing covers."""
        crossing = question.crossing
        known = sources(crossing, on=question.day)
        found = _found(question, crossing, in_csv=_wants_table(request), is_known=not known.unknown)
        lists = {name: [records.opportunity(one) for one in rows or []] for name, rows in found.items()}
        totals = {name: None if rows is None else rows[0].total if rows else 0 for name, rows in found.items()}
        head = {"pair_rule": records.pair_rule(question.apart), "limit": question.length, "totals": totals} | lists
        first, rows = next(iter(lists.items()))
        items, blank = [compact(row) for row in rows], blanks.opportunity(first)
        days = {"on": question.day}
        answer = records.answer(crossing, Level.COMMUNE, items, blank=blank, known=known, days=days, **head)
        rule = records.pair_columns(crossing, question.apart) if first == "pairs" else {}
        said = {"total": totals[first], "limit": question.length, **answer.said, **rule}
        return Response(replace(answer, said=said, listed=False))


def _refuse_if_too_long(crossing: Crossing, level: Level) -> None:
    """Refuse the whole history of a country, whose answer would be as big as the wait for it.

    Raises:
        BadParameter: there are more places or communes than an answer holds.

    """
    if history.is_beyond(crossing, level, settings.WHOLE_DIRECTORY):
        detail = gettext(
            "Il y a ici plus de %(most)s lieux ou communes : leur histoire entière ne se donne pas. "
            "Demandez « /overlap/ », une date à la fois, ou un territoire."
        ) % {"most": number_format(settings.WHOLE_DIRECTORY, force_grouping=True)}
        raise bad_parameter("level", detail, gettext("un annuaire de la taille d’une région, au plus"))


def _found(
    question: OpportunitiesQuestion, crossing: Crossing, *, in_csv: bool, is_known: bool
) -> dict[str, "Sequence[opportunities.Pair | opportunities.Gap] | None"]:
    """Read the lists asked for. A table holds one: the first, when none is named.

    None for the communes that lack something, on a day of which nobody knows what there was (not `is_known`).
    """
    on, limit = question.day, question.length

    def lacking(*states: State) -> "Sequence[opportunities.Gap] | None":
        return opportunities.gaps(crossing, states, on=on, limit=limit) if is_known else None

    ways: dict[str, Callable[[], Sequence[opportunities.Pair | opportunities.Gap] | None]] = {
        "pairs": lambda: opportunities.pairs(crossing, on=on, radius=question.apart, limit=limit),
        "almost": lambda: lacking(State.A, State.B),
        "neither": lambda: lacking(State.NEITHER),
    }
    what = question.values.get("what")
    return {name: ways[name]() for name in ([what] if what else LISTS[: 1 if in_csv else None])}


def _wants_table(request: Request) -> bool:
    return isinstance(request.accepted_renderer, CSVRenderer | XLSXRenderer)
