"""What partners send, opened whatever made it: CSV in any dialect and encoding, XLSX, ODS, JSON, GeoJSON.

Nothing here knows what a place is, and nothing reaches the database. What cannot be read raises `Unreadable`, with the
sentence that a person reads.
"""

from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext as _

from network.importing.reading.csvs import open_csv
from network.importing.reading.jsons import open_json
from network.importing.reading.sheets import open_sheets
from network.importing.reading.table import Book, Cells, Table, Unreadable

__all__ = ["MOST_BYTES", "Book", "Cells", "Table", "Unreadable", "open_book"]

MOST_BYTES = 64 * 1024 * 1024
_LOOKED_AT = 4096
_SHEETS = b"PK\x03\x04"
# What is none of these, by its first bytes: old Excel or one under a password, PDF, gzip, pictures.
_OTHERS: dict[bytes, Callable[[], str]] = {
    b"\xd0\xcf\x11\xe0": lambda: _(
        "C’est un ancien fichier Excel (.xls), ou un classeur protégé par un mot de passe. Enregistrez-le au format "
        ".xlsx, sans mot de passe."
    ),
    b"%PDF": lambda: _("C’est un PDF. Demandez à qui l’a fait le tableau dont il vient."),
    b"\x1f\x8b": lambda: _("C’est une archive compressée. Envoyez le fichier qu’elle contient."),
    b"\x89PNG": lambda: _("C’est une image. Envoyez un tableau."),
    b"\xff\xd8\xff": lambda: _("C’est une image. Envoyez un tableau."),
}


def open_book(file: BinaryIO) -> Book:
    """Open a file by what is in it: its name may lie.

    Raises:
        Unreadable: it is empty, too large, or nothing that is read here.

    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > MOST_BYTES:
        raise Unreadable(_("Ce fichier est trop lourd : 64 Mo au plus."))
    start = file.read(_LOOKED_AT)
    file.seek(0)
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(_("Ce fichier est vide."))
    for magic, sentence in _OTHERS.items():
        if start.startswith(magic):
            raise Unreadable(sentence())
    if start.startswith(_SHEETS):
        return open_sheets(file)
    return open_json(file) or open_csv(file)
