"""What is suggested: sent by a program, read and decided by those who keep the listing."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import Question
from api.places.keeping import found
from api.places.writing import changes_in, new_in
from api.problems import Refused
from api.schema import READS, SUGGESTION, WRITES, kept_by
from api.suggestions.serializers import (
    AcceptanceSerializer,
    RefusalSerializer,
    SuggestionInputSerializer,
    SuggestionPageSerializer,
    SuggestionSerializer,
)
from api.writing.bodies import read
from api.writing.views import PrivateViewSet, hers, person_of, written
from network.choices import Reported, Review
from network.models import NetworkedPlace, Suggestion
from network.models.suggestion import SUGGESTED
from network.rights import Action
from network.services import Said, Verdict, accept, accept_closing, accept_new, refuse, suggest
from network.services.suggestions import ACCEPTED, EDITED, REFUSED
from places.choices import DatePrecision, Door
from places.filters import OneOfFilter
from places.forms.coordinates import CoordinatesField
from places.services import Conflict

_UNSAID = ["-"]  # what no kind is called: whoever suggests a place need not know its kind
_MOST = 100  # those behind come up as these are decided


class SuggestionQuestion(Question):
    """The parameters of `/suggestions/`."""

    state = OneOfFilter(
        help_text=gettext_lazy("Où en sont celles que l’on veut lire."),
        choices=Review.values,
        default=Review.WAITING.value,
        example=Review.APART.value,
    )


class SuggestionViewSet(PrivateViewSet):
    """What someone says of listings, until a facilitator decides."""

    @extend_schema(
        **kept_by(
            gettext_lazy("Signaler une erreur, une fermeture, un lieu manquant"),
            (SuggestionInputSerializer, SuggestionSerializer),
            WRITES,
            good=201,
        )
    )
    def create(self, request: Request) -> HttpResponse:
        """Receive a suggestion: anyone with an account may, of any place, and nothing is published by it."""
        said = read(SuggestionInputSerializer, request.data)
        kind, place = Reported(said["kind"]), found(said["place"]) if said.get("place") else None
        if (place is None) is not (kind == Reported.NEW):
            raise _wrong("place", _("Une suggestion est d’un lieu, ou d’un lieu à ajouter."))

        def write() -> Response:
            words = said.get("words")
            patch = Said(_patch(kind, said.get("changes", {})), words, said.get("version", 0))
            if not (patch.patch or words or kind == Reported.CLOSED):
                raise _wrong("changes", _("Dites au moins une chose : en vos mots, ou en corrigeant un champ."))
            return Response(_record(suggest(kind=kind, place=place, said=patch, door=Door.API)), status=201)

        return written(request, write)

    @extend_schema(
        **kept_by(gettext_lazy("Les suggestions à relire"), (None, SuggestionPageSerializer), READS, SuggestionQuestion)
    )
    def list(self, request: Request) -> HttpResponse:
        """List those that whoever asks may decide of, the oldest first: those that wait, unless `state` says others."""
        state = SuggestionQuestion.asked(request, Suggestion.objects.none()).values.get("state") or Review.WAITING
        return Response({"results": [_record(each) for each in _own(request).filter(state=state)[:_MOST]]})

    @extend_schema(**kept_by(gettext_lazy("Une suggestion"), (None, SuggestionSerializer), READS, SUGGESTION))
    def retrieve(self, request: Request, uuid: UUID) -> HttpResponse:
        """One suggestion."""
        return Response(_record(get_object_or_404(_own(request), uuid=uuid)))

    @extend_schema(
        **kept_by(
            gettext_lazy("Accepter une suggestion"), (AcceptanceSerializer, SuggestionSerializer), WRITES, SUGGESTION
        )
    )
    def accept(self, request: Request, uuid: UUID) -> HttpResponse:
        """Accept all of it, some members, or with other values; of a place that is missing, its whole record."""
        suggestion, said = get_object_or_404(_own(request), uuid=uuid), read(AcceptanceSerializer, request.data)
        return written(request, lambda: Response(_record(_accepted(request, suggestion, said))))

    @extend_schema(
        **kept_by(gettext_lazy("Refuser une suggestion"), (RefusalSerializer, SuggestionSerializer), WRITES, SUGGESTION)
    )
    def refuse(self, request: Request, uuid: UUID) -> HttpResponse:
        """Refuse it, with a reason that its author may read."""
        suggestion, said = get_object_or_404(_own(request), uuid=uuid), read(RefusalSerializer, request.data)

        def write() -> Response:
            done = refuse(suggestion=suggestion, reason=said["reason"], by=person_of(request), door=Door.API)
            return Response(_record(done))

        return written(request, write)


def _own(request: Request) -> QuerySet[Suggestion]:
    found_here = Suggestion.objects.filter(hers(request, Action.REVIEW))
    return found_here.select_related("place").order_by("made_at", "pk")


def _patch(kind: Reported, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Read what is proposed into columns, as the forms of the public do."""
    if kind == Reported.CLOSED:
        return {}
    if kind == Reported.NEW:
        return _missing(changes)
    columns = changes_in(changes)
    if stray := {*columns} - {*SUGGESTED}:
        raise _wrong("changes", _("On ne suggère pas : %(names)s.") % {"names": ", ".join(sorted(stray))})
    return columns | ({"point": _said(columns["point"])} if columns.get("point") else {})


