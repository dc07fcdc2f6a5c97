"""A network as those who run it keep it: who is in it and since when, what shows it, who joins and who leaves."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from frontend.site.words import period_in_words
from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.forms import number
from frontend.workspace.membership_forms import JoinForm, LeaveForm, SeenForm
from frontend.workspace.vouching import Standing, stand_for, standings, versions_shown
from network.models import Membership, Network, NetworkedPlace
from network.queues import unconfirmed
from network.rights import Action, allowed
from network.services import join, leave, see, still_hers_to_unsay, unsay
from places.choices import Door
from places.services import signed
from places.words import day_in_words

# Enough to find the one that is meant, few enough to be read.
MOST_FOUND = 12
LONGEST_SEARCH = 200


class Member(NamedTuple):
    """A place of the network today: its stay, since when, and what the network said of its listing."""

    stay: Membership
    period: str
    standing: Standing
    leaving: LeaveForm


@require_safe
@for_keepers
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the members of a network, those that left, and a search for one to add.

    Raises:
        Http404: there is no such network, or it is not hers.

    """
    return _show(request, hers(request, slug))


@require_POST
@for_keepers
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that a source cites the places that are ticked.

    Raises:
        Http404: there is no such network, or it is not hers.

    """
    run, form = hers(request, slug), SeenForm(request.POST)
    keys = [int(key) for key in request.POST.getlist("member") if key.isascii() and key.isdigit()]
    ticked = list(run.memberships.on().filter(pk__in=keys).select_related("place"))
    if not ticked:
        messages.warning(request, _("Cochez d’abord les lieux que cette source cite."))
        return _show(request, run, seen_form=form, ticked=keys)

    def write() -> str:
        with signed(by=person_of(request), door=Door.WORKSPACE):
            made = see(memberships=ticked, sighting=form.sighting, by=person_of(request), door=Door.WORKSPACE)
            if form.cleaned_data["stands"]:
                stand_for(request, run, ticked)
        said = ngettext("%(count)d lieu vu %(day)s.", "%(count)d lieux vus %(day)s.", len(made))
        return said % {"count": len(made), "day": form.dated.when}

    return _written(request, run, form, write) or _show(request, run, seen_form=form, ticked=keys)


@require_POST
@for_keepers
def vouched(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that a network stands for the listing of one member, or of those that are ticked.

    Raises:
        Http404: there is no such network, or it is not hers.

    """
    run = hers(request, slug)
    keys = [number(key) for key in request.POST.getlist("one") or request.POST.getlist("member")]
    stays = run.memberships.on().filter(pk__in=keys, place__status="published")
    if not stays:
        messages.warning(request, _("Cochez d’abord les lieux dont le réseau a vu la fiche."))
    else:
        stand_for(request, run, stays)
    return HttpResponseRedirect(reverse("workspace:network", args=[run.slug]))


