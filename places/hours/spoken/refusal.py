"""What is not understood of hours as people say them: the words, why, and what they may have meant."""

from typing import NoReturn

from django.utils.translation import gettext as _

from places.hours.grammar import Unreadable
from places.hours.rules import Hours
from places.hours.words import hours_in_words


class Misheard(Unreadable):
    """These hours are not understood, or may mean several things: `readings` are those, each whole."""

    def __init__(self, sentence: str, readings: tuple[Hours, ...] = ()) -> None:
        super().__init__(sentence)
        self.readings = readings


def doubtful(said: str, *readings: Hours) -> NoReturn:
    """Refuse what can be read in several ways, and offer each."""
    told = [_("« %(text)s »") % {"text": hours_in_words(hours)} for hours in readings]
    offered = _(" ou ").join(told)
    sentence = _("« %(said)s » peut vouloir dire plusieurs choses. Écrivez plutôt %(readings)s.")
    raise Misheard(sentence % {"said": said, "readings": offered}, readings)
