"""The addresses of the territory, loaded anew from a file."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from places.addresses import Line
from places.models import Address, Commune

_COPY = "COPY places_address (number, suffix, street, postcode, commune_id, point, is_first) FROM STDIN"
_STREET = slice(2, 5)  # its name, its postcode and its commune


def load_addresses(lines: Iterable[Line]) -> int:
    """Put these in the place of those that were there; those of other territories are left out. Tell how many.

    Raises:
        ValidationError: none is of a commune of this directory; those that were there stay.

    """
    codes = set(Commune.objects.values_list("code", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM places_address")
        count, streets = 0, set[tuple[object, ...]]()
        with cursor.copy(_COPY) as copy:
            for line in lines:
                if line.commune in codes and line.street:
                    row = _row(line)
                    street = row[_STREET]
                    copy.write_row([*row, street not in streets])
                    streets.add(street)
                    count += 1
        if not count:
            raise ValidationError(_("Aucune adresse de ce fichier n’est dans une commune de l’annuaire."))
        cursor.execute("ANALYZE places_address")
    return count


def _row(line: Line) -> tuple[object, ...]:
    point = f"SRID=4326;POINT({line.lon} {line.lat})"
    return line.number, line.suffix[:10], line.street[:200], line.postcode[:5], line.commune, point


def forget_addresses() -> None:
    """Forget them all."""
    Address.objects.all().delete()
