"""Two listings that may be of one place: how alike they are, and which ones to look at."""

from places.duplicates.candidates import Pair, Typed, alike, alike_each, suspected
from places.duplicates.likeness import LIKELY, POSSIBLE, Likeness, Listing, Reasons

__all__ = ["LIKELY", "POSSIBLE", "Likeness", "Listing", "Pair", "Reasons", "Typed", "alike", "alike_each", "suspected"]
