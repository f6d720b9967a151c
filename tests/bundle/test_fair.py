"""The metrics of F-UJI (0.8, 26 points) that can be judged without the network.

One check for each of its tests, with the points that it gives. Half a point is out of
reach: that the DOI is registered (FsF-F1-02MD-2).
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF

from tests.bundle.data import Page, fetch, files, made, put, serving
from tests.rdf.dataset.data import CIF

SCHEMA = Namespace("http://schema.org/")
CHECKS = {}
SECURE = ("http", "https", "ftps", "sftp")
REGISTERED = ("http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://qudt.org/",
              "http://www.w3.org/ns/prov#", "http://purl.org/pan-science/PaNET/")  # fmt: skip


def check(name, points):
    def noted(function):
        CHECKS[name] = (points, function)
        return function

    return noted


class Seen:
    """A landing page and what its JSON-LD says; F-UJI reads the node with most properties."""

    def __init__(self, url):
        self.url = url
        self.status, self.kind, body = fetch(url)
        self.page = Page(body.decode())
        self.script = self.page.scripts[0]
        self.graph = Graph().parse(data=self.script, format="json-ld")
        nodes = json.loads(self.script)["@graph"]
        self.largest = max(nodes, key=len)
        self.dataset = self.graph.value(None, RDF.type, DCAT.Dataset)
        self.files = list(self.graph.objects(self.dataset, DCAT.distribution))

    def has(self, *names):
        return all(self.graph.value(self.dataset, SCHEMA[name]) is not None for name in names)

    @property
    def data(self):
        return [str(self.graph.value(file, DCAT.downloadURL)) for file in self.files]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    root = tmp_path_factory.mktemp("fair")
    put(root / "in", 1)
    (root / "out").mkdir()
    with serving(files(root / "out")) as url:
        made(root / "in", root / "out", url, files=True)
        sitemap = ET.fromstring(fetch(f"{url}sitemap.xml")[2])
        yield Seen(next(sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")).text)


@check("FsF-F1-01MD-1", 1)
def unique_identifier(seen):
    return str(seen.dataset).startswith("https://") and seen.has("identifier")


@check("FsF-F1-02MD-1", 0.5)
def persistent_identifier(seen):
    (cite,) = seen.page.links("cite-as")
    return re.fullmatch(r"https://doi\.org/10\.\d{4,9}/\S+", cite["href"]) is not None


@check("FsF-F2-01M-2", 1)
def core_citation(seen):
    return seen.has("creator", "name", "identifier", "datePublished", "publisher") and (
        "schema:Dataset" in seen.largest["@type"]
    )


@check("FsF-F2-01M-3", 1)
def core_description(seen):
    return core_citation(seen) and seen.has("description", "keywords")


@check("FsF-F3-01M-2", 1)
def data_identifier(seen):
    return bool(seen.data) and all(url.startswith("http") for url in seen.data)


@check("FsF-F4-01M-1", 2)
def search_engines(seen):
    scripts = [at for tag, at in seen.page.tags if tag == "script"]
    return scripts == [{"type": "application/ld+json"}] and "http://schema.org/" in seen.script


@check("FsF-A1-01M-1", 1)
def access(seen):
    right = seen.graph.value(seen.dataset, DCTERMS.accessRights)
    return str(right).endswith("access-right/PUBLIC") and seen.has("isAccessibleForFree")


@check("FsF-A1-02MD-1", 1)
def metadata_retrieved(seen):
    return seen.status == 200 and seen.kind == "text/html"


@check("FsF-A1-02MD-2", 1)
def data_retrieved(seen):
    (local,) = (url for url in seen.data if url.startswith("http://127.0.0.1"))
    status, _, body = fetch(local)
    return status == 200 and body == CIF.replace("zenodo.1234567", "zenodo.1001").encode()


@check("FsF-A1.1-01MD-1", 1)
def protocol_of_metadata(seen):
    return all(at["href"].startswith("http") for at in seen.page.links("describedby"))


@check("FsF-A1.1-01MD-2", 1)
def protocol_of_data(seen):
    return all(url.partition(":")[0] in SECURE for url in seen.data)


@check("FsF-A1.2-01MD-1", 1)
def authentication_for_metadata(seen):
    return seen.url.partition(":")[0] in SECURE


@check("FsF-A1.2-01MD-2", 1)
def authentication_for_data(seen):
    return protocol_of_data(seen)


@check("FsF-I1-01M", 2)
def formal_metadata(seen):
    kinds = {at["type"] for at in seen.page.links("describedby")}
    return len(seen.graph) > 100 and {"text/turtle", "application/ld+json"} <= kinds


@check("FsF-I2-01M-2", 2)
def semantic_resources(seen):
    used = " ".join(str(term) for triple in seen.graph for term in triple)
    return all(space in used for space in REGISTERED)


@check("FsF-I3-01M", 2)
def related(seen):
    made_of = set(seen.graph.subjects(PROV.wasDerivedFrom, seen.dataset))
    return URIRef("https://doi.org/10.5281/zenodo.2") in made_of


@check("FsF-R1-01M-1", 1)
def resource_type(seen):
    return (seen.dataset, RDF.type, SCHEMA.Dataset) in seen.graph


@check("FsF-R1-01M-2", 1)
def manner_and_form(seen):
    graph = seen.graph
    return seen.has("variableMeasured") and any(
        graph.value(file, SCHEMA.contentSize) and graph.value(file, SCHEMA.encodingFormat)
        for file in seen.files
    )


@check("FsF-R1.1-01M-1", 1)
def licence(seen):
    known = str(seen.graph.value(seen.dataset, DCTERMS.license))
    (link,) = seen.page.links("license")
    return known == link["href"] == "https://creativecommons.org/licenses/by/4.0/"


@check("FsF-R1.2-01M", 1)
def provenance(seen):
    activity = seen.graph.value(seen.dataset, PROV.wasGeneratedBy)
    return (activity, RDF.type, PROV.Activity) in seen.graph


@check("FsF-R1.3-01M", 1)
def community_standard(seen):
    (xml,) = (at["href"] for at in seen.page.links("describedby") if "datacite" in at["type"])
    return ET.fromstring(fetch(xml)[2]).tag == "{http://datacite.org/schema/kernel-4}resource"


@check("FsF-R1.3-02D", 1)
def file_format(seen):
    kinds = {str(seen.graph.value(file, SCHEMA.encodingFormat)) for file in seen.files}
    return "chemical/x-cif" in kinds


@pytest.mark.parametrize("name", CHECKS)
def test_metric(seen, name):
    points, function = CHECKS[name]
    assert function(seen), f"{name}: {points} points"


def test_the_points_are_enough(seen):
    assert sum(points for points, function in CHECKS.values() if function(seen)) >= 24
    assert sum(points for points, _ in CHECKS.values()) == 25.5


def test_the_checks_can_fail(tmp_path):
    """Of a data set of which nothing is said few points are left."""
    path = put(tmp_path / "in", 1, "data_x\n_cell.length_a 1\n", "catalogue: {title: x}")
    assert path.exists()
    (tmp_path / "out").mkdir()
    with serving(files(tmp_path / "out")) as url:
        (entry,) = made(tmp_path / "in", tmp_path / "out", url).entries
        poor = Seen(f"{url}dataset/{entry.name}/")

        def passes(function):
            try:
                return bool(function(poor))
            except (ValueError, AttributeError):
                return False

        lost = {name for name, (_, function) in CHECKS.items() if not passes(function)}
    assert {"FsF-F1-02MD-1", "FsF-F2-01M-2", "FsF-F3-01M-2", "FsF-A1-01M-1", "FsF-A1-02MD-2",
            "FsF-I3-01M", "FsF-R1-01M-2", "FsF-R1.1-01M-1", "FsF-R1.3-02D"} <= lost  # fmt: skip