def _missing(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What a place that is missing is: its name and commune at least, its kinds if they are known."""
    values, stays = new_in({"kinds": _UNSAID, **changes})
    if stays or "commune" not in values:
        raise _wrong("changes", _("Donnez au moins le nom et la commune du lieu, sans ses réseaux."))
    told = {name: getattr(each, "pk", each) for name, each in values.items() if each != _UNSAID}
    return told | ({"point": _said(values["point"])} if values.get("point") else {})


def _said(point: Point) -> str:
    """Write a point as the forms of those who review read it."""
    return f"{point.y}, {point.x}"


def _column(name: str, said: Any) -> Any:  # noqa: ANN401  what JSON holds of a column
    return CoordinatesField().clean(said) if name == "point" else said


def _accepted(request: Request, suggestion: Suggestion, said: Mapping[str, Any]) -> Suggestion:
    signature: Any = {"suggestion": suggestion, "by": person_of(request), "door": Door.API}
    if suggestion.kind == Reported.NEW:
        values, _stays = new_in(said.get("changes", {}))
        return accept_new(values=values, **signature)
    if suggestion.kind == Reported.CLOSED:
        if "on" not in said:
            raise _wrong("on", _("Dites le premier jour où le lieu n’est plus là."))
        return accept_closing(on=said["on"], precision=said.get("precision", DatePrecision.DAY), **signature)
    return _taken(suggestion, said, signature)


def _taken(suggestion: Suggestion, said: Mapping[str, Any], signature: Any) -> Suggestion:  # noqa: ANN401
    edited = {name: value for name, value in changes_in(said.get("changes", {})).items() if name in suggestion.patch}
    taken: Collection[str] = said.get("take", [*suggestion.patch])
    kept = {name: _column(name, suggestion.patch[name]) for name in suggestion.patch if name in taken} | edited
    if suggestion.patch and not kept:
        raise _wrong("take", _("Dites ce que vous acceptez, ou refusez avec une raison."))
    decided = dict.fromkeys(suggestion.patch, REFUSED) | dict.fromkeys(kept, ACCEPTED) | dict.fromkeys(edited, EDITED)
    try:
        return accept(steps=[(kept, suggestion.version)] if kept else [], verdict=Verdict(decided), **signature)
    except Conflict as conflict:
        raise Refused(
            [
                {
                    "pointer": f"#/take/{each.field}",
                    "detail": _("La fiche a changé depuis : donnez la valeur qui reste."),
                }
                for each in conflict.disputes
            ]
        ) from conflict


def _wrong(member: str, detail: str) -> Refused:
    return Refused([{"pointer": f"#/{member}", "detail": detail}])


def _record(suggestion: Suggestion) -> dict[str, Any]:
    told = {name: getattr(suggestion, name) for name in ("uuid", "kind", "state", "version", "words", "reason")}
    place: NetworkedPlace | Any = suggestion.place
    return {
        **told,
        "place": place.slug if place else None,
        "changes": suggestion.patch,
        "decisions": suggestion.decisions,
        "made_at": suggestion.made_at,
    }
