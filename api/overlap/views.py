"""`/overlap/`: where the networks meet, where they could, and since when."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.overlap import records
from api.overlap.filters import (
    LISTS,
    ChangesQuestion,
    OpportunitiesQuestion,
    OverlapQuestion,
    SetsQuestion,
    TimelineQuestion,
)
from api.overlap.serializers import (
    ChangesSerializer,
    HistoriesSerializer,
    OpportunitiesSerializer,
    OverlapCollectionSerializer,
    OverlapSerializer,
    SetsSerializer,
    TimelineSerializer,
)
from api.renderers import Answer, CSVRenderer, compact
from api.schema import answer_of
from api.views import ReadViewSet, SpatialReadViewSet
from network.models import NetworkedPlace
from network.overlap import history, opportunities, states
from network.overlap.changes import changes
from network.overlap.question import Crossing, Level, State
from network.overlap.sets import combinations

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING = NetworkedPlace.objects.none()


class OverlapViewSet(SpatialReadViewSet):
    """Which sides serve each place, or cover each commune, on a day."""

    queryset = NOTHING

    @extend_schema(
        **answer_of(
            _("Où deux côtés se croisent : lieux, communes, intercommunalités ou territoires, à une date"),
            OverlapSerializer,
            OverlapQuestion,
            collection=OverlapCollectionSerializer,
        )
    )
    def list(self, request: Request) -> Response:
        """Tell where two sides meet on a day."""
        question = OverlapQuestion.asked(request, self.queryset)
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
        items = records.Items(crossing, as_features=as_features)
        head = {"summary": records.summary(summed, level), "without_population": summed.without_population}
        return Response(records.answer(crossing, level, [items.write(one) for one in found], on=on, **head))


class TimelineViewSet(ReadViewSet):
    """Every date at which anything changes."""

    queryset = NOTHING

    @extend_schema(
        **answer_of(
            _("Chaque date où quelque chose change, avec les comptes et les preuves"),
            TimelineSerializer,
            TimelineQuestion,
        )
    )
    def list(self, request: Request) -> Response:
        """Tell every date at which anything changes."""
        question = TimelineQuestion.asked(request, self.queryset)
        crossing, level = question.crossing, question.counted
        before, moments = history.timeline(crossing, level)
        items = [records.moment(moment, level, in_csv=_wants_csv(request)) for moment in moments]
        return Response(records.answer(crossing, level, items, before=records.summary(before, level)))


class HistoryViewSet(ReadViewSet):
    """How each place and commune went."""

    queryset = NOTHING

    @extend_schema(
        **answer_of(
            _("Le cours de chaque lieu ou commune : de quoi montrer toute date, et tout rayon, sans redemander"),
            HistoriesSerializer,
            TimelineQuestion,
        )
    )
    def list(self, request: Request) -> Response:
        """Tell how each place or commune went, from the first date to the last."""
        question = TimelineQuestion.asked(request, self.queryset)
        crossing, level = question.crossing, question.counted
        measured = level == Level.COMMUNE and crossing.rule.radius is not None
        steps = history.nearest(crossing) if measured else []
        histories = records.Histories(history.turns(crossing, level), steps)
        units = states.places_alone() if level == Level.PLACE else states.communes_alone()
        return Response(records.answer(crossing, level, [histories.write(unit, crossing.rule) for unit in units]))


class ChangesViewSet(ReadViewSet):
    """What was gained and lost between two days."""

    queryset = NOTHING

    @extend_schema(
        **answer_of(
            _("Ce qui est gagné, perdu ou passé d’un côté à l’autre entre deux jours, avec les preuves"),
            ChangesSerializer,
            ChangesQuestion,
        )
    )
    def list(self, request: Request) -> Response:
        """Tell what changed between two days."""
        question = ChangesQuestion.asked(request, self.queryset)
        crossing, level = question.crossing, question.counted
        start, end = question.days
        found = changes(crossing, level, start=start, end=end)
        items = [records.change(one, in_csv=_wants_csv(request)) for one in found]
        counts = records.counts_of_changes(found, level)
        head: dict[str, Any] = {"from": start.isoformat(), "to": end.isoformat(), "summary": counts}
        return Response(records.answer(crossing, level, items, **head))


class SetsViewSet(ReadViewSet):
    """Which places are in which networks together."""

    queryset = NOTHING

    @extend_schema(
        **answer_of(_("Combien de lieux sont dans chaque combinaison de réseaux"), SetsSerializer, SetsQuestion)
    )
    def list(self, request: Request) -> Response:
        """Tell the size of every combination of networks."""
        question = SetsQuestion.asked(request, self.queryset)
        crossing, on = question.crossing, question.day
        found = combinations(crossing, on=on)
        answer = records.answer(crossing, Level.PLACE, [records.combination(one) for one in found], on=on)
        head = {key: value for key, value in answer.head.items() if key != "sides"}
        return Response(Answer(head | {"networks": records.sizes(crossing, found)}, answer.items, answer.said))


class OpportunitiesViewSet(ReadViewSet):
    """What could be."""

    queryset = NOTHING

    @extend_schema(
        **answer_of(
            _("Ce qui pourrait être : les lieux voisins sans réseau commun, les communes que peu ou rien ne couvre"),
            OpportunitiesSerializer,
            OpportunitiesQuestion,
        )
    )
    def list(self, request: Request) -> Response:
        """Tell which places could meet, and which communes little or nothing covers."""
        question = OpportunitiesQuestion.asked(request, self.queryset)
        crossing = question.crossing
        lists = _lists(question, crossing, in_csv=_wants_csv(request))
        head = {"pair_rule": records.pair_rule(question.apart)} | lists
        items = [compact(row) for row in next(iter(lists.values()))]
        answer = records.answer(crossing, Level.COMMUNE, items, on=question.day, **head)
        return Response(Answer(answer.head, answer.items, answer.said, listed=False))


def _lists(question: OpportunitiesQuestion, crossing: Crossing, *, in_csv: bool) -> dict[str, Any]:
    """Read the lists asked for. A table holds one: the first, when none is named."""
    on, limit = question.day, question.length
    one_side = [State.A_ONLY, State.B_ONLY]
    ways = {
        "pairs": lambda: map(records.pair, opportunities.pairs(crossing, on=on, radius=question.apart, limit=limit)),
        "almost": lambda: map(records.gap, opportunities.gaps(crossing, one_side, on=on, limit=limit)),
        "neither": lambda: map(records.gap, opportunities.gaps(crossing, [State.NEITHER], on=on, limit=limit)),
    }
    what = question.values.get("what")
    return {name: list(ways[name]()) for name in ([what] if what else LISTS[: 1 if in_csv else None])}


def _wants_csv(request: Request) -> bool:
    return isinstance(request.accepted_renderer, CSVRenderer)
