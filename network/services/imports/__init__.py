"""What is done to the files of partners: received, read, decided upon, applied in one change, taken back in another."""

from network.services.imports.applying import apply_import, take_back_import
from network.services.imports.deciding import decide, decide_all, decide_field
from network.services.imports.receiving import NewFile, ask_for, drop_import, receive, source_for
from network.services.imports.staging import read_import, work_on_imports

__all__ = [
    "NewFile",
    "apply_import",
    "ask_for",
    "decide",
    "decide_all",
    "decide_field",
    "drop_import",
    "read_import",
    "receive",
    "source_for",
    "take_back_import",
    "work_on_imports",
]
