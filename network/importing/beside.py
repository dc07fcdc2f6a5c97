"""A process that reads lines beside the one that has a file in hand, and ends with it.

Nothing here is imported before Django is set up: a process that has just begun knows nothing yet.
"""

import gc
import os
from collections.abc import Sequence
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any

_mine: dict[str, Any] = {}


def begin(key: int, columns: Sequence[str], database: str, language: str) -> None:
    """Make ready to stage lines of an import."""
    Thread(target=_end_with_parent, daemon=True).start()
    import django  # noqa: PLC0415  as it says above

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.utils.translation import activate  # noqa: PLC0415

    from network.models import Import  # noqa: PLC0415
    from network.services.imports.lines import Staging  # noqa: PLC0415

    connection.settings_dict["NAME"] = database
    activate(language)
    batch = Import.objects.select_related("source", "person").get(pk=key)
    _mine["staging"] = Staging(batch, columns)
    gc.collect()
    gc.freeze()  # none of it is garbage, and it is much to go through again and again


def _end_with_parent() -> None:
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)


def stage(chunk: Sequence[Any]) -> None:
    """Write what some lines would do."""
    _mine["staging"].stage(chunk)
