"""What the page of crossings says, on the server and in the browser alike."""

import re
from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.crossings import combinations, comparison, doubts, supposed
from frontend.crossings.question import AskedCrossing
from frontend.crossings.sides import Sides, called, labels
from frontend.place.cards import perhaps
from frontend.templatetags.croisee import UNKNOWN, grouped
from network.choices import State
from network.overlap import sources
from network.overlap.question import Level, Rule, Summary
from places.words import day_in_words, kilometres_in_words


def headline(asked: AskedCrossing, summary: Summary, unknown: Collection[State] = ()) -> str:
    """Say in one sentence what the page is for; of a day that no source reaches back to, that nobody knows."""
    both = summary[State.BOTH]
    form = "unknown" if State.BOTH in unknown else _form(both.count)
    return headlines(asked.sides)[f"headline{'_near' * asked.by_distance}_{form}"].format(
        day=day_in_words(asked.day),
        count=grouped(both.count),
        all=grouped(sum(part.count for part in summary.values())),
        distance=kilometres_in_words(asked.metres),
        people=people_in_words(both.population),
    )


def headlines(sides: Sides) -> dict[str, str]:
    """The sentence, with its holes: where both are in the commune, and where both are near it."""
    sentences = {
        "headline_none": _("Au {day}, aucune commune sur {all} n’a à la fois {a} et {b}."),
        "headline_one": _("Au {day}, {count} commune sur {all} a à la fois {a} et {b} : {people}."),
        "headline_other": _("Au {day}, {count} communes sur {all} ont à la fois {a} et {b} : {people}."),
        "headline_unknown": _("On ne sait pas combien de communes sur {all} ont à la fois {a} et {b} au {day}."),
        "headline_near_unknown": _(
            "On ne sait pas combien de communes sur {all} ont, chez elles ou à {distance} au plus, {a} et {b} au {day}."
        ),
        "headline_near_none": _(
            "Au {day}, aucune commune sur {all} n’a, chez elle ou à {distance} au plus, {a} et {b}."
        ),
        "headline_near_one": _(
            "Au {day}, {count} commune sur {all} a, chez elle ou à {distance} au plus, {a} et {b} : {people}."
        ),
        "headline_near_other": _(
            "Au {day}, {count} communes sur {all} ont, chez elles ou à {distance} au plus, {a} et {b} : {people}."
        ),
    }
    # A brace in the name of a network is no hole.
    names = {name: re.sub("[{}]", "", side.a_place) for name, side in called(sides).items()}
    holes = {name: f"{{{name}}}" for name in ("day", "all", "count", "distance", "people")}
    return {key: sentence.format(**names, **holes) for key, sentence in sentences.items()}


def same_place(count: int | None) -> str:
    """Say how many places are, alone, what a commune has in two; None: nobody knows."""
    form = "unknown" if count is None else _form(count)
    return _same_place()[f"same_place_{form}"].format(count=grouped(count))


def people_in_words(count: int) -> str:
    """Say how many people live somewhere."""
    return ngettext("{number} habitant", "{number} habitants", count).format(number=grouped(count))


def _form(count: int) -> str:
    return {0: "none", 1: "one"}.get(count, "other")


def _same_place() -> dict[str, str]:
    return {
        "same_place_unknown": _("Ce n’est pas zéro : aucune source ne le dit."),
        "same_place_none": _("Aucun lieu n’est les deux à la fois."),
        "same_place_one": _("{count} lieu est les deux à la fois."),
        "same_place_other": _("{count} lieux sont les deux à la fois."),
    }


def texts(asked: AskedCrossing) -> dict[str, dict[str, str] | str]:
    """Every text of the moving picture by key, with holes for the browser to fill."""
    return {
        **headlines(asked.sides),
        **_same_place(),
        **sources.texts(),
        **{f"undated_{name.value}": sources.undated_text(side.full) for name, side in called(asked.sides).items()},
        **{f"untold_{name.value}": sources.untold_text(side.full) for name, side in called(asked.sides).items()},
        "unknown": UNKNOWN,
        "communes_unknown": _("nombre inconnu"),
        **comparison.texts(),
        **doubts.texts(counts_all=asked.counts_all),
        **combinations.texts(),
        "overlap": {state.value: label for state, label in labels(asked.sides).items()},
        "could_be": {side.value: label for side, label in perhaps(asked.sides).items()},
        "rule_presence": replace(asked.crossing(), rule=Rule()).text(Level.COMMUNE),
        "rule_distance": _with_hole(asked),
        "communes_one": _("commune"),
        "communes_other": _("communes"),
        "people_one": ngettext("{number} habitant", "{number} habitants", 1),
        "people_other": ngettext("{number} habitant", "{number} habitants", 2),
        "places_one": _("{count} lieu"),
        "places_other": _("{count} lieux"),
        "from_then_one": _("{count} commune"),
        "from_then_other": _("{count} communes"),
        "from_then_seen_one": _("+{count} vue pour la première fois"),
        "from_then_seen_other": _("+{count} vues pour la première fois"),
        "commune": _("{commune} : {state}"),
        "happened": _("{since} — {what}"),
        "before": _("Avant la première date connue"),
        "play": _("Lecture"),
        "pause": _("Pause"),
        "zoom_in": _("Agrandir"),
        "zoom_out": _("Réduire"),
        "reset": _("Voir tout le territoire"),
        "layers": _("Fonds de carte"),
        "attribution": _('<a href="#credit">Sources et licences</a> · Leaflet'),
        "own_ground": _("Fond simple, sans internet"),
        "kilometres": _("{distance} km"),
        "share": _("{share} % de la largeur"),
        "speed": _("Vitesse : {speed}"),
        "place": _("{place} : {state}"),
        **supposed.texts(asked.sides),
        **_stage_texts(),
    }


def _stage_texts() -> dict[str, str]:
    return {
        "covered_by_presence": _("Règle : un lieu ouvert dans la commune."),
        "covered_by_distance": _(
            "Règle : un lieu ouvert dans la commune, ou à {distance} au plus de sa mairie, à vol d’oiseau."
        ),
        "confirmed_only": _("Seules comptent les adhésions confirmées depuis moins de 24 mois."),
        "alone": _("Seulement : {state}"),
        "all_states": _("Les quatre états sont montrés."),
        "present": _("Plein écran"),
        "leave": _("Quitter le plein écran"),
        "presented": _("Plein écran. La touche ? montre les raccourcis clavier, Échap permet d’en sortir."),
        "left": _("Fin du plein écran."),
        "neighbours_none": _("Aucun voisin sans réseau commun à relier."),
        "neighbours_one": _("{count} paire de voisins sans réseau commun est reliée sur la carte."),
        "neighbours_other": _("{count} paires de voisins sans réseau commun sont reliées sur la carte."),
        "neighbours_left": _("Les voisins ne sont plus reliés."),
        "blank": _("Écran noir. N’importe quelle touche le rallume."),
        "new_rule_presence": _("Nouvelle règle : un lieu dans la commune"),
        "new_rule_distance": _("Nouvelle règle : un lieu dans la commune, ou à {distance} au plus"),
        "saved": _("L’image est enregistrée."),
        "not_saved": _("L’image n’a pas pu être faite."),
    }


def _with_hole(asked: AskedCrossing) -> str:
    """Say the rule of distance with a hole for its kilometres, which move with the slider."""
    metres = 1_234_000
    said = replace(asked.crossing(), rule=Rule.distance(metres)).text(Level.COMMUNE)
    return said.replace(kilometres_in_words(metres), "{distance}")
