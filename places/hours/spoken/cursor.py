"""Walks over the pieces of a text: what comes next, and what is refused with the writer's own words."""

from typing import NoReturn

from django.utils.translation import gettext as _

from places.hours.spoken.lexicon import Kind
from places.hours.spoken.refusal import Misheard
from places.hours.spoken.scanner import Token

LONGEST_SHOWN = 40
_END = Token(Kind.STOP, "", 0, 0)


class Cursor:
    """A place among the pieces of a text."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens, self.place = text, tokens, 0

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.place >= len(self.tokens)

    def peek(self, ahead: int = 0) -> Token:
        """The piece that comes next, or after some others; a stop beyond the end."""
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else _END

    def next_is(self, *kinds: Kind, ahead: int = 0) -> bool:
        """Whether what comes next, or after some others, is one of these."""
        return self.peek(ahead).kind in kinds and self.place + ahead < len(self.tokens)

    def follow(self, *kinds: Kind) -> bool:
        """Whether these come next, in this order."""
        return all(self.next_is(kind, ahead=ahead) for ahead, kind in enumerate(kinds))

    def take(self) -> Token:
        """Step over what comes next."""
        token = self.peek()
        self.place += 1
        return token

    def take_if(self, *kinds: Kind) -> Token | None:
        """Step over what comes next if it is one of these."""
        return self.take() if self.next_is(*kinds) else None

    def said_since(self, start: int) -> str:
        """The writer's words, from one place in the text to the end of what was last taken."""
        return self.text[start : self.tokens[self.place - 1].end].strip()

    def refuse(self, why: str | None = None, start: int | None = None) -> NoReturn:
        """Refuse what comes next, or what was said since a place, for a reason."""
        said = self.said_since(start) if start is not None else self._ahead()
        if not said:
            raise Misheard(_("Ces horaires s’arrêtent trop tôt : la fin manque."))
        told = _("« %(said)s » n’est pas compris.") % {"said": _shortened(said)}
        raise Misheard(f"{told} {why or ''}".strip())

    def _ahead(self) -> str:
        """What comes next, with the words that follow it and mean nothing either."""
        if self.is_over:
            return ""
        last = self.place
        while last + 1 < len(self.tokens) and self.tokens[last + 1].kind is Kind.UNKNOWN:
            last += 1
        return self.text[self.tokens[self.place].start : self.tokens[last].end].strip()


def _shortened(said: str) -> str:
    return said if len(said) <= LONGEST_SHOWN else said[:LONGEST_SHOWN].rstrip() + "…"
