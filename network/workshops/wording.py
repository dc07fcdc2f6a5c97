"""What makes one wonder whether words may be shown to a room: read by a person first, and never lost."""

import re
from collections.abc import Mapping
from typing import Any

from places.search.folding import fold

# Few, and plain: what insults a person or a group. A person reads the rest.
# fmt: off
_INSULTS = frozenset(
    {
        "connard", "connards", "connasse", "salope", "salopes", "pute", "putes", "encule", "encules", "enculee",
        "pede", "pedes", "bougnoule", "negre", "negres", "youpin", "bicot", "batard", "batards", "merde", "merdes",
        "bite", "couille", "couilles", "nazi", "nazis", "fuck", "fucking", "bitch", "cunt", "nigger", "faggot",
        "asshole", "shit",
    }
)
# fmt: on
_LINK = re.compile(r"https?://|www\.|@\w+\.\w", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d[ .-]?){9,}")
_SHOUTED = 12  # letters, none of them small


def is_doubtful(values: Mapping[str, Any]) -> bool:
    """Tell whether the words insult, lead elsewhere, tell a number or a mailbox, or shout."""
    texts = [value for value in values.values() if isinstance(value, str)]
    text = " ".join([*texts, *values.get("stops", [])])
    letters = [letter for letter in text if letter.isalpha()]
    shouts = len(letters) >= _SHOUTED and text.upper() == text
    return shouts or bool(_LINK.search(text) or _NUMBER.search(text) or _INSULTS & set(re.findall(r"\w+", fold(text))))
