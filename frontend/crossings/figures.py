"""The figures of the page of crossings, as a file that can be checked: `manage.py recompute` counts it again."""

import json
import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from frontend.crossings.question import AskedCrossing
from network.overlap.figures import Position, Question, figures, last_position, position_at


@require_safe
def figures_file(request: HttpRequest) -> HttpResponse:
    """Write what the page counts, at the end of the log or as it was known at a position of it (`at`).

    A question that cannot be read, in whole or in part, is not answered: 400.

    Raises:
        Http404: the log has no such position.

    """
    asked = AskedCrossing(request.GET)
    if asked.errors:
        return HttpResponse(" ".join(asked.refused()), status=400, content_type="text/plain; charset=utf-8")
    at = _position(request.GET.get("at", ""))
    if at is None:
        raise Http404
    told = figures(Question.of(asked.facts(), asked.day, asked.supposed_texts), at)
    answer = HttpResponse(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", content_type="application/json; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="croisee-chiffres-{asked.day}-rang-{at.number}.json"'
    answer["X-Robots-Tag"] = "noindex"
    patch_cache_control(answer, public=True, no_cache=True)
    return answer


def _position(text: str) -> Position | None:
    """Read a position of the log; "" is its end."""
    if not text:
        return last_position()
    return position_at(int(text)) if re.fullmatch(r"[0-9]{1,18}", text) else None
