"""The words that the browser's code speaks, translated here with the rest of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from network.choices import Overlap


def map_texts(kinds: Mapping[str, str]) -> dict[str, dict[str, str] | str]:
    """Give every text of the map by key. `{name}` is filled in by the browser; `_one` and `_other` are its plurals."""
    return {
        "kinds": dict(kinds),
        "overlap": {str(value): str(label) for value, label in Overlap.choices},
        "marker": _("{name}, {commune}, {state}"),
        "group_one": _("{count} lieu, {where} : {mix}"),
        "group_other": _("{count} lieux, {where} : {mix}"),
        "mix": _("{state} ({count})"),
        "and_others": _("{commune} et autour"),
        "shown_one": _("{count} lieu"),
        "shown_other": _("{count} lieux"),
        "same_spot_one": _("{count} lieu à cet endroit"),
        "same_spot_other": _("{count} lieux à cet endroit"),
        "close": _("Fermer"),
        "zoom_in": _("Agrandir"),
        "zoom_out": _("Réduire"),
        "reset": _("Voir tout le territoire"),
        "layers": _("Fonds de carte"),
        "attribution": _('<a href="#credit">Sources et licences</a> · Leaflet'),
        "own_ground": _("Fond simple, sans internet"),
    }
