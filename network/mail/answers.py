"""What the author of a suggestion is told once it is decided, if an address was left."""

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from network.choices import Review
from network.mail.letters import Draft, Letter, Part, Way, absolute
from network.models import Suggestion
from places.choices import Status
from places.words import day_in_words


def answer_of(suggestion: Suggestion) -> Letter:
    """Say what became of it, and why, in the language of this thread. It names no one."""
    title = _TITLES[Review(suggestion.state)]()
    return Draft(
        subject=f"{title} · {suggestion.subject}",
        title=title,
        parts=[_said(suggestion), *_reason(suggestion), Part(ways=_ways(suggestion))],
        why=_(
            "Ce message est le seul : vous aviez demandé à savoir ce que deviendrait votre signalement. "
            "Votre adresse est effacée avec lui."
        ),
    ).fold()


_TITLES = {
    Review.ACCEPTED: lambda: _("C’est corrigé, merci"),
    Review.PARTLY: lambda: _("C’est corrigé en partie, merci"),
    Review.REFUSED: lambda: _("Votre signalement n’a pas été retenu"),
}


def _said(suggestion: Suggestion) -> Part:
    day = day_in_words(localtime(suggestion.made_at).date())
    words = _("Le %(day)s, vous nous avez écrit au sujet de « %(place)s ». Une personne qui anime un réseau l’a relu.")
    return Part(words=words % {"day": day, "place": suggestion.subject}, quote=suggestion.words or "")


def _reason(suggestion: Suggestion) -> list[Part]:
    return [Part(words=_("Elle vous répond :"), quote=suggestion.reason)] if suggestion.reason else []


def _ways(suggestion: Suggestion) -> list[Way]:
    if suggestion.place and suggestion.place.status == Status.PUBLISHED:
        address = absolute(reverse("frontend:place", args=[suggestion.place.slug]))
        return [Way(_("Voir la fiche"), address, is_first=True)]
    return [Way(_("Voir l’annuaire"), absolute(reverse("frontend:home")), is_first=True)]
