"""The doors by which places and their words are written: every verb says who, by which door and on which version."""

from places.services.addresses import forget_addresses, load_addresses
from places.services.distinct import doubt_again, tell_apart
from places.services.lexicon import sweep_words
from places.services.photos import (
    add_photo,
    add_picture,
    move_photo,
    put_first,
    remove_photo,
    say_of_photo,
    sweep_photos,
)
from places.services.places import archive, create_place, delete_place, edit_place, free_slug, publish
from places.services.records import Conflict, Edit, create, delete, edit, signed
from places.services.undo import Undone, restore, undo
from places.services.versions import Meanwhile, seen_at, ties_of, version_of, versions_of

__all__ = [
    "Conflict",
    "Edit",
    "Meanwhile",
    "Undone",
    "add_photo",
    "add_picture",
    "archive",
    "create",
    "create_place",
    "delete",
    "delete_place",
    "doubt_again",
    "edit",
    "edit_place",
    "forget_addresses",
    "free_slug",
    "load_addresses",
    "move_photo",
    "publish",
    "put_first",
    "remove_photo",
    "restore",
    "say_of_photo",
    "seen_at",
    "signed",
    "sweep_photos",
    "sweep_words",
    "tell_apart",
    "ties_of",
    "undo",
    "version_of",
    "versions_of",
]
