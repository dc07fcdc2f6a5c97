"""What templates need to write values as people do."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from frontend.metadata.structured_data import facts_of_site
from frontend.site.words import closing_in_words, network_dates_in_words
from network.models import Membership, Network
from places import phones
from places import siret as sirets
from places.models import Place
from places.words import Dated, day_in_words, moment_in_words, time_in_words
from places.work import KnownWork, work_of

register = template.Library()

# Written in the place of a number that nobody knows.
UNKNOWN = "—"

# As Django's json_script does: nothing in a script element can then end it, whatever a name holds.
_SAFE_IN_SCRIPT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.filter
def weight_in_words(size: int) -> str:
    """Say how heavy a file of so many bytes is: "43 ko", "1,2 Mo"."""
    thousands = max(round(size / 1000), 1)
    if thousands < 1000:  # noqa: PLR2004  a million bytes
        return _("%(number)s ko") % {"number": number_format(thousands)}
    return _("%(number)s Mo") % {"number": number_format(round(size / 1_000_000, 1), decimal_pos=1)}


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """The whole address of a path of this site."""
    address: str = context["request"].build_absolute_uri(path)
    return address


@register.simple_tag(takes_context=True)
def oembed_address(context: Context) -> str:
    """The address where another site learns how to show this page."""
    request = context["request"]
    asked = urlencode({"url": request.build_absolute_uri(), "format": "json"})
    address: str = request.build_absolute_uri(f"{reverse('files:oembed')}?{asked}")
    return address


@register.simple_tag(takes_context=True)
def site_facts(context: Context, description: str) -> Mapping[str, Any]:
    """What search engines read of the site itself."""
    return facts_of_site(context["request"], description)


@register.simple_tag
def linked_data(facts: Mapping[str, Any]) -> SafeString:
    """Write facts as JSON-LD, for search engines."""
    text = json.dumps(facts, ensure_ascii=False).translate(_SAFE_IN_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  escaped above


@register.filter(expects_localtime=True)
def in_words(day: date) -> str:
    """Write a date: "1er janvier 2020"."""
    return day_in_words(day)


@register.filter
def moment(at: datetime) -> str:
    """Write when something was done: "1er janvier 2020 à 9 h 30"."""
    return moment_in_words(at)


@register.filter
def time_of_day(moment: datetime) -> str:
    """Write the hour of a moment where the site is: "21 h 38"."""
    return time_in_words(localtime(moment).time())


@register.filter
def dated(day: date, precision: str) -> str:
    """Write of when a source is: "en date du 1er octobre 2019", "en date d’octobre 2019"."""
    return Dated(day, precision).dated


@register.filter
def closing(place: Place, today: date) -> str:
    """Write when a place closed, or is to: "Fermé depuis 2022"; it has such a day."""
    return closing_in_words(place, today)


@register.filter
def last_seen(membership: Membership) -> str:
    """Write when a source last cites a membership: "le 1er octobre 2019", "en octobre 2019"; it has such a day."""
    return Dated(membership.last_seen_on or date.max, membership.last_seen_precision).when


@register.filter
def dates(network: Network) -> str | None:
    """Write when a network began and ended: "depuis le 1er janvier 2020"; None when nothing is known."""
    return network_dates_in_words(network)


@register.filter
def ended(network: Network) -> str:
    """Write since when a network is no more: "depuis le 26 avril 2022 au plus tard"; it has a last day."""
    end = Dated(network.ended_on or date.max, network.ended_precision)
    return end.since if network.is_end_exact else _("%(since)s au plus tard") % {"since": end.since}


@register.filter
def is_over(network: Network) -> bool:
    """Tell whether a network has ended; an end to come is not one yet."""
    return network.ended_on is not None and network.ended_on <= localdate()


@register.filter
def phone(number: str) -> str:
    """Write a number as it is said: "04 66 00 00 00", from abroad "+33 4 66 00 00 00"."""
    return phones.said(number)


@register.filter
def siret(digits: str) -> str:
    """Write a SIRET as it is read aloud: "219 500 950 00012"."""
    return sirets.said(digits)


@register.filter
def guess(path: str) -> str:
    """Guess from a path that leads nowhere what was looked for: "/lieux/la-pompee/" gives "la pompee"."""
    last = path.rstrip("/").rpartition("/")[2]
    words = re.findall(r"[^\W\d_]{2,}", last.rpartition(".")[0] or last)
    return " ".join(words)[:100]


@register.filter
def directions(place: Place) -> str:
    """The address of a way to a place that has a point, from wherever the reader says."""
    point = place.point
    assert point is not None
    return f"https://www.openstreetmap.org/directions?to={point.y:.6f}%2C{point.x:.6f}"


@register.filter
def host(url: str) -> str:
    """What a reader recognises of a web address: its host, without "www."."""
    return urlsplit(url).netloc.rpartition("@")[2].removeprefix("www.")


@register.filter
def amount(number: Decimal | int) -> str:
    """Write a number with no more decimals than it has."""
    exact = Decimal(number)
    return number_format(exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize())


@register.filter
def grouped(number: int | None) -> str:
    """Write a whole number by thousands: "15 310"; a dash for what nobody knows, which is not zero."""
    return UNKNOWN if number is None else number_format(number, force_grouping=True)


@register.filter
def work(place: Place) -> list[KnownWork]:
    """Tell what is known for someone who comes to work; nothing at all when nobody knows anything."""
    return work_of(place)
