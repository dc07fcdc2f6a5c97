"""What is done to the files of partners: received, read, decided upon, applied in one change, taken back in another."""

from network.services.imports.applying import apply_import, reach_of, take_back_import
from network.services.imports.deciding import MOVES, decide, decide_all, decide_field
from network.services.imports.fetching import keep_address, last_of, read_again, read_tonight
from network.services.imports.receiving import (
    MOST_SENT,
    NewFile,
    ask_for,
    ask_to_apply,
    choose_sheet,
    drop_import,
    forget_old_imports,
    plan_said,
    receive,
    source_for,
    teach,
)
from network.services.imports.staging import read_import, work_if_short, work_on, work_on_imports

__all__ = [
    "MOST_SENT",
    "MOVES",
    "NewFile",
    "apply_import",
    "ask_for",
    "ask_to_apply",
    "choose_sheet",
    "decide",
    "decide_all",
    "decide_field",
    "drop_import",
    "forget_old_imports",
    "keep_address",
    "last_of",
    "plan_said",
    "reach_of",
    "read_again",
    "read_import",
    "read_tonight",
    "receive",
    "source_for",
    "take_back_import",
    "teach",
    "work_if_short",
    "work_on",
    "work_on_imports",
]
