"""Where a program that follows the log stands."""

import re
from typing import NamedTuple, Self

# Positions are whole numbers of eight bytes; an import may have to be taken in a hundred pieces, not in a billion.
_WRITTEN = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,9}))?")


class Cursor(NamedTuple):
    """After all of the change at a position; or, of that change, after the first records `within` it."""

    position: int
    within: int = 0

    def __str__(self) -> str:
        return f"{self.position}.{self.within}" if self.within else str(self.position)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a cursor.

        Raises:
            ValueError: this is not one of ours.

        """
        found = _WRITTEN.fullmatch(text.strip())
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2] or 0))


START = Cursor(0)
