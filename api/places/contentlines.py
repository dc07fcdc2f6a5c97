"""Lines of vCard (RFC 2426) and iCalendar (RFC 5545): a name, a colon, a value; folded at 75 bytes."""

from collections.abc import Iterable

# Bytes of a line, its end not counted.
_LONGEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})

Line = tuple[str, str]


def text(value: str | None) -> str:
    """Write a text as a value; what nobody knows is empty."""
    return (value or "").translate(_ESCAPED)


def written(lines: Iterable[Line]) -> str:
    """Write lines; one without a value is left out."""
    return "".join(f"{_folded(f'{name}:{value}')}\r\n" for name, value in lines if value)


def _folded(line: str) -> str:
    """Break a line into parts of 75 bytes, each of whole characters; those after the first begin with a space."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > _LONGEST:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += width
    return "\r\n".join(parts)
