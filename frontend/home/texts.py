"""The words that the list and the map speak in the browser, translated here with the rest of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.home.around import around_order, around_texts
from frontend.home.question import Asked
from frontend.home.unsaid import unsaid_texts
from frontend.place.cards import undated_words
from frontend.place.freshness import SILENT, doubt_in_words
from frontend.site.texts import Texts, hours_texts
from places.search.said import search_texts


def map_texts(asked: Asked) -> Texts:
    """Every text of the map by key. `{name}` is filled in by the browser; `_one` and `_other` are its plurals."""
    return {
        **asked.words_by_list(),
        "overlap": {state.value: label for state, label in asked.words.states.items()},
        **hours_texts(),
        **_list_texts(),
        **unsaid_texts(),
        **around_texts(),
        "days": dict.fromkeys(asked.days, ""),
        "facts": {fact.name: fact.label for fact in asked.facts()},
        "doubts": {name: str(known.doubt) for name, known in asked.filters.items() if known.doubt},
        "outside": asked.words.outside,
        "undated": undated_words(),
        "silent": doubt_in_words(SILENT),
        "unseen": _("pas vérifié depuis %(years)s ans") % {"years": "{years}"},
        "neither": asked.words.neither,
        "could_be": {side.value: label for side, label in asked.words.perhaps.items()},
        "marker": _("{name}, {commune}, {state}"),
        "group_one": _("{count} lieu, {where} : {mix}"),
        "group_other": _("{count} lieux, {where} : {mix}"),
        "mix": _("{state} ({count})"),
        "and_others": _("{commune} et autour"),
        "same_spot_one": _("{count} lieu à cet endroit"),
        "same_spot_other": _("{count} lieux à cet endroit"),
        "rough_spot_one": _("{where} · placé à la commune"),
        "rough_spot_other": _("{count} lieux placés à la commune : {where}"),
        "you": _("Vous êtes ici, à peu près"),
        "close": _("Fermer"),
        "zoom_in": _("Agrandir"),
        "zoom_out": _("Réduire"),
        "reset": _("Voir tout le territoire"),
        "layers": _("Fonds de carte"),
        "attribution": _('<a href="#credit">Sources et licences</a> · Leaflet'),
        "own_ground": _("Fond simple, sans internet"),
    }


def country_texts() -> Texts:
    """Say of what is in sight that it is that, where the browser does not hold the whole."""
    return {
        "shown_one": _("{count} lieu dans cette vue"),
        "shown_other": _("{count} lieux dans cette vue"),
        "places_one": _("{count} lieu"),
        "places_other": _("{count} lieux"),
        "reckoned": _("environ %(number)s") % {"number": "{number}"},
        "order": order_in_words(is_reckoned=False),
        "order_reckoned": order_in_words(is_reckoned=True),
    }


def order_in_words(*, is_reckoned: bool) -> str:
    """Say in which order a list is, around no point: of more places than are counted, commune by commune."""
    if is_reckoned:
        return _("Par commune, horaires connus d’abord. Les nombres sont estimés.")
    return _("Horaires connus d’abord, puis par commune")


def _list_texts() -> Texts:
    return {
        "shown_one": _("{count} lieu"),
        "shown_other": _("{count} lieux"),
        "see_one": _("Voir le lieu trouvé"),
        "see_other": _("Voir les {count} lieux"),
        "see_unsaid_one": _("Aucun lieu sûr, {count} à vérifier"),
        "see_unsaid_other": _("Aucun lieu sûr, {count} à vérifier"),
        "see_none": _("Aucun lieu ne correspond à ces choix"),
        **search_texts(),
        "close_by": _("position approximative"),
        "about": _("à environ %(distance)s km") % {"distance": "{distance}"},
        "metres": _("à %(distance)s m") % {"distance": "{distance}"},
        "kilometres": _("à %(distance)s km") % {"distance": "{distance}"},
        "locating": _("Recherche de votre position…"),
        "near_refused": _("Votre navigateur ne donne pas votre position. Dites plutôt votre commune."),
        "near_unavailable": _("Votre position est introuvable pour l’instant. Dites plutôt votre commune."),
        "near_unanswered": _(
            "Votre navigateur ne répond pas. Permettez-lui de donner votre position s’il le demande, ou dites "
            "plutôt votre commune."
        ),
        "near_rough": _(
            "Votre navigateur ne vous situe qu’à %(distance)s km près, trop peu pour trier les lieux. Dites plutôt "
            "votre commune."
        )
        % {"distance": "{distance}"},
        "near_within": _("Votre position n’est connue qu’à %(distance)s m près : les distances aussi.")
        % {"distance": "{distance}"},
        "near_off": _("Ne plus trier par distance"),
        "near_on": _("Autour de moi"),
        "near_far": _("Vous êtes à %(distance)s km du lieu le plus proche : la carte montre tout le territoire.")
        % {"distance": "{distance}"},
        **_suggested(),
        "near_found": around_order(is_commune=False),
    }


def _suggested() -> Texts:
    """Name what is offered to someone who writes in the field."""
    return {
        "suggest_communes": _("Communes"),
        "suggest_kinds": _("Types de lieu"),
        "suggest_services": _("Services"),
        "suggest_facts": _("Équipement et accès"),
        "suggest_networks": _("Réseaux"),
        "suggest_places": _("Lieux"),
        "suggest_former": _("aujourd’hui %(today)s") % {"today": "{today}"},
        "suggestion_taken": _("Filtre ajouté : %(label)s.") % {"label": "{label}"},
        "suggestions_one": _offered(1),
        "suggestions_other": _offered(2),
    }


def _offered(count: int) -> str:
    return ngettext("%(count)s suggestion", "%(count)s suggestions", count) % {"count": "{count}"}
