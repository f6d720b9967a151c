"""The HTML report: a legal, self-contained page with everything in its place."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import numpy as np
import pytest
from hypothesis import given, settings

from imgcif_map.account import Account
from imgcif_map.account.read import tell
from imgcif_map.api import html_report
from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import FileReport, Finding, Location, Report, Severity
from imgcif_map.report import render
from tests.figures.make import any_experiment
from tests.report.golden.fixed import REPORT, UNREADABLE
from tests.report.strategies import REPORTS
from tests.report.strategies import UNREADABLE as ANY_UNREADABLE
from tests.support.experiments import imgcif

NS = "{http://www.w3.org/1999/xhtml}"


def parsed(text: str) -> ET.Element:
    """The page by a strict parser of HTML: ParseError for what is no legal HTML."""
    return html5lib.HTMLParser(strict=True).parse(text)


def said(element: ET.Element) -> str:
    """The text in an element, white space made one."""
    return " ".join("".join(element.itertext()).split())


def check(text: str) -> ET.Element:
    """What holds of every page."""
    root = parsed(text)
    ids = Counter(e.get("id") for e in root.iter() if e.get("id"))
    assert [name for name, number in ids.items() if number > 1] == []
    for element in root.iter():
        target = element.get("href") or ""
        if target.startswith("#"):
            assert target[1:] in ids, target
        for name in ("aria-labelledby", "aria-describedby"):
            assert all(one in ids for one in (element.get(name) or "").split())
        assert not [name for name in element.attrib if name in ("src", "style", "srcset")]
        assert not [name for name in element.attrib if str(name).startswith("on")]
        tag = str(element.tag).removeprefix(NS)
        assert tag not in ("img", "link", "iframe", "object", "embed", "base", "form", "image")
        if target and not target.startswith("#"):
            assert target.startswith(("https://", "http://"))
            assert tag == "a"
            assert element.get("rel") == "noopener noreferrer"
    levels = [int(e.tag[-1]) for e in root.iter() if re.fullmatch(f"{NS}h[1-6]", str(e.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels)), levels
    assert len(root.findall(f".//{NS}main")) == 1
    return root


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    """A good file with two mistakes in it."""
    path = tmp_path_factory.mktemp("html") / "lysozyme.cif"
    text = imgcif(more="_database.dataset_DOI 10.5281/zenodo.1\n_diffrn_source.faciltiy x\n")
    path.write_text(text.replace("A 1 100 1 increasing", "A 1 100 1 increasin"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(file) -> str:
    return html_report(file, profile="minimal", heed_projects=False)


def test_a_page_is_legal_and_self_contained(page) -> None:
    check(page)
    check(render(REPORT, "html", unreadable=UNREADABLE))


@given(report=REPORTS, unreadable=ANY_UNREADABLE)
@settings(deadline=None, max_examples=60)
def test_any_report_is_a_legal_page(report: Report, unreadable: Any) -> None:
    check(render(report, "html", unreadable=unreadable))


def test_the_policy_names_style_and_script(page) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "@import" not in page
    assert "url(" not in page


def test_the_order_of_the_page(page) -> None:
    root = parsed(page)
    names = [said(e) for e in root.iter() if e.tag in (f"{NS}h1", f"{NS}h2")]
    assert names[:2] == ["Check of lysozyme.cif", "Verdict"]
    assert names[2] == "Experiment lysozyme"
    assert re.fullmatch(r"Findings \(\d+\)", names[3])
    assert names[4:] == ["What the codes mean", "What the profile asks for", "Provenance"]


def test_the_verdict_can_be_acted_on(page) -> None:
    root = parsed(page)
    (sentence,) = [said(e) for e in root.iter() if e.get("class") == "sentence"]
    assert sentence.startswith(
        "This file has to be corrected before the images can be reprocessed with it: "
    )
    verdict = said(next(e for e in root.iter() if "verdict" in (e.get("class") or "")))
    assert "Held against the profile minimal" in verdict
    assert "The archives and the images themselves were not opened." in verdict


@pytest.mark.parametrize(
    ("severities", "sentence"),
    [
        ((), "Nothing stands against this file."),
        (("note",), "Nothing stands against this file; there is one remark."),
        (("note", "note"), "Nothing stands against this file; there are 2 remarks."),
        (("warning",),
         "This file can be used as it is, but one point deserves a look by its authors."),
        (("error", "warning"),
         "This file has to be corrected before the images can be reprocessed with it: one point "
         "is wrong or missing."),
    ],
)  # fmt: skip
def test_verdicts(severities, sentence) -> None:
    found = tuple(Finding("DDL999", "x", Severity(s), "m") for s in severities)
    assert f">{sentence}</p>" in render(Report((FileReport("x.cif", found),)), "html")


def test_syntax_errors_are_named_as_such() -> None:
    one = Finding("CIF999", "x", Severity.ERROR, "m")
    assert "an error of syntax leaves" in render(Report((FileReport("x", (one,)),)), "html")
    assert "2 errors of syntax leave" in render(Report((FileReport("x", (one, one)),)), "html")


def test_findings_say_where_and_what_to_do(page) -> None:
    root = parsed(page)
    texts = [said(e) for e in root.iter(f"{NS}li")]
    (text,) = [t for t in texts if t.startswith("'increasin' is not a value") and "line" in t]
    place = r"line \d+, column \d+ · _array_structure_list.direction · data block lysozyme"
    assert re.search(place, text)
    assert "How to fix it: did you mean increasing?" in text
    marked = [said(e) for e in root.iter(f"{NS}mark")]
    assert "increasin" in marked


def test_findings_lead_to_what_the_code_means(page) -> None:
    root = parsed(page)
    details = {e.get("id"): said(e) for e in root.iter(f"{NS}details")}
    assert "Passes" in details["code-DDL010"]
    links = [e.get("href") for e in root.iter(f"{NS}a")]
    assert "#code-DDL010" in links


def test_links_of_the_data(page) -> None:
    links = [e.get("href") or "" for e in parsed(page).iter(f"{NS}a")]
    assert "https://doi.org/10.5281/zenodo.1" in links
    assert "https://example.org/data/images.tar.gz" in links


def test_the_scene_is_json_beside_its_figure(page) -> None:
    root = parsed(page)
    (box,) = [e for e in root.iter() if e.get("data-scene")]
    (data,) = [e for e in root.iter(f"{NS}script") if e.get("id") == box.get("data-scene")]
    assert data.get("type") == "application/json"
    scene = json.loads(data.text)
    assert set(scene) == {"unit", "size", "view", "parts"}
    figures = [e for e in root.iter() if e.get("role") == "img"]
    assert len(figures) == 3
    for figure in figures:
        assert len((figure.get("aria-labelledby") or "").split()) == 2


def test_provenance(page, file) -> None:
    assert hashlib.sha256(file.read_bytes()).hexdigest() in page
    text = said(parsed(page).find(f".//{NS}main"))
    assert "imgcif-map" in text
    assert re.search(r"CIF_IMG[0-9.]+[0-9a-f]{64}", text)
    assert str(file.parent) not in page


def test_the_same_file_gives_the_same_bytes(page, file) -> None:
    assert html_report(file, profile="minimal", heed_projects=False) == page


def test_without_a_profile_this_is_said(file) -> None:
    assert "No profile was named" in html_report(file, heed_projects=False)


def test_several_files_have_an_index(file, tmp_path) -> None:
    other = tmp_path / "second.cif"
    other.write_text(imgcif("other"), encoding="utf-8")
    text = html_report([file, other, tmp_path / "gone.cif"], heed_projects=False)
    root = check(text)
    assert said(root.find(f".//{NS}h1")) == "Check of 2 files"
    heads = [said(e) for e in root.iter(f"{NS}h2")]
    assert heads[:4] == ["Not read", "Files", "lysozyme.cif", "second.cif"]
    assert "to be corrected" in text
    assert "gone.cif" in text
    assert len(root.findall(f".//{NS}article")) == 2


def test_files_of_one_name_are_told_apart(tmp_path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.cif").write_text(imgcif(), encoding="utf-8")
    text = html_report([tmp_path / "a/x.cif", tmp_path / "b/x.cif"], heed_projects=False)
    assert "a/x.cif" in said(check(text))


def test_a_dictionary_is_reported_as_one(root) -> None:
    from imgcif_map.project.batch import run
    from imgcif_map.project.settings import DICTIONARY

    batch = run([str(root / "dictionaries" / "ddl.dic")], kind=DICTIONARY, describe=True)
    text = render(batch.report, "html")
    check(text)
    assert "this dictionary" in text.lower()
    assert "experiment" not in text.lower().split("<main", 1)[1].split("<script>")[0]


def test_thousands_of_findings_stay_readable(tmp_path) -> None:
    file = tmp_path / "many.cif"
    names = "".join(f"_lab.value_{n} {n}\n" for n in range(3000))
    file.write_text(f"data_many\n{names}", encoding="utf-8")
    text = html_report(file, heed_projects=False)
    check(text)
    assert len(text) < 300_000
    assert re.search(r"And [\d,]+ findings more, at lines", text)


def test_hostile_values_are_text(tmp_path) -> None:
    file = tmp_path / "x.cif"
    nasty = "</script><script>alert(1)</script>"
    text = imgcif(nasty.replace(" ", ""), scans={nasty: (10, 0.0, 1.0)})
    file.write_text(text.replace("Example Light Source", f"<b onclick=x>{nasty}"), "utf-8")
    page = html_report(file, heed_projects=False)
    root = check(page)
    assert len(root.findall(f".//{NS}script")) == 2
    assert "alert(1)</script>" not in page


def test_an_excerpt_marks_wide_characters(tmp_path) -> None:
    file = tmp_path / "wide.cif"
    file.write_text("data_x\n_axis.id '結晶 構造'\n", encoding="utf-8")
    finding = Finding(
        "DDL999", "x", Severity.ERROR, "m", Location(str(file), 2, 10), value="結晶 構造"
    )
    text = render(Report((FileReport(str(file), (finding,)),)), "html")
    (marked,) = [said(e) for e in check(text).iter(f"{NS}mark")]
    assert marked == "'結晶 構造'"


def test_suppressed_findings_are_told() -> None:
    one = Finding("DDL999", "x", Severity.ERROR, "kept out", suppressed_by="known")
    text = render(Report((FileReport("x.cif", (), (one,)),)), "html")
    assert "1 finding kept out by comments in the file" in said(check(text))


def test_unreadable_alone() -> None:
    text = render(Report(), "html", unreadable=(UnreadableInput("gone", hint="look again"),))
    body = said(check(text))
    assert "gone" in body
    assert "No file could be read" in body


def test_other_formats_do_not_change(page, file) -> None:
    from imgcif_map.project.files import validate_files

    plainly = validate_files(file, heed_projects=False).report
    told = validate_files(file, heed_projects=False, describe=True).report
    assert told.files[0].about is not None
    for form in ("text", "json", "sarif", "junit", "github"):
        assert render(told, form) == render(plainly, form)
    bare = Report(tuple(replace(f, about=None) for f in told.files), told.dictionaries)
    check(render(bare, "html"))


@given(made=any_experiment())
@settings(deadline=None, max_examples=60)
def test_any_experiment_is_told_in_a_legal_page(made) -> None:
    with np.errstate(all="ignore"):
        account = Account((tell(made, ()),))
    text = render(Report((FileReport("x.cif", (), about=account),)), "html")
    check(text)
    assert len(text) < 400_000
    shown = re.sub(r"<(script|style).*?</", "", text, flags=re.S)
    assert not re.search(r"\b(nan|inf)\b", shown)


def test_the_verdict_names_what_a_finding_is_about() -> None:
    at = Location("x.cif", 1, 1, item="_a.b")
    found = (Finding("DDL999", "x", Severity.ERROR, "stated as 1 mm", at),)
    assert "_a.b: stated as 1 mm" in render(Report((FileReport("x.cif", found),)), "html")


def test_what_cannot_be_read_comes_first() -> None:
    found = [
        Finding(code, "x", severity, code)
        for code, severity in [
            ("DDL998", Severity.ERROR), ("DDL998", Severity.ERROR), ("CIF999", Severity.WARNING),
            ("DDL999", Severity.ERROR), ("CIF998", Severity.ERROR), ("DDL997", Severity.NOTE),
        ]
    ]  # fmt: skip
    root = check(render(Report((FileReport("x.cif", tuple(found)),)), "html"))
    heads = [said(e) for e in root.iter(f"{NS}h3")]
    order = [re.search(r"[A-Z]{3}\d{3}", head)[0] for head in heads]
    assert order == ["CIF998", "DDL998", "DDL999", "CIF999", "DDL997"]
