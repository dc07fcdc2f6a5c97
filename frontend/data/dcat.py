"""The catalogue of the files in DCAT-AP 2.1, as JSON-LD: what data.gouv.fr and other portals harvest by themselves.

https://semiceu.github.io/DCAT-AP/releases/2.1.1/. A data set for the places and one for the communes, each with its
files as distributions. What nobody said (a publisher, a mailbox) is left out.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from frontend.about.publisher import publisher
from frontend.data.downloads import Download, Kept
from frontend.data.weights import weight_of
from frontend.home.question import Asked
from frontend.metadata.structured_data import Facts, known
from frontend.site.territory import territory_in_words
from places.log.change import last_written_at

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
MEDIA_TYPE = "application/ld+json"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EUROPE = "http://publications.europa.eu/resource/authority"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
_FILE_TYPES = {"XLSX": "XLSX", "CSV": "CSV", "GeoJSON": "GEOJSON", "JSON": "JSON", "GeoPackage": "GPKG"}
_PLACES, _COMMUNES = "#lieux", "#communes"


@require_safe
@cache_control(public=True, no_cache=True)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Tell the catalogue, whole: it is short, and of everything."""
    told = _catalogue(request, Kept(Asked(QueryDict())).downloads())
    return HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type=f"{MEDIA_TYPE}; charset=utf-8")


def _catalogue(request: HttpRequest, files: list[Download]) -> Facts:
    words, page = territory_in_words(), request.build_absolute_uri(reverse("frontend:data"))
    written = last_written_at()
    title = _("Annuaire des tiers-lieux et lieux ressources %(territory)s") % words
    places = [file for file in files if not file.is_of_communes]
    communes = [file for file in files if file.is_of_communes]
    datasets = [
        _dataset(request, page + _PLACES, title, _about_places(words), places),
        _dataset(request, page + _COMMUNES, _("Communes %(territory)s") % words, _about_communes(), communes),
    ]
    shared = {
        "dct:publisher": _publisher(page),
        "dct:modified": _moment(written),
        "dct:language": _reference(f"{_EUROPE}/language/FRA"),
    }
    facts = {
        "@context": _CONTEXT,
        "@id": page,
        "@type": "dcat:Catalog",
        "dct:title": title,
        "dct:description": _about_places(words),
        "dct:license": _reference(LICENCE),
        "foaf:homepage": _reference(request.build_absolute_uri(reverse("frontend:home"))),
        **shared,
        "dcat:dataset": [known(dataset | shared) for dataset in datasets],
    }
    return known(facts)


def _about_places(words: dict[str, str]) -> str:
    said = _(
        "Les lieux %(territory)s où l’on se fait aider avec le numérique et où l’on travaille à plusieurs : où ils "
        "sont, ce qu’ils offrent, leurs horaires et leurs réseaux, avec la source et la date de chaque fiche."
    )
    return said % words


def _about_communes() -> str:
    return _("Les communes, leurs contours, et ce qui couvre chacune aujourd’hui : les deux côtés, l’un, ou aucun.")


def _dataset(request: HttpRequest, key: str, title: str, says: str, files: Iterable[Download]) -> Facts:
    mail = publisher().email
    contact = {
        "@type": "vcard:Organization",
        "vcard:fn": publisher().name,
        "vcard:hasEmail": _reference(f"mailto:{mail}"),
    }
    return {
        "@id": key,
        "@type": "dcat:Dataset",
        "dct:identifier": key,
        "dct:title": title,
        "dct:description": says,
        "dcat:keyword": ["tiers-lieux", "coworking", "médiation numérique", "inclusion numérique"],
        "dcat:theme": [_reference(f"{_EUROPE}/data-theme/{theme}") for theme in ("SOCI", "ECON", "REGI")],
        "dcat:landingPage": _reference(key.partition("#")[0]),
        "dcat:contactPoint": known(contact) if mail else None,
        "dct:accrualPeriodicity": _reference(f"{_EUROPE}/frequency/UPDATE_CONT"),
        "dct:accessRights": _reference(f"{_EUROPE}/access-right/PUBLIC"),
        "dct:spatial": _reference(f"{_EUROPE}/country/FRA"),
        "dcat:distribution": [_distribution(request, file) for file in files],
    }


def _distribution(request: HttpRequest, file: Download) -> Facts:
    address = request.build_absolute_uri(file.url)
    weight = weight_of(request, file.url, file.rows)
    return known(
        {
            "@id": address,
            "@type": "dcat:Distribution",
            "dct:title": f"{file.title}, {file.form}",
            "dct:description": file.use,
            "dcat:accessURL": _reference(address),
            "dcat:downloadURL": _reference(address),
            "dcat:mediaType": _reference(f"{_MEDIA_TYPES}/{file.media_type}"),
            "dct:format": _reference(f"{_EUROPE}/file-type/{_FILE_TYPES[file.form]}"),
            "dct:license": _reference(LICENCE),
            "dct:rights": {
                "@type": "dct:RightsStatement",
                "rdfs:label": _("Chaque fiche porte sa source, la date de cette source et sa licence."),
            },
            "dcat:byteSize": {"@type": "xsd:decimal", "@value": str(weight)} if weight else None,
            "dct:conformsTo": {"@id": file.conforms_to, "@type": "dct:Standard"} if file.conforms_to else None,
        }
    )


def _publisher(page: str) -> Facts | None:
    name = publisher().name
    return {"@id": f"{page}#publisher", "@type": "foaf:Agent", "foaf:name": name} if name else None


def _reference(address: str) -> dict[str, str]:
    return {"@id": address}


def _moment(moment: datetime | None) -> dict[str, Any] | None:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat()} if moment else None
