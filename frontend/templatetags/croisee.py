"""What templates need to write values as people do."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django import template
from django.utils.formats import number_format
from django.utils.timezone import localdate

from frontend.words import NBSP, dates_in_words, day_in_words
from network.models import Network
from places.models import Place

register = template.Library()

_ABOUT_WORK = (
    "desks",
    "meeting_rooms",
    "has_call_booth",
    "has_sockets",
    "has_wired_internet",
    "has_wifi",
    "download_mbps",
    "upload_mbps",
    "day_price",
    "month_price",
    "access_note",
)


@register.filter
def in_words(day: date) -> str:
    """Write a date: "1er janvier 2020"."""
    return day_in_words(day)


@register.filter
def dates(network: Network) -> str | None:
    """Write when a network began and ended: "depuis le 1er janvier 2020"; None when nothing is known."""
    return dates_in_words(network.started_on, network.ended_on)


@register.filter
def is_over(network: Network) -> bool:
    """Tell whether a network has ended; an end to come is not one yet."""
    return network.ended_on is not None and network.ended_on <= localdate()


@register.filter
def phone(number: str) -> str:
    """Write a French number as the French do, "04 66 00 00 00"; any other as it is stored."""
    if not number.startswith("+33") or len(number) != len("+33466000000"):
        return number
    national = f"0{number[3:]}"
    return NBSP.join(national[start : start + 2] for start in range(0, len(national), 2))


@register.filter
def host(url: str) -> str:
    """Give what a reader recognises of a web address: its host, without "www."."""
    return urlsplit(url).netloc.removeprefix("www.")


@register.filter
def amount(number: Decimal | int) -> str:
    """Write a number with no more decimals than it has."""
    exact = Decimal(number)
    return number_format(exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize())


@register.filter
def knows_about_work(place: Place) -> bool:
    """Tell whether anything at all is known for someone who comes to work."""
    return any(getattr(place, field) is not None for field in _ABOUT_WORK)
