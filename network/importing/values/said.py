"""What is read of a cell."""

from typing import Any, NamedTuple, NoReturn

from network.importing.repairs import Refusal, Repair


class Said(NamedTuple):
    """A value as a listing holds it, in JSON's types; None is unknown. And what was mended to read it."""

    value: Any
    repairs: tuple[Repair, ...] = ()

    def after(self, *repairs: Repair) -> "Said":
        """The same, mended before it was read."""
        return Said(self.value, (*repairs, *self.repairs)) if repairs else self


NOTHING = Said(None)


class Refused(Exception):  # noqa: N818  reads as a sentence where it is raised
    """A cell cannot be taken; `what` is the part of it that is wrong, where it is not all of it."""

    def __init__(self, reason: Refusal, what: str | None = None) -> None:
        super().__init__(reason.value)
        self.reason, self.what = reason, what


def refuse(reason: Refusal, what: str | None = None) -> NoReturn:
    """Refuse a cell.

    Raises:
        Refused: always.

    """
    raise Refused(reason, what)
