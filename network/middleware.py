"""Signs every change made over HTTP: who, at which address, by which door."""

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware as PgHistoryMiddleware


class HistoryMiddleware(PgHistoryMiddleware):
    """Adds the door to what pghistory notes: the first word of the address, such as "admin" or "api"."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Give the context that goes with each event of this request."""
        door = request.path.strip("/").partition("/")[0] or "site"
        return {**super().get_context(request), "door": door}
