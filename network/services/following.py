"""What is noted of a directory that is followed: how far it was read, and what here stands for what there."""

from typing import Any

from django.db.models import Model
from django.utils import timezone

from network.models import Followed, Mirrored


def begin_to_follow(*, url: str) -> Followed:
    """The directory whose changes are told at an address: as it was left, or from the beginning."""
    return Followed.objects.get_or_create(url=url)[0]


def note_progress(*, followed: Followed, cursor: str) -> None:
    """Note that its changes up to a cursor are here."""
    followed.cursor, followed.followed_at = cursor, timezone.now()
    followed.save(update_fields=["cursor", "followed_at"])


def note_mirrored(*, followed: Followed, sort: str, theirs: Any, ours: Model, is_theirs: bool) -> None:  # noqa: ANN401
    """Note which of our records stands for one of theirs, and whether it came from them."""
    said = {"ours": ours.pk, "is_theirs": is_theirs}
    followed.records.update_or_create(sort=sort, theirs=str(theirs), defaults=said)


def forget_mirrored(*, mirrored: Mirrored) -> None:
    """Forget one of theirs, which is no longer there."""
    mirrored.delete()
