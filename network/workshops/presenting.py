"""A workshop is presented: what the room is shown, which every screen of it follows."""

from django.db.models import F

from network.models import Scene, Workshop


def show(workshop: Workshop, *, scene: Scene | None, is_blank: bool, is_wall: bool = False) -> None:
    """Show a scene of it (None: the first one), or what the room sent, or nothing but black."""
    workshop.shown, workshop.is_blank, workshop.is_wall = scene, is_blank, is_wall
    workshop.version = F("version") + 1
    workshop.save(update_fields=["shown", "is_blank", "is_wall", "version"])
    workshop.refresh_from_db(fields=["version"])
