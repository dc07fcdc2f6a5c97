"""What is done about other directories: compared, and each difference decided once."""

from network.services.imports.peers.comparing import (
    compare_with_peer,
    differences_now,
    standing_now,
    standing_of_all,
    terms_of,
)
from network.services.imports.peers.judging import decide_alike, judge, judge_fields, reopen

__all__ = [
    "compare_with_peer",
    "decide_alike",
    "differences_now",
    "judge",
    "judge_fields",
    "reopen",
    "standing_now",
    "standing_of_all",
    "terms_of",
]
