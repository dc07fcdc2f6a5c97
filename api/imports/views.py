"""Files of partners, by programs: sent or named by their address, read over, decided, applied, taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import parsers
from rest_framework.exceptions import NotFound, PermissionDenied, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from api.imports.filters import ImportQuestion, LineQuestion
from api.imports.records import brief, lines, record
from api.imports.serializers import (
    DecidedSerializer,
    DecisionSerializer,
    ImportInputSerializer,
    ImportPageSerializer,
    ImportSerializer,
    LinePageSerializer,
    PlanSerializer,
    TakenBackSerializer,
)
from api.problems import Refused, TooLarge
from api.schema import IMPORT, READS, SENDS, WRITES, kept_by
from api.writing.bodies import read
from api.writing.views import PrivateViewSet, hers, person_of, written
from network.accounts.attempts import Pace, TooSoonError, slow_down_who
from network.importing.fetching import Fetched, Unfetched, fetch
from network.importing.mapping import Plan
from network.models import Import, ImportLine, Network
from network.models.imports import Decision, Outcome, Stage
from network.rights import Action
from network.services.imports import (
    MOST_SENT,
    NewFile,
    ask_for,
    ask_to_apply,
    choose_sheet,
    decide,
    decide_all,
    decide_field,
    drop_import,
    keep_address,
    last_of,
    plan_said,
    reach_of,
    receive,
    source_for,
    take_back_import,
    work_if_short,
)
from places.models import Place

# A file is read for some seconds: a program may send ten at once, then one every five minutes at worst.
PACE = Pace(free=10, longest=300, memory=30)
_MOST = 100
_SENT = {"multipart/form-data": ImportInputSerializer, "application/json": ImportInputSerializer}
_AROUND = 64 * 1024  # what a form holds beside its file


class ImportViewSet(PrivateViewSet):
    """The files that came for the networks that whoever asks runs."""

    parser_classes = [*PrivateViewSet.parser_classes, parsers.MultiPartParser]

    def measure(self, request: Request) -> None:
        """Refuse what is too large: a file is held on disk, and is not read into memory before it is known.

        Raises:
            TooLarge: it is more than a file may be.

        """
        if not request.content_type.startswith("multipart/"):
            super().measure(request)
        elif int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT + _AROUND:
            raise TooLarge(_("Ce fichier est trop lourd : 30 Mo au plus."))

    @extend_schema(
        **kept_by(
            gettext_lazy("Envoyer un fichier, ou dire où il est"),
            (
                {"multipart/form-data": ImportInputSerializer, "application/json": ImportInputSerializer},
                ImportSerializer,
            ),
            SENDS,
            good=201,
        )
    )
    def create(self, request: Request) -> HttpResponse:
        """Receive a file, and have it read by what its columns seem to be. A file that is at an address is fetched.

        A file at an address that is still the one that was last kept is answered with it (200).

        Raises:
            Throttled: she sent many.

        """
        said = read(ImportInputSerializer, request.data)
        network = _network(request, said["network"])
        _slow_down(request)
        file = _file(said)

        def write() -> Response:
            source = source_for(name=said["source"], network=network)
            if url := said.get("url"):
                keep_address(source=source, url=url, is_nightly=said.get("is_nightly", False))
                if last := last_of(source=source, content=file.content):
                    return Response(record(last))
            batch = receive(source=source, file=file, sheet=said.get("sheet"), by=person_of(request))
            if not Plan.of(batch.plan).wants:
                ask_for(batch=batch, plan=Plan.of(batch.plan), joins=said.get("joins", False))
            return Response(record(batch), status=201)

        return _then_worked(request, write)

    @extend_schema(**kept_by(gettext_lazy("Les fichiers reçus"), (None, ImportPageSerializer), READS, ImportQuestion))
    def list(self, request: Request) -> HttpResponse:
        """List the files that came, the newest first."""
        found = ImportQuestion.asked(request, _own(request)).qs[:_MOST]
        return Response({"results": [brief(batch) for batch in found]})

    @extend_schema(**kept_by(gettext_lazy("Un fichier reçu"), (None, ImportSerializer), READS, IMPORT))
    def retrieve(self, request: Request, key: int) -> HttpResponse:
        """One file: how far it has come, and what was found of it."""
        return Response(record(_found(request, key)))

    @extend_schema(**kept_by(gettext_lazy("Dire comment le lire"), (PlanSerializer, ImportSerializer), WRITES, IMPORT))
    def partial_update(self, request: Request, key: int) -> HttpResponse:
        """Say what its columns are, and have it read again from its first line."""
        batch, said = _found(request, key), read(PlanSerializer, request.data)

        def write() -> Response:
            if said.get("sheet", batch.sheet) != batch.sheet:
                choose_sheet(batch=batch, sheet=said["sheet"])
            plan = plan_said(batch=batch, columns=said.get("columns", {}), kinds=said.get("kinds"), words=_words(said))
            if wants := plan.wants:
                raise Refused([{"pointer": "#/columns", "detail": want} for want in wants])
            ask_for(batch=batch, plan=plan, joins=said.get("joins", batch.joins))
            return Response(record(batch))

        return _then_worked(request, write)

    @extend_schema(**kept_by(gettext_lazy("Oublier un fichier"), (None, None), WRITES, IMPORT, good=204))
    def destroy(self, request: Request, key: int) -> HttpResponse:
        """Forget a file of which nothing was applied."""
        batch = _found(request, key)

        def write() -> Response:
            if not drop_import(batch=batch):
                raise ValidationError(_("Cet import est appliqué : annulez-le."))
            return Response(status=204)

        return written(request, write)

    @extend_schema(
        **kept_by(gettext_lazy("Ce que feraient ses lignes"), (None, LinePageSerializer), READS, IMPORT, LineQuestion)
    )
    def lines(self, request: Request, key: int) -> HttpResponse:
        """The lines of a file, as they would be applied."""
        question = LineQuestion.asked(request, _found(request, key).lines.order_by("pk"))
        most = question.values.get("limit") or 100
        found = list(question.qs[: most + 1])
        after = found[most - 1].pk if len(found) > most else None
        return Response({"results": lines(found[:most]), "after": after})

    @extend_schema(
        **kept_by(gettext_lazy("Décider de lignes"), (DecisionSerializer, DecidedSerializer), WRITES, IMPORT)
    )
    def decide(self, request: Request, key: int) -> HttpResponse:
        """Decide of one line, or of all those that would do the same."""
        batch, said = _found(request, key), read(DecisionSerializer, request.data)
        return written(request, lambda: Response({"lines": _decided(request, batch, said)}))

    @extend_schema(**kept_by(gettext_lazy("Appliquer ce qui est décidé"), (None, ImportSerializer), WRITES, IMPORT))
    def apply(self, request: Request, key: int) -> HttpResponse:
        """Write what was decided, in one change; of many lines a worker does it, and `stage` is then `applying`."""
        batch = _found(request, key)

        def write() -> Response:
            _demand_reach(request, batch)
            ask_to_apply(batch=batch, by=person_of(request))
            return Response(record(batch))

        return _then_worked(request, write)

    @extend_schema(**kept_by(gettext_lazy("Annuler un import appliqué"), (None, TakenBackSerializer), WRITES, IMPORT))
    def undo(self, request: Request, key: int) -> HttpResponse:
        """Take back all that an import wrote; what someone wrote since stays, and is named."""
        batch = _found(request, key)

        def write() -> Response:
            undone = take_back_import(batch=batch, by=person_of(request))
            left = [getattr(row, "slug", str(row)) for row, _fields in undone.left]
            return Response({"stage": Stage.UNDONE, "left": left})

        return written(request, write)


def _own(request: Request) -> QuerySet[Import]:
    networks = Network.objects.filter(hers(request, Action.RUN))
    return Import.objects.filter(source__network__in=networks).select_related("source__network", "person")


def _found(request: Request, key: int) -> Import:
    return get_object_or_404(_own(request), pk=key)


def _network(request: Request, slug: str) -> Network:
    """Find a network that this request may send files for.

    Raises:
        Refused: there is no such network.
        PermissionDenied: it is not hers, or not of her token.

    """
    network = Network.objects.filter(slug=slug).first()
    if network is None:
        raise Refused([{"pointer": "#/network", "detail": _("Ce réseau n’existe pas.")}])
    if not Network.objects.filter(hers(request, Action.RUN), pk=network.pk).exists():
        raise PermissionDenied(_("Vous n’animez pas ce réseau, ou votre jeton n’est pas pour lui."))
    return network


def _slow_down(request: Request) -> None:
    try:
        slow_down_who("imports", f"{person_of(request).pk}", PACE)
    except TooSoonError as error:
        raise Throttled(error.wait) from error


def _file(said: Mapping[str, Any]) -> NewFile:
    """Take the file that was sent, or fetch it: before anything is written, for it may take some seconds.

    Raises:
        Refused: there is neither, or both; or it cannot be fetched.

    """
    sent, url, day = said.get("file"), said.get("url"), said.get("day", timezone.localdate())
    if day > timezone.localdate():
        raise Refused([{"pointer": "#/day", "detail": _("Cette date n’est pas encore arrivée.")}])
    if bool(sent) is bool(url):
        raise Refused([{"pointer": "#/file", "detail": _("Envoyez un fichier, ou donnez son adresse.")}])
    if sent:
        return NewFile(sent.name or "", sent.read(), day)
    try:
        found: Fetched = fetch(str(url))
    except Unfetched as error:
        raise Refused([{"pointer": "#/url", "detail": str(error)}]) from error
    return NewFile(found.name, found.content, day)


def _words(said: Mapping[str, Any]) -> dict[tuple[str, str], list[str]]:
    return {(each["column"], each["word"]): each["means"] for each in said.get("words", [])}


def _then_worked(request: Request, write: Callable[[], Response]) -> HttpResponse:
    """Write, then go on with what is short once that is kept: who asks reads how far it came."""
    answer = written(request, write)
    assert isinstance(answer, Response)
    if answer.data and answer.data["stage"] in (Stage.READING, Stage.APPLYING):
        batch = Import.objects.select_related("source__network", "person").get(pk=answer.data["id"])
        if work_if_short(batch):
            batch.refresh_from_db()
            answer.data = record(batch)
    return answer


def _decided(request: Request, batch: Import, said: Mapping[str, Any]) -> int:
    """Decide of a line, or of all that are alike; tell how many.

    Raises:
        Refused: it is said of both, or of neither.

    """
    if ("line" in said) is ("outcome" in said):
        raise Refused([{"pointer": "#/line", "detail": _("Dites une ligne, ou toutes celles d’une sorte.")}])
    if "outcome" in said:
        decision = Decision(said.get("decision", Decision.TAKE))
        return decide_all(batch=batch, outcome=Outcome(said["outcome"]), decision=decision)
    line = batch.lines.select_related("batch__person").filter(pk=said["line"]).first()
    if line is None:
        raise NotFound(_("Ce fichier n’a pas cette ligne."))
    _decide_one(line, said)
    return 1


def _decide_one(line: ImportLine, said: Mapping[str, Any]) -> None:
    if slug := said.get("place"):
        same = Place.objects.filter(slug=slug).values_list("pk", flat=True).first()
        decide(line=line, decision=Decision.TAKE, same_as=same or 0)
    elif "take" in said:
        decide_field(line=line, taken=said["take"])
    elif "decision" in said:
        decide(line=line, decision=Decision(said["decision"]))
    else:
        raise Refused([{"pointer": "#/decision", "detail": _("Dites ce que devient cette ligne.")}])


def _demand_reach(request: Request, batch: Import) -> None:
    """Let a token change no listing that is in none of its networks, though its owner could.

    Raises:
        PermissionDenied: the import would.

    """
    beyond = reach_of(batch=batch, hers=hers(request, Action.EDIT))
    if beyond:
        said = _("Ces fiches ne sont dans aucun réseau de ce jeton : %(places)s. Laissez leurs lignes.")
        raise PermissionDenied(said % {"places": ", ".join(beyond)})
