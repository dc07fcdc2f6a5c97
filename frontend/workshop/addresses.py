"""A scene is a state of a page, and the address of that page says it: one is read from the other."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.site.sharing import page_at
from network.choices import ScenePage
from network.models import Scene
from network.models.workshop import LONGEST_QUERY

_PAGES = {"frontend:home": ScenePage.MAP, "frontend:crossings": ScenePage.CROSSINGS}
_NAMES = {page: name for name, page in _PAGES.items()}


class SceneState(NamedTuple):
    """The columns of a scene that say what it shows."""

    page: ScenePage
    query: str


def address_of(scene: Scene) -> str:
    """Write the address of what a scene shows, in the language of this thread."""
    path = reverse(_NAMES[ScenePage(scene.page)])
    return f"{path}?{scene.query}" if scene.query else path


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
