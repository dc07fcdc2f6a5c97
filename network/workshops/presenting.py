"""A workshop is presented: what the room is shown, which every screen of it follows."""

from collections.abc import Iterable

from django.db.models import F

from network.models import Scene, Workshop
from network.overlap.supposing import Supposed


def show(
    workshop: Workshop,
    *,
    scene: Scene | None,
    is_blank: bool,
    is_wall: bool = False,
    supposed: Iterable[Supposed] = (),
) -> None:
    """Show a scene of it (None: the first one), with what is supposed, or what the room sent, or nothing but black."""
    workshop.shown, workshop.is_blank, workshop.is_wall = scene, is_blank, is_wall
    workshop.supposed = [str(one) for one in supposed]
    workshop.version = F("version") + 1
    workshop.save(update_fields=["shown", "is_blank", "is_wall", "supposed", "version"])
    workshop.refresh_from_db(fields=["version"])
