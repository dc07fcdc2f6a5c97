"""A page of the list, and the ways to those around it: none reads more than a browser could hold."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.core.paginator import Paginator
from django.core.validators import slug_re
from django.db.models import Q
from django.utils.translation import gettext as _

from frontend.home.amounts import Amounts, Places
from frontend.home.question import Asked
from network.models import NetworkedPlace

# Some screens of a list; a département has fewer places.
CARDS_ON_A_PAGE = 200
# In a country: commune by commune, each as the list of one territory is. An index gives communes in this order.
_BY_COMMUNE = ("commune__name", "commune", "rank", "name", "pk")
_FIRST = "1"

Order = Callable[[Places], Places]


class ListPage(NamedTuple):
    """Some places in the order of the list, and what `page` is for the pages around; "" where there is none.

    `total` is how many there are in all, where this page tells.
    """

    rows: Places
    next: str = ""
    previous: str = ""
    total: int | None = None
    is_by_number: bool = True

    @property
    def previous_label(self) -> str:
        """Name the way back: who knows only what a page comes after goes back to the first."""
        return _("Lieux précédents") if self.is_by_number else _("Début de la liste")


def page_of(found: Places, asked: Asked, amounts: Amounts, page: str, *, size: int | None = None) -> ListPage:
    """Cut a page out of what was found: by its number; of too many, by the slug of the place that it comes after.

    Around a point pages of too many are numbered as well, and end with the nearest that a browser could hold.
    """
    kept, size = asked.of_states(found), size or CARDS_ON_A_PAGE
    if not amounts.are_reckoned:
        return _numbered(kept, asked.sorted, amounts.of(asked.states).number, page, size)
    if point := asked.point_of(found):
        return _nearest(kept, asked.sorted, point, page, size)
    return _after(kept, page, size)


def _numbered(found: Places, put_in_order: Order, total: int, page: str, size: int) -> ListPage:
    pages = Paginator(range(total), size).get_page(page)
    after = str(pages.next_page_number()) if pages.has_next() else ""
    before = str(pages.previous_page_number()) if pages.has_previous() else ""
    rows = put_in_order(found)
    if not pages.has_other_pages():
        return ListPage(rows[:total], total=total)
    return ListPage(_those(rows, _slugs(rows)[pages.start_index() - 1 : pages.end_index()]), after, before, total)


def _nearest(found: Places, put_in_order: Order, point: tuple[float, float], page: str, size: int) -> ListPage:
    most = max(1, settings.WHOLE_DIRECTORY // size)
    number = Paginator(range(most), 1).get_page(page).number
    until = number * size
    rows = put_in_order(found.among_nearest(until + 1, *point))
    slugs = _slugs(rows)[until - size : until + 1]
    after = str(number + 1) if len(slugs) > size and number < most else ""
    return ListPage(_those(rows, slugs[:size]), after, str(number - 1) if number > 1 else "")


def _after(found: Places, page: str, size: int) -> ListPage:
    known = NetworkedPlace.objects.published().with_rank()
    last = known.filter(slug=page).values(*_BY_COMMUNE).first() if slug_re.match(page) else None
    ranked, is_first = found.with_rank(), last is None
    rest = ranked.filter(_beyond(last), commune__name__gte=last["commune__name"]) if last else ranked
    rows = rest.order_by(*_BY_COMMUNE)
    slugs = _slugs(rows)[: size + 1]
    is_more, shown = len(slugs) > size, slugs[:size]
    total = len(shown) if is_first and not is_more else None
    return ListPage(
        _those(rows, shown), shown[-1] if is_more else "", "" if is_first else _FIRST, total, is_by_number=False
    )


def _slugs(rows: Places) -> Any:  # noqa: ANN401  what Django makes of it
    return rows.values_list("slug", flat=True)


def _those(rows: Places, slugs: Any) -> Places:  # noqa: ANN401
    """Keep these places. Asked all at once, what else is told of them is read of all that were found."""
    return rows.filter(slug__in=list(slugs))


def _beyond(last: Mapping[str, Any]) -> Q:
    """Say that a row comes after this one, in the order of its columns."""
    beyond, same = Q(), Q()
    for column, value in last.items():
        beyond |= same & Q(**{f"{column}__gt": value})
        same &= Q(**{column: value})
    return beyond
