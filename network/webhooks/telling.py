"""What a message says: the names of what changed after a position, and where to read it. Never what it says."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from network.live.moves import MOST_NAMES
from network.live.reading import MOVES
from network.models import Membership, Webhook

CHANGED, PING = "directory.changed", "ping"
# Changes that one message tells, and names in it; beyond, whoever is called asks for the rest.
_MOST_CHANGES, _MOST_ITEMS = 500, 500
# What the API of changes tells; synonyms and who is in a network are told there with something else.
_SORTS = {"place", "network", "organisation", "family", "kind", "service"}
_NUMBERED = {"network", "organisation"}


class Moved(NamedTuple):
    """What was committed after a position: up to which one, what it touched, and whether all of it is named."""

    position: int
    names: list[str]
    is_whole: bool


def moved_since(position: int) -> Moved:
    """Read the log after a position. Signals of workshops and the like are nothing of the directory."""
    with connection.cursor() as cursor:
        cursor.execute(MOVES, {"after": position, "most": _MOST_CHANGES})
        rows = cursor.fetchall()
    told = [names for _position, _moment, topic, names in rows if topic is None]
    names = list(dict.fromkeys(name for each in told for name in each))
    is_whole = len(names) <= _MOST_ITEMS and all(len(each) < 5 * MOST_NAMES for each in told)
    return Moved(rows[-1][0] if rows else position, names, is_whole)


def message_for(webhook: Webhook, moved: Moved) -> dict[str, Any] | None:
    """Write what a webhook is told of it; None where nothing of it is its business."""
    names = list(_of_network(webhook, moved)) if webhook.network_id else moved.names
    items = [_item(name) for name in names if name.partition(":")[0] in _SORTS]
    if not items and moved.is_whole:
        return None
    data = {
        "since": str(webhook.position),
        "cursor": str(moved.position),
        "changes": f"{settings.PUBLIC_URL}/api/v1/changes/?since={webhook.position}",
        "items": items[:_MOST_ITEMS],
        "is_whole": moved.is_whole,
    }
    return _message(CHANGED, webhook, data)


def ping_for(webhook: Webhook) -> dict[str, Any]:
    """Write a message that says nothing but that it arrived."""
    return _message(PING, webhook, {})


def written(message: dict[str, Any]) -> str:
    """Write a message as it is signed and sent."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _message(kind: str, webhook: Webhook, data: dict[str, Any]) -> dict[str, Any]:
    network = webhook.network.slug if webhook.network else None
    return {"type": kind, "timestamp": timezone.now().isoformat(), "data": {"network": network, **data}}


def _item(name: str) -> dict[str, Any]:
    sort, _colon, key = name.partition(":")
    return {"sort": sort, "id": int(key) if sort in _NUMBERED else key}


def _of_network(webhook: Webhook, moved: Moved) -> Iterator[str]:
    """Keep the network itself, and the places that are or were in it, one that has just left it too."""
    is_members = f"members:{webhook.network_id}" in moved.names
    own = _members(webhook, (name.partition(":")[2] for name in moved.names if name.startswith("place:")))
    for name in moved.names:
        sort, _colon, key = name.partition(":")
        if name == f"network:{webhook.network_id}" or (sort == "place" and key in own):
            yield name
    if is_members and f"network:{webhook.network_id}" not in moved.names:
        yield f"network:{webhook.network_id}"


def _members(webhook: Webhook, places: Iterable[str]) -> set[str]:
    """Which of these places (UUIDs) are in the network, or ever were."""
    log: Any = Membership
    ever = log.pgh_event_model.objects.filter(network=webhook.network_id, place__uuid__in=list(places))
    return {str(uuid) for uuid in ever.values_list("place__uuid", flat=True).distinct()}
