"""Which other directories someone compares: those of the networks that she runs; all of them for an administrator."""

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.http import Http404, HttpRequest

from network.models import Finding, ImportSource, Network
from network.models.peers import Found
from network.rights import Action, allowed, is_administrator
from places.models import Place


def peers_of(request: HttpRequest) -> QuerySet[ImportSource]:
    """The peers of the networks that whoever asks runs."""
    found = ImportSource.objects.filter(is_peer=True).select_related("network").order_by("name")
    return found if is_administrator(request.user) else found.filter(network__in=run_by(request))


def run_by(request: HttpRequest) -> QuerySet[Network]:
    """The networks that whoever asks runs."""
    return Network.objects.filter(allowed(Action.RUN, request.user))


def peer_of(request: HttpRequest, key: int) -> ImportSource:
    """Find a peer of a network that this person runs.

    Raises:
        Http404: there is no such peer, or it is not hers.

    """
    found = peers_of(request).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def findings_of(request: HttpRequest, source: ImportSource | None = None) -> QuerySet[Finding]:
    """What differs with a peer, or with all of hers, in the order in which it is gone through.

    A difference with a listing that she may not correct is left out.
    """
    rank = Case(*(When(sort=sort, then=at) for at, sort in enumerate(Found)), output_field=IntegerField())
    hers = ~Q(sort=Found.DIFFERENT) | Q(place__in=Place.objects.filter(allowed(Action.EDIT, request.user)))
    found = source.findings.all() if source else Finding.objects.filter(source__in=peers_of(request).order_by())
    return (
        found.filter(Q() if is_administrator(request.user) else hers)
        .annotate(rank=rank)
        .order_by("rank", "number", "pk")
    )
