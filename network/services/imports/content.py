"""What a file holds, kept in the database and read from there a piece at a time: it may be larger than one would hold.

A text of SQL would have it three times in memory, written in hexadecimal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO

from django.db import connection

from network.models import Import

_PIECE = 8 * 1024 * 1024


def keep_content(batch: Import, content: bytes) -> None:
    """Keep what the file of an import holds."""
    command = "COPY network_importfile (batch_id, content) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.set_types(["int8", "bytea"])
        copy.write_row((batch.pk, content))


@contextmanager
def opened(batch: Import) -> Iterator[BinaryIO]:
    """Open what the file of an import holds, on disk."""
    with TemporaryFile() as file:
        for piece in _pieces(batch.pk):
            file.write(piece)
        file.seek(0)
        yield file


def _pieces(key: int) -> Iterator[bytes]:
    at = 1
    while True:
        with connection.cursor() as cursor:
            said = "SELECT substring(content FROM %s FOR %s) FROM network_importfile WHERE batch_id = %s"
            cursor.execute(said, [at, _PIECE, key])
            found = cursor.fetchone()
        if not found or not found[0]:
            return
        yield bytes(found[0])
        at += _PIECE
