"""The catalogue read as portals do: by rdflib, as a graph of DCAT."""

import json
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client

from tests.clients import environment

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
READ = """
import json, sys
from rdflib import DCAT, DCTERMS, RDF, Graph

graph = Graph().parse(sys.argv[1], format="json-ld")
catalogues = list(graph.subjects(RDF.type, DCAT.Catalog))
sets = list(graph.objects(catalogues[0], DCAT.dataset))
of_set = [DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCTERMS.modified, DCAT.distribution]
of_file = [DCTERMS.title, DCTERMS.license, DCTERMS["format"], DCAT.accessURL, DCAT.downloadURL, DCAT.byteSize]
required = {DCAT.Dataset: of_set, DCAT.Distribution: of_file}
lacking = [[str(one), str(wanted)] for kind, names in required.items() for one in graph.subjects(RDF.type, kind)
    for wanted in names if (one, wanted, None) not in graph]
files = [str(one) for one in graph.objects(None, DCAT.downloadURL)]
print(json.dumps({"catalogues": len(catalogues), "sets": len(sets), "lacking": lacking, "files": files,
    "sizes": {str(one): int(graph.value(one, DCAT.byteSize)) for one in graph.subjects(RDF.type, DCAT.Distribution)}}))
"""


def test_the_catalogue_is_a_graph_with_all_that_its_profile_demands(tmp_path: Path) -> None:
    caches["process"].clear()
    client = Client()
    path = tmp_path / "catalogue.jsonld"
    path.write_bytes(client.get("/donnees/catalogue.jsonld").content)
    told = json.loads(environment.run(READ, path))
    assert (told["catalogues"], told["sets"], told["lacking"]) == (1, 2, [])
    assert len(told["files"]) == 11
    for address in told["files"]:
        answer = client.get(address.removeprefix("http://testserver"))
        assert answer.status_code == 200, address
        body = answer.getvalue() if answer.streaming else answer.content
        # Measured a moment before: a workbook tells its minute, and is packed.
        assert len(body) == pytest.approx(told["sizes"][address], rel=0.02), address
