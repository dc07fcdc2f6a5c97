"""What is said of a page to those who only have its link. Never empty: it is composed where nobody has described it."""

from textwrap import shorten

# What search engines and messengers show of a description.
LONGEST = 200


def shortened(text: str) -> str:
    """Cut a description after the last whole word that is shown."""
    return shorten(text, LONGEST, placeholder="…")
