"""Whether the site is alive and ready, for whoever watches over it. Both answers are JSON and never kept."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers. Nothing else is looked at: a database that is down is no reason to restart it."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether pages can be served: 503 with the reason while the database is away or behind its migrations."""
    reason = _why_not_ready()
    return JsonResponse(
        {"status": "unavailable", "reason": reason} if reason else {"status": "ok"}, status=503 if reason else 200
    )


def _why_not_ready() -> str | None:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "The database does not answer."
    return f"{len(plan)} migrations are not applied." if plan else None
