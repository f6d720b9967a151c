"""A harvester walks the bundle on a plain web server and finds every data set."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, RDF

from tests.bundle.data import Page, fetch, files, made, put, serving, tree

COUNT = 7
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
EXPECTED = {f"https://doi.org/10.5281/zenodo.{1000 + n}" for n in range(COUNT)}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("harvest")
    for number in range(COUNT):
        put(root / "in", number)
    (root / "out").mkdir()
    with serving(files(root / "out")) as url:
        built = made(root / "in", root / "out", url, size=3)
        assert not built.broken
        assert len(built.entries) == COUNT
        yield url, root / "out"


def pages(url):
    _, _, body = fetch(f"{url}sitemap.xml")
    return [loc.text for loc in ET.fromstring(body).iter(f"{SITEMAP}loc")]


def test_from_sitemap_to_json_ld(site):
    url, _ = site
    _, _, robots = fetch(f"{url}robots.txt")
    assert f"Sitemap: {url}sitemap.xml" in robots.decode()
    found = set()
    for address in pages(url):
        status, kind, body = fetch(address)
        assert (status, kind) == (200, "text/html")
        page = Page(body.decode())
        (cite,) = page.links("cite-as")
        (script,) = page.scripts
        inside = Graph().parse(data=script, format="json-ld")
        known = URIRef(cite["href"])
        assert (known, RDF.type, DCAT.Dataset) in inside
        turtle = next(at for at in page.links("describedby") if at["type"] == "text/turtle")
        beside = Graph().parse(data=fetch(turtle["href"])[2], format="turtle")
        assert isomorphic(inside, beside)
        for link in page.links("describedby"):
            assert fetch(link["href"])[0] == 200, link
        found.add(cite["href"])
    assert found == EXPECTED


def test_the_linkset_says_what_the_page_says(site):
    url, _ = site
    for address in pages(url):
        page = Page(fetch(address)[2].decode())
        (known,) = page.links("linkset")
        first, *back = json.loads(fetch(known["href"])[2])["linkset"]
        assert first["anchor"] == address
        for rel in ("cite-as", "describedby", "item", "license", "type", "author"):
            assert first[rel], rel
            assert [at["href"] for at in first[rel]] == [at["href"] for at in page.links(rel)]
        anchors = {one["anchor"] for one in back}
        assert {at["href"] for at in first["describedby"] + first["item"]} == anchors


@pytest.mark.parametrize(
    ("first", "form"), [("catalog.ttl", "turtle"), ("catalog.jsonld", "json-ld")]
)
def test_the_catalogue_page_by_page(site, first, form):
    url, _ = site
    at, found, seen = f"{url}{first}", set(), []
    while at:
        seen.append(at)
        page = Graph().parse(data=fetch(at)[2], format=form)
        (catalog,) = page.subjects(RDF.type, DCAT.Catalog)
        assert int(page.value(catalog, HYDRA.totalItems)) == COUNT
        here = URIRef(at)
        assert (catalog, HYDRA.view, here) in page
        listed = set(page.objects(catalog, DCAT.dataset))
        assert 0 < len(listed) <= 3
        for known in listed:  # complete in itself
            assert (known, RDF.type, DCAT.Dataset) in page
            assert page.value(known, URIRef("http://purl.org/dc/terms/title"))
            file = page.value(known, DCAT.distribution)
            assert page.value(file, DCAT.accessURL)
        found |= {str(known) for known in listed}
        following = page.value(here, HYDRA.next)
        at = str(following) if following else None
    assert found == EXPECTED
    assert len(seen) == 3


def test_both_catalogues_are_the_same_graph(site):
    _, out = site
    for number in ("", "-2", "-3"):
        turtle = Graph().parse(out / f"catalog{number}.ttl", format="turtle")
        jsonld = Graph().parse(out / f"catalog{number}.jsonld", format="json-ld")
        # They differ in nothing but the addresses of their pages.
        assert len(turtle) == len(jsonld)
        assert set(turtle.objects(None, DCAT.dataset)) == set(jsonld.objects(None, DCAT.dataset))


@pytest.mark.parametrize("prefix", ["oai_datacite", "oai_dc"])
@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_oai_pmh_page_by_page(site, verb, prefix):
    url, _ = site
    at, found, count = f"{prefix}-1", [], 0
    while at:
        root = ET.fromstring(fetch(f"{url}oai/{verb}-{at}.xml")[2])
        count += 1
        found += [header.findtext(f"{OAI}identifier") for header in root.iter(f"{OAI}header")]
        token = root.find(f".//{OAI}resumptionToken")
        assert token is not None
        assert token.get("completeListSize") == str(COUNT)
        at = token.text
    assert count == 3
    assert len(set(found)) == len(found) == COUNT
    assert all(name.startswith("oai:127.0.0.1:") for name in found)


def test_lists_for_people_lead_to_every_page(site):
    url, _ = site
    at, found = "index.html", set()
    while at:
        page = Page(fetch(url + at)[2].decode())
        targets = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
        found |= {f"{url}{target}" for target in targets if target.startswith("dataset/")}
        number = int(at.removeprefix("index").removesuffix(".html").lstrip("-") or 1)
        following = f"index-{number + 1}.html"
        at = following if following in targets else None
    assert found == set(pages(url))


def test_the_crate_of_all_and_void(site):
    url, out = site
    crate = json.loads((out / "ro-crate-metadata.json").read_bytes())
    nodes = {node["@id"]: node for node in crate["@graph"]}
    parts = [part["@id"] for part in nodes["./"]["hasPart"]]
    assert {nodes[part]["identifier"] for part in parts} == EXPECTED
    assert all((out / part / "ro-crate-metadata.json").is_file() for part in parts)
    void = Graph().parse(out / "void.ttl", format="turtle")
    dumps = set(map(str, void.objects(None, URIRef("http://rdfs.org/ns/void#dataDump"))))
    assert dumps == {f"{url}catalog{n}.ttl" for n in ("", "-2", "-3")}


def test_what_servers_send_is_what_pages_say(site):
    url, out = site
    nginx = (out / "servers" / "nginx.conf").read_text("utf-8")
    apache = (out / "servers" / "apache.conf").read_text("utf-8")
    for address in pages(url):
        (cite,) = Page(fetch(address)[2].decode()).links("cite-as")
        for text in (nginx, apache):
            assert f'<{cite["href"]}>; rel="cite-as"' in text.replace('\\"', '"')
    assert nginx.count("'\n") == 0
    assert nginx.count("{") == nginx.count("}")


def test_nothing_names_a_folder_of_this_computer(site):
    _, out = site
    for path, data in tree(out).items():
        assert str(out.parent).encode() not in data, path
        assert b"scan.cif" not in data, path
