"""What the page of crossings says, on the server and in the browser alike."""

import re
from datetime import date

from django.utils.translation import gettext as _

from frontend.crossings import combinations, comparison, doubts
from frontend.crossings.question import AskedCrossing
from frontend.crossings.sides import Sides, called, labels
from frontend.templatetags.croisee import grouped
from network.choices import State
from network.overlap.question import Crossing, Level, Rule, Side, Summary
from places.words import day_in_words


def headline(day: date, summary: Summary, sides: Sides) -> str:
    """Say in one sentence what the page is for."""
    both = summary[State.BOTH]
    form = "none" if not both.count else "one" if both.count == 1 else "other"
    return headlines(sides)[f"headline_{form}"].format(
        day=day_in_words(day),
        count=grouped(both.count),
        all=grouped(sum(part.count for part in summary.values())),
        people=grouped(both.population),
    )


def headlines(sides: Sides) -> dict[str, str]:
    """The sentence, with its holes."""
    sentences = {
        "headline_none": _("Au {day}, aucune des {all} communes ne réunit {a} et {b}."),
        "headline_one": _("Au {day}, {count} commune sur {all} réunit {a} et {b} : {people} habitants."),
        "headline_other": _("Au {day}, {count} communes sur {all} réunissent {a} et {b} : {people} habitants."),
    }
    # A brace in the name of a network is no hole.
    names = {name: re.sub("[{}]", "", side.inline) for name, side in called(sides).items()}
    holes = {name: f"{{{name}}}" for name in ("day", "all", "count", "people")}
    return {key: sentence.format(**names, **holes) for key, sentence in sentences.items()}


def texts(asked: AskedCrossing) -> dict[str, dict[str, str] | str]:
    """Every text of the moving picture by key, with holes for the browser to fill."""
    return {
        **headlines(asked.sides),
        **comparison.texts(),
        **doubts.texts(),
        **combinations.texts(),
        "overlap": {state.value: label for state, label in labels(asked.sides).items()},
        "rule_presence": _crossing(Rule(), asked).text(Level.COMMUNE),
        "rule_distance": _with_hole(asked),
        "communes_one": _("commune"),
        "communes_other": _("communes"),
        "people_one": _("{number} habitant"),
        "people_other": _("{number} habitants"),
        "places_one": _("{count} lieu"),
        "places_other": _("{count} lieux"),
        "from_then_one": _("{count} commune"),
        "from_then_other": _("{count} communes"),
        "commune": _("{commune} : {state}"),
        "happened": _("Depuis le {day} — {what}"),
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
        **_stage_texts(),
    }


def _stage_texts() -> dict[str, str]:
    return {
        "covered_by_presence": _("Une commune est couverte lorsqu’un lieu ouvert s’y trouve."),
        "covered_by_distance": _(
            "Une commune est couverte lorsqu’un lieu ouvert est à {distance} au plus de sa mairie ou, à défaut de la "
            "situer, d’un point de sa surface, à vol d’oiseau."
        ),
        "confirmed_only": _("Seules comptent les adhésions confirmées depuis moins de 24 mois."),
        "alone": _("Montré seul : {state}"),
        "all_states": _("Les quatre états sont montrés."),
        "present": _("Plein écran"),
        "leave": _("Quitter le plein écran"),
        "presented": _("Plein écran. Le point d’interrogation montre les touches, Échap en sort."),
        "left": _("Le plein écran est quitté."),
        "saved": _("L’image est enregistrée."),
        "not_saved": _("L’image n’a pas pu être faite."),
    }


def _with_hole(asked: AskedCrossing) -> str:
    """Say the rule of distance with a hole for its metres, which move with the slider."""
    metres = 1_234_567
    said = _crossing(Rule.distance(metres), asked).text(Level.COMMUNE)
    return said.replace(grouped(metres), "{metres}")


def _crossing(rule: Rule, asked: AskedCrossing) -> Crossing:
    nobody = Side((), (), ())
    return Crossing(nobody, nobody, rule, asked.is_confirmed_only)
