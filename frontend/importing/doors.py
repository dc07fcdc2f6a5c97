"""Whose imports one sees: those of the networks that one runs."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from frontend.workspace.forms import number
from network.models import Import, ImportLine, Network
from network.rights import Action, allowed, is_administrator


def imports_of(request: HttpRequest) -> QuerySet[Import]:
    """The imports of the networks that whoever asks runs; all of them for an administrator."""
    found = Import.objects.select_related("source__network", "person")
    if is_administrator(request.user):
        return found
    return found.filter(source__network__in=Network.objects.filter(allowed(Action.RUN, request.user)))


def import_of(request: HttpRequest, key: int) -> Import:
    """Find an import of a network that this person runs.

    Raises:
        Http404: there is no such import, or it is not hers.

    """
    found = imports_of(request).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def line_of(batch: Import, key: str | None) -> ImportLine:
    """Find a line of an import.

    Raises:
        Http404: it has no such line.

    """
    found = batch.lines.select_related("batch__person").filter(pk=number(key)).first()
    if found is None:
        raise Http404
    return found
