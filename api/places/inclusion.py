"""Places in data·inclusion, version 1: their structures, and the services that they offer, each a list in JSON.

The words are in `places.inclusion`. What nobody knows is null; what it cannot say is left out, as `/donnees/` tells.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Self

from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.places.national import updated_on
from api.renderers import compact, texts_of
from network.models import Network
from places import inclusion, national
from places.choices import Fee, Precision
from places.models import Service

Row = dict[str, Any]


class Themed(NamedTuple):
    """A service of the vocabulary that data·inclusion has a theme for."""

    name: str
    themes: tuple[str, ...]


class Known(NamedTuple):
    """The services that data·inclusion has themes for, and what networks are called; read once for a file."""

    services: Mapping[str, Themed]
    networks: Mapping[str, str]

    @classmethod
    def read(cls) -> Self:
        """Read it, in two queries."""
        rows = Service.objects.values_list("slug", "label", "standard_label")
        themed = ((slug, standard or label, inclusion.THEMES.get(standard or slug)) for slug, label, standard in rows)
        services = {slug: Themed(name, themes) for slug, name, themes in themed if themes}
        return cls(services, dict(Network.objects.values_list("slug", "name")))

    def structure(self, record: Mapping[str, Any]) -> Row:
        """Write a record of `/places/` as a structure."""
        names = (self.networks[slug] for slug in record["networks"])
        return {
            "id": inclusion.identifier(record["id"]),
            "nom": inclusion.name_of(record["name"]),
            "siret": record["siret"],
            "description": inclusion.description_of(record["description"]),
            "site_web": record["website"],
            "accessibilite_lieu": record["acceslibre_url"],
            "reseaux_porteurs": inclusion.networks_of(names),
            **_of_both(record),
        }

    def offered(self, record: Mapping[str, Any]) -> Iterator[Row]:
        """Write a record of `/places/` as the services that it offers: one for each that has a theme."""
        for slug in record["services"] or []:
            if slug in self.services:
                yield _service(record, slug, self.services[slug])


def _service(record: Mapping[str, Any], slug: str, known: Themed) -> Row:
    where = f"{record['name']} ({record['commune']['name']})"
    booking = record["booking_url"]
    return {
        "id": inclusion.identifier(record["id"], slug),
        "structure_id": inclusion.identifier(record["id"]),
        "nom": known.name,
        # Nobody tells each service of a place in words: its name and where it is are what is known.
        "description": f"{known.name} : {where}"[: inclusion.LONGEST_DESCRIPTION],
        "type": None,
        "thematiques": list(known.themes),
        "publics": inclusion.publics_of(record["publics"]),
        "frais": inclusion.fee_of(record["fees"]),
        "frais_precisions": " ; ".join(national.FEES[Fee(one)] for one in record["fees"] or []) or None,
        "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": ["utiliser-lien-mobilisation"] if booking else None,
        "lien_mobilisation": booking,
        **_of_both(record),
    }


def _of_both(record: Mapping[str, Any]) -> Row:
    is_rough = Precision.is_rough(record["precision"])
    return {
        "source": inclusion.SOURCE,
        "date_maj": updated_on(record).isoformat(),
        "lien_source": record["url"],
        "commune": record["commune"]["name"],
        "code_postal": record["postcode"],
        "code_insee": record["commune"]["code"],
        "adresse": record["address"],
        "complement_adresse": None,
        "latitude": None if is_rough else record["latitude"],
        "longitude": None if is_rough else record["longitude"],
        "telephone": record["phone"],
        "courriel": record["email"],
        "horaires_accueil": record["opening_hours"],
    }


class _InclusionRenderer(BaseRenderer):
    """A list in JSON of what each record comes to."""

    charset = None

    def rows(self, known: Known, record: Mapping[str, Any]) -> Iterable[Row]:
        """Write a record as rows."""
        raise NotImplementedError

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        return b"".join(self.stream([texts_of(data)]))

    def stream(self, pieces: Iterable[list[str]], _request: Request | None = None) -> Iterator[bytes]:
        """Write the list of these records, a piece at a time."""
        known, comma = Known.read(), ""
        yield b"["
        for piece in pieces:
            records = (json.loads(text) for text in piece)
            sayable = (record for record in records if len(record["name"]) >= inclusion.SHORTEST_NAME)
            for row in (row for record in sayable for row in self.rows(known, record)):
                yield f"{comma}{compact(row)}".encode()
                comma = ","
        yield b"]"


class StructuresRenderer(_InclusionRenderer):
    """The structures: one for each place."""

    media_type = "application/vnd.data-inclusion.structures+json"
    format = "data-inclusion"
    ending = "data-inclusion-structures.json"

    def rows(self, known: Known, record: Mapping[str, Any]) -> Iterable[Row]:
        """Write a place as a structure."""
        return [known.structure(record)]


class ServicesRenderer(_InclusionRenderer):
    """The services: one for each that a place offers and data·inclusion has a theme for."""

    media_type = "application/vnd.data-inclusion.services+json"
    format = "data-inclusion-services"
    ending = "data-inclusion-services.json"

    def rows(self, known: Known, record: Mapping[str, Any]) -> Iterable[Row]:
        """Write a place as its services."""
        return known.offered(record)
