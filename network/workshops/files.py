"""A workshop as a file: what it says, and its scenes, to be kept, sent to a colleague and read again."""

import json
import re
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.models import Scene, Workshop
from network.workshops.making import MOST_SCENES, SAID

FORMAT = "croisee-workshop-1"
# A hundred scenes with all their notes; nothing of this sort weighs more.
LARGEST = 2_000_000  # bytes
# Whose place is the workshop's, not the scene's.
_NOT_SAID = {"workshop", "position"}
# A character that PostgreSQL does not hold, as JSON writes it; not the same six letters after a backslash that is said.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


class WorkshopFile(NamedTuple):
    """What a file says: the title and the words of the workshop, and the columns of each scene."""

    title: str
    words: str | None
    scenes: list[dict[str, Any]]


def write_file(workshop: Workshop) -> str:
    """Write a workshop as JSON, notes included."""
    told = {"format": FORMAT, "title": workshop.title, "words": workshop.words}
    scenes = [{name: value for name, value in scene.items() if value} for scene in workshop.scenes.values(*SAID)]
    return json.dumps(told | _room(workshop) | {"scenes": scenes}, ensure_ascii=False, indent=2) + "\n"


def _room(workshop: Workshop) -> dict[str, Any]:
    """What another machine needs to receive the same room: see `carrying.py`."""
    if workshop.network is None or workshop.day is None:
        return {}
    day, offers = workshop.day.isoformat(), workshop.offers
    room = {"code": workshop.code, "day": day, "network": workshop.network.slug, "offers": offers}
    about = {"territories": workshop.territories} if workshop.territories else {}
    return {"room": room | about | {"holds_all": workshop.holds_all}}


def read_file(text: bytes) -> WorkshopFile:
    """Read such a file, whole or not at all.

    Raises:
        ValidationError: it is something else, or a scene of it cannot be; the sentence says which.

    """
    told = read_json(text)
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("scenes"), list):
        raise ValidationError(_("Ce fichier n’est pas celui d’un atelier de Croisée."))
    if len(told["scenes"]) > MOST_SCENES:
        raise ValidationError(_("Un atelier a %(count)d scènes au plus.") % {"count": MOST_SCENES})
    words = told.get("words")
    scenes = [_scene(number, said) for number, said in enumerate(told["scenes"], 1)]
    return WorkshopFile(str(told.get("title") or ""), words if isinstance(words, str) else None, scenes)


def read_json(text: bytes) -> Any:  # noqa: ANN401  what a file says
    """Read JSON, without the character that PostgreSQL does not hold.

    Raises:
        ValidationError: it is none.

    """
    try:
        return json.loads(_NUL.sub(rb"\1", text))
    except (ValueError, RecursionError):
        raise ValidationError(_("Ce fichier n’est pas du JSON : reprenez celui que Croisée a écrit.")) from None


def _scene(number: int, said: object) -> dict[str, Any]:
    """Read a scene as the columns of its row.

    Raises:
        ValidationError: it cannot be one.

    """
    if not isinstance(said, dict) or not {*said} <= {*SAID}:
        raise ValidationError(_("Scène %(number)d : elle n’est pas lisible.") % {"number": number})
    values: dict[str, Any] = {"sentence": "", "query": "", "notes": None, "seconds": None} | said
    try:
        Scene(position=number, **values).clean_fields(exclude=_NOT_SAID)
        Scene(position=number, **values).validate_constraints(exclude=_NOT_SAID)
    except ValidationError as refusal:
        named = {"number": number, "why": " ".join(refusal.messages)}
        raise ValidationError(_("Scène %(number)d : %(why)s") % named) from None
    return values
