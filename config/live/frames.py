"""How what moved is written: frames of a stream (server-sent events), or one answer of JSON."""

import json
from http import HTTPStatus
from typing import Any

from network.live.moves import Point, Told

# A browser that lost the stream and has no script of ours asks again after so many milliseconds.
_RETRY = 3000
_HEADS = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n"

# What begins a stream; a proxy is asked not to hold it back.
STREAM_HEAD = (
    f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nX-Accel-Buffering: no\r\n{_HEADS}\r\n"
    f"retry: {_RETRY}\n\n"
).encode()


def frame(event: str, point: Point, **data: Any) -> bytes:  # noqa: ANN401  JSON
    """Write an event of a stream; a browser that comes back names its id."""
    return f"id: {point}\nevent: {event}\ndata: {_json(data)}\n\n".encode()


def changed(point: Point, before: Point, told: Told) -> bytes:
    """Tell what moved, as of a point; `before` is the frame that was sent before, so that a gap is seen."""
    return frame("change", point, before=str(before), topics=told)


def body(point: Point, told: Told | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    """Tell it as one answer: `reset` where nobody knows what moved since."""
    return {"id": str(point), "reset": told is None, "topics": told or {}, **more}


def answer(status: HTTPStatus, data: dict[str, Any], kind: str = "application/json") -> bytes:
    """Write a whole answer, after which the connection is closed."""
    content = _json(data).encode()
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n"
    return f"{head}{_HEADS}\r\n".encode() + content


def refused(status: HTTPStatus, why: str) -> bytes:
    """Refuse, as a problem document (RFC 9457)."""
    told = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": why}
    return answer(status, told, "application/problem+json")


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
