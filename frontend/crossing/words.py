"""What the page of crossings says, on the server and in the browser alike."""

from datetime import date

from django.utils.translation import gettext as _

from frontend.templatetags.croisee import grouped
from frontend.words import day_in_words
from network.overlap.question import State, Summary


def headline(day: date, summary: Summary) -> str:
    """Say in one sentence what the page is for."""
    both = summary[State.BOTH]
    form = "none" if not both.count else "one" if both.count == 1 else "other"
    return headlines()[f"headline_{form}"].format(
        day=day_in_words(day),
        count=grouped(both.count),
        all=grouped(sum(part.count for part in summary.values())),
        people=grouped(both.population),
    )


def headlines() -> dict[str, str]:
    """Give the sentence, with its holes."""
    return {
        "headline_none": _(
            "Au {day}, aucune des {all} communes ne réunit médiation numérique et appui aux entreprises."
        ),
        "headline_one": _(
            "Au {day}, {count} commune sur {all} réunit médiation numérique et appui aux entreprises : "
            "{people} habitants."
        ),
        "headline_other": _(
            "Au {day}, {count} communes sur {all} réunissent médiation numérique et appui aux entreprises : "
            "{people} habitants."
        ),
    }
