"""OAI-PMH, RO-Crate, sitemaps: structure by the rules of each."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from imgcif_map.bundle.site import make_site
from imgcif_map.bundle.sitemap import sitemaps
from tests.bundle.data import made, put

OAI = "{http://www.openarchives.org/OAI/2.0/}"
STATIC = "{http://www.openarchives.org/OAI/2.0/static-repository}"
CITE = "{http://datacite.org/schema/kernel-4}"
DAY = r"\d{4}-\d\d-\d\d"
MANDATORY = ("identifier", "creators", "titles", "publisher", "publicationYear", "resourceType")
IDENTIFY = ["repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp",
            "deletedRecord", "granularity"]  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    root = tmp_path_factory.mktemp("formats")
    for number in range(3):
        put(root / "in", number)
    made(root / "in", root / "out", size=2)
    return root / "out"


def answers(out):
    return sorted(path for path in (out / "oai").glob("*.xml") if "static" not in path.name)


def records(root, mark):
    for record in root.iter(f"{OAI}record"):
        assert [child.tag for child in record] == [f"{OAI}header", f"{OAI}metadata"]
        header, metadata = record
        assert [child.tag for child in header] == [f"{OAI}identifier", f"{OAI}datestamp"]
        assert re.fullmatch(r"oai:data\.example\.org:[a-z0-9-]+", header[0].text)
        assert re.fullmatch(DAY, header[1].text)
        assert len(metadata) == 1
        yield metadata[0]


def test_every_answer_has_its_envelope(out):
    assert len(answers(out)) == 4 + 2 * 2 * 2
    for path in answers(out):
        root = ET.parse(path).getroot()
        assert root.tag == f"{OAI}OAI-PMH", path
        moment, request, body = root
        assert re.fullmatch(rf"{DAY}T\d\d:\d\d:\d\dZ", moment.text)
        assert request.text == "https://data.example.org/c/oai"
        verb = path.name.split("-")[0].removesuffix(".xml")
        assert body.tag in (f"{OAI}{verb}", f"{OAI}error")
        if body.tag != f"{OAI}error":
            assert request.get("verb") == verb


def test_identify(out):
    root = ET.parse(out / "oai" / "Identify.xml").getroot()
    assert [child.tag.removeprefix(OAI) for child in root[2]] == IDENTIFY
    assert root.findtext(f".//{OAI}granularity") == "YYYY-MM-DD"


def test_formats(out):
    root = ET.parse(out / "oai" / "ListMetadataFormats.xml").getroot()
    found = [form.findtext(f"{OAI}metadataPrefix") for form in root.iter(f"{OAI}metadataFormat")]
    assert found == ["oai_datacite", "oai_dc"]


def test_records_of_datacite(out):
    found = 0
    for path in (out / "oai").glob("ListRecords-oai_datacite-*.xml"):
        for wrapped in records(ET.parse(path).getroot(), OAI):
            assert wrapped.tag == "{http://schema.datacite.org/oai/oai-1.1/}oai_datacite"
            resource = wrapped.find(f".//{CITE}resource")
            for name in MANDATORY:
                assert resource.find(f"{CITE}{name}") is not None, name
            assert resource.find(f"{CITE}identifier").get("identifierType") == "DOI"
            assert resource.find(f".//{CITE}nameIdentifier").text.endswith("0000-0002-1825-0097")
            assert re.fullmatch(r"\d{4}", resource.findtext(f"{CITE}publicationYear"))
            found += 1
    assert found == 3


def test_the_static_repository(out):
    root = ET.parse(out / "oai" / "static-repository.xml").getroot()
    tags = [child.tag.removeprefix(STATIC) for child in root]
    assert tags == ["Identify", "ListMetadataFormats", "ListRecords", "ListRecords"]
    assert [child.tag.removeprefix(OAI) for child in root[0]] == IDENTIFY
    assert root[0][1].text.endswith("/oai/static-repository.xml")
    for part in root[2:]:
        assert len(list(records(part, OAI))) == 3


def test_no_records_at_all(tmp_path):
    (tmp_path / "in").mkdir()
    assert made(tmp_path / "in", tmp_path / "out").entries == ()
    root = ET.parse(tmp_path / "out" / "oai" / "ListRecords-oai_dc-1.xml").getroot()
    assert root[2].get("code") == "noRecordsMatch"


def crate_of(path):
    crate = json.loads(path.read_bytes())
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    nodes = {node["@id"]: node for node in crate["@graph"]}
    assert len(nodes) == len(crate["@graph"])
    descriptor = nodes["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"]["@id"].startswith("https://w3id.org/ro/crate/1.")
    root = nodes["./"]
    assert root["@type"] == "Dataset"
    for name in ("name", "description", "datePublished", "license"):
        assert root[name], name
    assert re.fullmatch(DAY, root["datePublished"])
    return nodes, root


def test_the_crate_of_a_data_set(out):
    for path in (out / "dataset").glob("*/ro-crate-metadata.json"):
        nodes, root = crate_of(path)
        for part in root["hasPart"]:
            node = nodes[part["@id"]]
            assert node["@type"] == "File"
            if not part["@id"].startswith("http"):
                assert (path.parent / part["@id"]).is_file()
        for reference in [*root["author"], root["license"], root["publisher"]]:
            assert nodes[reference["@id"]]["name"]


def test_the_crate_of_all(out):
    nodes, root = crate_of(out / "ro-crate-metadata.json")
    assert len(root["hasPart"]) == 3
    for part in root["hasPart"]:
        assert nodes[part["@id"]]["@type"] == "Dataset"
        assert (out / part["@id"]).is_dir()


def test_an_index_of_sitemaps(out):
    from imgcif_map.bundle.folder import Folder

    entry = next(iter(Folder(out).entries.values()))
    many = [replace(entry, name=f"x{number}") for number in range(5)]
    found = dict(sitemaps(many, make_site("https://example.org/"), most=2))
    assert list(found) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = ET.fromstring(found["sitemap.xml"])
    assert index.tag.endswith("}sitemapindex")
    listed = [loc.text for loc in index.iter() if loc.tag.endswith("}loc")]
    assert listed == [f"https://example.org/sitemap-{number}.xml" for number in (1, 2, 3)]
    urls = [loc for name in list(found)[:3] for loc in ET.fromstring(found[name]).iter()
            if loc.tag.endswith("}loc")]  # fmt: skip
    assert len(urls) == 5


def test_how_to_cite(out):
    folder = next((out / "dataset").glob("*-1000-*"))
    bib = (folder / "cite.bib").read_text("utf-8")
    assert bib.startswith("@dataset{")
    assert "  author = {Carberry, Josiah},\n" in bib
    assert "  doi = {10.5281/zenodo.1000},\n" in bib
    ris = (folder / "cite.ris").read_bytes().decode()
    assert ris.startswith("TY  - DATA\r\n")
    assert ris.endswith("ER  - \r\n")
    assert "DO  - 10.5281/zenodo.1000\r\n" in ris


def test_a_page_for_people(out):
    folder = next((out / "dataset").glob("*-1000-*"))
    text = (folder / "index.html").read_text("utf-8")
    for words in ("Carberry, Josiah", "ORCID 0000-0002-1825-0097", "CC-BY-4.0", "How to cite",
                  "Example 1M", "<caption>Scans</caption>", '<svg xmlns', 'lang="en"',
                  'name="viewport"', "prefers-color-scheme:dark"):  # fmt: skip
        assert words in text, words
    assert not re.search(r'<(?:img|iframe|link[^>]*rel="?stylesheet|script src)', text)


def test_an_embargo_is_told_and_the_file_stays_out(tmp_path):
    block = "catalogue: {title: Later, embargo: 2099-01-01, access: embargoed}"
    put(tmp_path / "in", 1, block=block)
    (entry,) = made(tmp_path / "in", tmp_path / "out", files=True).entries
    folder = tmp_path / "out" / "dataset" / entry.name
    assert "under embargo until 2099-01-01" in (folder / "index.html").read_text("utf-8")
    assert not (folder / "data.cif").exists()
