"""Which passwords are refused: those that someone who knows the site, or the French, would try first."""

from collections.abc import Iterable
from unicodedata import combining, normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.models.network import Network, Organisation
from places.models import Commune, Intercommunality, Territory

# What must be left of a password once the words below are taken out of it: in letters, a digit or a mark being a third
# of one, for people add a year and an exclamation mark.
LEAST_LEFT = 6
LEAST_DIFFERENT = 5
# The site's own words, then the passwords and rows of keys that French lists of stolen passwords begin with.
_WORDS = """
croisee croisees croisement croisements annuaire carte lieu lieux tierslieu tierslieux tiers reseau reseaux
mediation numerique coworking animation animatrice animateur facilitatrice facilitateur administration admin
entreprise entreprises motdepasse passe password secret bonjour bonsoir bienvenue soleil azerty azertyuiop
qwerty qsdfghjklm wxcvbn loulou doudou chouchou jetaime amour chocolat marseille paris france liberte camille
nicolas princesse coucou vacances famille papillon licorne football iloveyou welcome letmein changeme
printemps automne hiver janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre lundi
mardi mercredi jeudi vendredi samedi dimanche
"""
_ENOUGH_OF_A_WORD = 3


class GuessableWordsValidator:
    """Refuses what is made of names that everyone here knows: "annuaire-2026!", or two towns and a number."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a password that holds too little else.

        Raises:
            ValidationError: what is left once the known words are taken out is too short, or says the same thing again.

        """
        if _left_of(password) < LEAST_LEFT or len(set(password)) < LEAST_DIFFERENT:
            said = _(
                "Ce mot de passe est facile à deviner : il est fait de mots, de noms ou de suites que tout le monde "
                "essaie."
            )
            raise ValidationError(said, code="password_guessable")

    def get_help_text(self) -> str:
        """Say it before."""
        return _("Les noms d’ici et les mots de ce site ne suffisent pas : prenez quatre mots sans rapport.")


def _left_of(password: str) -> float:
    """Weigh what is left when the known words are taken out, the longest first."""
    left = _plain(password)
    for word in sorted({*_WORDS.split(), *_names()}, key=len, reverse=True):
        left = left.replace(word, "")
    return sum(1 if character.isalpha() else 1 / 3 for character in left)


def _plain(text: str) -> str:
    """Write without accents and capitals; where words are joined does not matter."""
    folded = normalize("NFKD", text.casefold())
    return "".join(character for character in folded if not combining(character) and character not in " -_.'’")


def _names() -> Iterable[str]:
    """The names of the territory and of its networks, whole and word by word."""
    for model in (Territory, Intercommunality, Commune, Network, Organisation):
        for name in model._default_manager.values_list("name", flat=True):
            words = [_plain(word) for word in name.replace("-", " ").split()]
            yield from (word for word in ["".join(words), *words] if len(word) > _ENOUGH_OF_A_WORD)
