"""What is done to a place beside its record: found right, closed for good, its past read and taken back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import Question
from api.places.keeping import detail, found, locked_at
from api.places.serializers import Fields, KnownDateField, PlaceDetailSerializer
from api.schema import CHANGE, CORRECTS, READS, SLUG, VERIFICATION, WRITES, kept_by
from api.writing.bodies import read
from api.writing.views import PrivateViewSet, demand, hers, person_of, seen_version, written
from network.choices import How
from network.models import Network, NetworkedPlace
from network.models.verification import LONGEST_NOTE
from network.rights import Action
from network.services import Finding, close, logs_of, still_hers, take_back, undo_in, verify
from places.choices import DatePrecision, Door, Section
from places.dates import written_out
from places.filters import WholeFilter
from places.log.history import Entry, history_of
from places.models import Place


class VerificationInputSerializer(Fields):
    """That a listing was found right: on which local day, today unless given, how, and a note.

    `sections`: those that were looked at, all of it unless given.
    """

    day = serializers.DateField(required=False)
    sections = serializers.ListField(
        child=serializers.ChoiceField(Section.choices), required=False, allow_empty=False, max_length=len(Section)
    )
    how = serializers.ChoiceField(How.choices, required=False)
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False)


class VerificationSerializer(Fields):
    """A verification; `version` is the one of the listing that was found right, `sections` null is all of it."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    day = serializers.DateField()
    sections = serializers.ListField(child=serializers.ChoiceField(Section.choices), allow_null=True)
    how = serializers.ChoiceField(How.choices, allow_null=True)
    note = serializers.CharField(allow_null=True)


class ClosureSerializer(Fields):
    """`on`: the first day when the place is no longer there; of a month or a year, its first, with its `precision`."""

    on = KnownDateField()
    precision = serializers.ChoiceField(DatePrecision.choices, required=False)


class DifferenceSerializer(Fields):
    """A field before and after, in words."""

    field = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class PartSerializer(Fields):
    """What a change made of one record."""

    action = serializers.CharField()
    subject = serializers.CharField()
    differences = DifferenceSerializer(many=True)


class EntrySerializer(Fields):
    """A change: `change` is its number, by which it is taken back."""

    change = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = serializers.CharField()
    door = serializers.CharField()
    parts = PartSerializer(many=True)


class HistorySerializer(Fields):
    """A page of a history, newest first; `older` is what `before` takes for the next one."""

    older = serializers.IntegerField(allow_null=True)
    results = EntrySerializer(many=True)


class UndoneSerializer(Fields):
    """What was put back; `left` names what someone has changed since, and which stays."""

    put_back = serializers.ListField(child=serializers.CharField())
    left = serializers.ListField(child=serializers.CharField())


class HistoryQuestion(Question):
    """The parameters of `/places/{slug}/history/`."""

    before = WholeFilter(
        help_text=_("Où reprendre : « older » d’une réponse."), min_value=0, max_value=2**62, example=1000
    )


class PlaceActs(PrivateViewSet):
    """What those who keep the directory do to a place."""

    @extend_schema(
        **kept_by(
            _("Dire qu’une fiche est juste"),
            (VerificationInputSerializer, VerificationSerializer),
            CORRECTS,
            SLUG,
            good=201,
        )
    )
    def verify(self, request: Request, slug: str) -> HttpResponse:
        """Note that the listing was found right, as it was read."""
        place, version = found(slug), seen_version(request)
        demand(request, Action.VERIFY, place)
        finding = Finding(**read(VerificationInputSerializer, request.data))

        def write() -> Response:
            locked_at(request, place, version)
            (done,) = verify(places=[place.pk], finding=finding, by=person_of(request), door=Door.API)
            told = {"day": done.day, "sections": done.sections, "how": done.how, "note": done.note}
            return Response({"id": done.pk, "version": done.version, **told}, status=201)

        return written(request, write)

    @extend_schema(**kept_by(_("Reprendre sa propre vérification"), (None, None), WRITES, VERIFICATION, good=204))
    def take_back(self, request: Request, key: int) -> HttpResponse:
        """Take back a verification of one's own, of today."""
        verification = get_object_or_404(still_hers(person_of(request)).select_related("place"), pk=key)
        demand(request, Action.VERIFY, NetworkedPlace(pk=verification.place_id))

        def write() -> Response:
            take_back(verification=verification, by=person_of(request), door=Door.API)
            return Response(status=204)

        return written(request, write)

    @extend_schema(
        **kept_by(_("Fermer un lieu pour de bon"), (ClosureSerializer, PlaceDetailSerializer), CORRECTS, SLUG)
    )
    def close(self, request: Request, slug: str) -> HttpResponse:
        """Close a place; its memberships end that day, and every date before stays as it was."""
        place, version = found(slug), seen_version(request)
        demand(request, Action.CLOSE, place)
        closing = written_out(read(ClosureSerializer, request.data), {"on": "precision"})

        def write() -> Response:
            locked = locked_at(request, place, version)
            close(place=locked, **closing, by=person_of(request), door=Door.API)
            record, etag = detail(request, Place.objects.get(pk=place.pk))
            return Response(record, headers={"ETag": etag})

        return written(request, write)

    @extend_schema(**kept_by(_("L’historique d’un lieu"), (None, HistorySerializer), READS, SLUG, HistoryQuestion))
    def history(self, request: Request, slug: str) -> HttpResponse:
        """Tell what was done to a listing, a page at a time."""
        before = HistoryQuestion.asked(request, Place.objects.none()).values.get("before")
        told = history_of(*logs_of(_own(request, slug)), before=before)
        return Response({"older": told.older, "results": [_entry(entry) for entry in told.entries]})

    @extend_schema(**kept_by(_("Annuler un changement d’un lieu"), (None, UndoneSerializer), WRITES, SLUG, CHANGE))
    def undo(self, request: Request, slug: str, change: int) -> HttpResponse:
        """Take back what a change did to this listing, and nothing of what it did elsewhere."""
        place = _own(request, slug)
        networks = Network.objects.filter(hers(request, Action.RUN))

        def write() -> Response:
            done = undo_in(place=place, change=change, networks=networks, by=person_of(request), door=Door.API)
            if done is None:
                raise Http404
            left = [name for _row, names in done.left for name in names]
            put_back = [name for _row, names in done.put_back for name in names]
            return Response({"put_back": put_back, "left": left})

        return written(request, write)


def _own(request: Request, slug: str) -> NetworkedPlace:
    """Find a place that whoever asks may correct: to others, its history is not there.

    Raises:
        NotFound: there is none of this address for them.

    """
    place = NetworkedPlace.objects.published().filter(hers(request, Action.EDIT)).at_slug(slug)
    if place is None:
        raise NotFound(_("Rien à cette adresse."))
    return place


def _entry(entry: Entry) -> dict[str, Any]:
    parts = [
        {
            "action": part.action,
            "subject": part.subject,
            "differences": [
                {"field": each.field, "before": each.before, "after": each.after} for each in part.differences
            ],
        }
        for part in entry.parts
    ]
    return {"change": entry.number, "at": entry.at, "who": entry.who, "door": entry.door, "parts": parts}
