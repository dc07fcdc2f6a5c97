"""The last changes of the places that a question keeps, as an Atom feed (RFC 4287)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from frontend.home.question import Asked
from frontend.site.territory import territory_in_words
from network.models import Membership
from places.choices import Status
from places.log.history import Entry, Part, history_of
from places.models import Place

# What a reader of feeds, who looks once a week, may have missed; a loading tells of hundreds of places in one entry.
ENTRIES, PARTS = 50, 20
# Before anything was written, nothing was updated: Atom demands a date all the same.
_NEVER = datetime(2016, 1, 1, tzinfo=UTC)

# What XML 1.0 cannot hold at all (section 2.2), and a question or a text may.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Log = Any  # the events of a model: an EventQuerySet


class Feed(Atom1Feed):
    """A feed that says the same while nothing changes, empty or not."""

    def latest_post_date(self) -> datetime:
        """Tell when it last changed."""
        return super().latest_post_date() if self.items else _NEVER


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the log as a feed tells it: the first parts of it, and how many more there are."""

    entry: Entry
    parts: list[Part]
    more: int

    @classmethod
    def of(cls, entry: Entry) -> "Told":
        """Keep what a reader can read."""
        return cls(entry, entry.parts[:PARTS], max(0, len(entry.parts) - PARTS))

    @property
    def title(self) -> str:
        """Name what was touched first, and count the rest."""
        first, others = self.entry.parts[0], len(self.entry.parts) - 1
        said = _("%(action)s : %(subject)s") % {"action": first.action, "subject": first.subject}
        more = ngettext("%(said)s, et %(n)d autre", "%(said)s, et %(n)d autres", others)
        return more % {"said": said, "n": others} if others else said


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Tell the last changes of the places that pass the filters of the address, newest first; nobody is named.

    What a filter cannot read is refused (400): a feed that silently told of everything would be believed.
    """
    asked = Asked(request.GET)
    if asked.errors:
        return HttpResponse("\n".join(asked.refused()), status=400, content_type="text/plain; charset=utf-8")
    listings, stays = _logs(asked)
    told = [Told.of(entry) for entry in history_of(listings, stays, size=ENTRIES).entries]
    feed = _feed(request, asked)
    slugs = _alone((listings, stays), [each.entry.number for each in told])
    for each in told:
        slug = slugs.get(each.entry.number)
        feed.add_item(
            title=_UNSAYABLE.sub("", each.title),
            link=request.build_absolute_uri(reverse("frontend:place", args=[slug]) if slug else _page(asked)),
            description=_UNSAYABLE.sub("", render_to_string("pages/following/_entry.html", {"told": each})),
            unique_id=f"{request.build_absolute_uri(reverse('frontend:home'))}#changement-{each.entry.number}",
            updateddate=each.entry.at,
            pubdate=each.entry.at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _logs(asked: Asked) -> tuple[Log, Log]:
    """The events of the listings that are kept, once published; and of their stays, with those that left a network."""
    models: list[Any] = [Place, Membership]
    listing, membership = (model.pgh_event_model.objects for model in models)
    kept = _kept(asked)
    networks = asked.cleaned_data["network"] if asked.narrows_by == ["network"] else None
    left = Q(network__slug__in=networks, place__in=Place.objects.published().values("pk")) if networks else Q()
    return (
        listing.filter(pgh_obj__in=kept, status=Status.PUBLISHED),
        membership.filter(Q(place__in=kept) | left),
    )


def _kept(asked: Asked) -> QuerySet[Any, Any]:
    found = asked.places(timezone.localtime())
    return (found.overlapping(asked.states) if asked.states else found).order_by().values("pk")


def _alone(logs: Iterable[Log], numbers: Collection[int]) -> dict[int, str]:
    """Find the slug of the listing that a change touched, where it touched one alone: there its reader goes."""
    listings, stays = (log.filter(pgh_change__in=numbers) for log in logs)
    touched = defaultdict[int, set[str]](set)
    for pairs in (listings.values_list("pgh_change", "pgh_obj__slug"), stays.values_list("pgh_change", "place__slug")):
        for number, slug in pairs:
            touched[number].add(slug)
    return {number: min(slugs) for number, slugs in touched.items() if len(slugs) == 1 and None not in slugs}


def _page(asked: Asked) -> str:
    return f"{reverse('frontend:home')}?{asked.query}".rstrip("?&")


def _feed(request: HttpRequest, asked: Asked) -> Feed:
    said = " · ".join(asked.in_words()) or _("Tous les lieux %(territory)s") % territory_in_words()
    return Feed(
        title=_UNSAYABLE.sub("", _("Croisée, ce qui change : %(what)s") % {"what": said}),
        link=request.build_absolute_uri(_page(asked)),
        description=None,
        language=translation.get_language(),
        feed_url=request.build_absolute_uri(),
        author_name="Croisée",
    )