@require_POST
@for_keepers
def unsaid(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Take back what this person said today for a network of hers.

    Raises:
        Http404: there is no such network of hers, or she said no such thing today.

    """
    run = hers(request, slug)
    made = get_object_or_404(still_hers_to_unsay(person_of(request)).select_related("place"), pk=key, network=run)
    unsay(vouch=made, by=person_of(request), door=Door.WORKSPACE)
    messages.success(request, _("Le réseau ne se porte plus garant de la fiche « %(place)s ».") % {"place": made.place})
    return HttpResponseRedirect(reverse("workspace:network", args=[run.slug]))


@require_POST
@for_keepers
def joined(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """Put a place in a network of hers.

    Raises:
        Http404: there is no such network of hers, or no such place.

    """
    run, form = hers(request, slug), JoinForm(request.POST)
    chosen = get_object_or_404(NetworkedPlace.objects.published(), slug=place)

    def write() -> str:
        join(values=form.membership(chosen, run), by=person_of(request), door=Door.WORKSPACE)
        return _("« %(place)s » est dans le réseau.") % {"place": chosen}

    return _written(request, run, form, write) or _show(request, run, join_form=form, chosen=chosen)


@require_POST
@for_keepers
def left(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """End a membership of a network of hers.

    Raises:
        Http404: there is no such network of hers, or no such membership in it.

    """
    run, form = hers(request, slug), _leaving(key, request.POST)
    membership = get_object_or_404(run.memberships.select_related("place", "network"), pk=key)

    def write() -> str:
        leave(membership=membership, on=form.cleaned_data["day"], by=person_of(request), door=Door.WORKSPACE)
        said = _("« %(place)s » n’est plus dans le réseau à partir du %(day)s.")
        return said % {"place": membership.place, "day": day_in_words(form.cleaned_data["day"])}

    return _written(request, run, form, write) or _show(request, run, leaving=membership, leave_form=form)


def hers(request: HttpRequest, slug: str) -> Network:
    """Find a network that this person runs, under this address or one that it had.

    Raises:
        Http404: there is no such network, or it is not hers.

    """
    found = Network.objects.filter(allowed(Action.RUN, request.user)).at_slug(slug)
    if found is None:
        raise Http404
    return found


def _written(request: HttpRequest, run: Network, form: forms.Form, write: Callable[[], str]) -> HttpResponse | None:
    """Write what a form says and lead back to the network; None when it was refused, which the form then says."""
    if not form.is_valid():
        return None
    try:
        messages.success(request, write())
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return None
    return HttpResponseRedirect(reverse("workspace:network", args=[run.slug]))


def _show(request: HttpRequest, run: Network, **given: Any) -> HttpResponse:  # noqa: ANN401  forms that came back
    today = timezone.localdate()
    stays = run.memberships.select_related("place__commune").order_by("place__commune__name", "place__name", "period")
    told = [(stay, period_in_words(stay)) for stay in stays.filter(place__status="published")]
    members = [stay for stay, _words in told if today in stay.period]
    said = standings(request, run, members)
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "")
    context = {
        "network": run,
        "members": [
            Member(stay, words, said[stay.pk], _leaving(stay.pk)) for stay, words in told if today in stay.period
        ],
        "fresh": sum(standing.is_fresh for standing in said.values()),
        "seen": versions_shown(members),
        "others": [(stay, words) for stay, words in told if today not in stay.period],
        "asked": asked,
        "found": _found(run, asked) if asked.strip() else None,
        "chosen": _chosen(request.GET.get("lieu")),
        "seen_form": SeenForm(initial={"day": today}),
        "join_form": JoinForm(initial={"day": today}),
        "leaving": None,
        "ticked": _to_tick(request.GET.get("cocher"), run, said),
    }
    return render(request, "pages/workspace/network.html", context | given)


def _leaving(key: int, sent: QueryDict | None = None) -> LeaveForm:
    """Ask when one of the members left."""
    return LeaveForm(sent, initial={"day": timezone.localdate()}, auto_id=f"left-{key}-%s")


def _to_tick(asked: str | None, run: Network, said: Mapping[int, Standing]) -> list[int]:
    """The stays to tick: all, those whose listing the network has not seen as it is, or those that nothing confirms."""
    if asked == "a-confirmer":
        return list(run.memberships.filter(unconfirmed(timezone.localdate())).values_list("pk", flat=True))
    if asked not in {"tous", "a-revoir"}:
        return []
    return [key for key, standing in said.items() if asked == "tous" or not standing.is_fresh]


def _found(run: Network, asked: str) -> list[NetworkedPlace]:
    """Search the places that are not in the network today."""
    inside = Membership.objects.on().filter(network=run).values("place")
    places = NetworkedPlace.objects.published().matching(asked).exclude(pk__in=inside)
    return list(places.select_related("commune").order_by("name", "pk")[:MOST_FOUND])


def _chosen(slug: str | None) -> NetworkedPlace | None:
    places = NetworkedPlace.objects.published().select_related("commune")
    return places.filter(slug=slug.replace("\x00", "")).first() if slug else None
