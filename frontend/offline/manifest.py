"""What a telephone reads to put the site among its applications."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from frontend.site.territory import territory_in_words

PAPER = "#FBFAF6"


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the application in the language of the address. It reaches the whole site: one may change language."""
    home = reverse("frontend:home")
    told = {
        "id": home,
        "name": "Croisée",
        "short_name": "Croisée",
        "description": _("L’annuaire et la carte des tiers-lieux et lieux ressources %(territory)s")
        % territory_in_words(),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": home,
        "scope": "/",
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "categories": ["business", "education", "navigation", "utilities"],
        "icons": [_icon("icon-192", 192), _icon("icon-512", 512), _icon("icon-maskable-512", 512, "maskable")],
        "shortcuts": [
            {"name": _("Ouvert maintenant"), "url": f"{home}?open=now"},
            {"name": _("Réseaux"), "url": reverse("frontend:networks")},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _icon(name: str, side: int, purpose: str = "any") -> dict[str, Any]:
    return {
        "src": static(f"frontend/{name}.png"),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }
