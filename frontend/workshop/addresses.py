"""A scene is a state of a page, and the address of that page says it: one is read from the other."""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.site.sharing import page_at
from network.choices import ScenePage
from network.models import Scene
from network.models.workshop import LONGEST_QUERY

_PAGES = {"frontend:home": ScenePage.MAP, "frontend:crossings": ScenePage.CROSSINGS}
_NAMES = {page: name for name, page in _PAGES.items()}
# What says in an address where the map looks.
_WHERE = {"territory", "map"}


class SceneState(NamedTuple):
    """The columns of a scene that say what it shows."""

    page: ScenePage
    query: str


def address_of(scene: Scene, codes: Collection[str] = ()) -> str:
    """Write the address of what a scene shows, in the language of this thread; it begins on these territories."""
    path, query = reverse(_NAMES[ScenePage(scene.page)]), beginning_on(scene.query, codes)
    return f"{path}?{query}" if query else path


def beginning_on(query: str, codes: Collection[str]) -> str:
    """Have what a scene shows begin on some territories, unless it says where it looks."""
    said = parse_qs(query, keep_blank_values=True)
    if not codes or not said.keys().isdisjoint(_WHERE):
        return query
    return "&".join(part for part in (query, urlencode([("territory", code) for code in codes])) if part)


def read_address(text: str) -> SceneState:
    """Read the address of a page of this site, whole or from its path on, in whichever language.

    Raises:
        ValidationError: it is no page that a scene can show.

    """
    parts = urlsplit(text.strip())
    query = parts.query
    found = page_at(f"{parts.path}?{query}" if query else parts.path)
    page = _PAGES.get(found.match.view_name) if found else None
    if page is None or not query.isascii() or " " in query or len(query) > LONGEST_QUERY:
        raise ValidationError(_("Collez l’adresse de la carte ou des croisements, telle que votre navigateur l’écrit."))
    return SceneState(page, query)
