"""From a raw file over gaps and answers to a valid file, as a user goes about it."""

from __future__ import annotations

import getpass
import json
import platform
import re
import shutil
from pathlib import Path

import pytest
import yaml

from imgcif_map.api import convert
from imgcif_map.cif.reader import read_cif
from imgcif_map.cif.writer import iter_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.mapping.archive import make_plan
from imgcif_map.sample import FRAMES
from tests.cli.outcome import check_message

REPROCESSING = ("--profile", "reprocessing")


def findings(path: Path) -> list[dict]:
    report = json.loads(path.read_text(encoding="utf-8"))
    return [finding for file in report["files"] for finding in file["findings"]]


def missing(path: Path) -> set[str]:
    return {f["item"] for f in findings(path) if f["name"].startswith("missing-") and f["item"]}


def column(text_or_path, name: str) -> list[str]:
    """The values of a data name in the one block of a file."""
    [block] = read_cif(text_or_path).blocks
    found = block.column(name)
    return [] if found is None else list(found.texts())


ANSWERS = {
    "_array_intensities.overload": "60000.0",
    "_array_intensities.gain": "1.0",
    "_diffrn_detector.dtime": "0.25",
    "_diffrn_scan.date_end": "2026-03-14T09:30:00Z",
    "_diffrn_radiation.beam_width": "30.0",
    "_diffrn_radiation.polarizn_source_ratio": "0.98",
    "_database.dataset_DOI": "10.5281/zenodo.1234567",
}


def test_template_filled_in_closes_the_gaps_it_lists(invoke, master, tmp_path):
    invoke("gaps", master, *REPROCESSING, "--template", "a.yaml")
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    listed = list(yaml.safe_load(text))
    assert set(listed) == set(ANSWERS)
    assert set(yaml.safe_load(text).values()) == {None}
    for name in listed:
        text = text.replace(f"\n{name}:\n", f"\n{name}: {ANSWERS[name]}\n")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    common = ("convert", master, *REPROCESSING, "-o", "o.cif", "--gaps")
    invoke(*common, "before.json")
    invoke(*common, "after.json", "--answers", "a.yaml")
    assert missing(tmp_path / "before.json") == set(listed)
    assert missing(tmp_path / "after.json") == set()
    others = [
        [f["message"] for f in findings(tmp_path / name) if f["item"] is None]
        for name in ("before.json", "after.json")
    ]
    assert others[0] == others[1]
    for name, value in ANSWERS.items():
        assert set(column(tmp_path / "o.cif", name)) == {value}, name
    checked = ("--fail-on", "warning", "--select", "DDL,IMG00")
    assert invoke("validate", "o.cif", *REPROCESSING, *checked).code == 0
    again = invoke("gaps", master, *REPROCESSING, "--answers", "a.yaml", "-t", "-").out
    assert yaml.safe_load(again) is None
    assert "Nothing is missing" in again


def test_the_output_passes_its_profile(invoke, master):
    invoke("convert", master, "-o", "o.cif")
    outcome = invoke("validate", "o.cif", "--profile", "minimal")
    assert outcome.code == 0, outcome.out
    assert invoke("validate", "o.cif", *REPROCESSING, "--fail-on", "warning").code == 1


def test_the_larger_profile_lists_more(invoke, master, tmp_path):
    for profile in ("minimal", "reprocessing"):
        invoke("convert", master, "-o", "o", "--profile", profile, "--gaps", f"{profile}.json")
    few, many = (missing(tmp_path / f"{name}.json") for name in ("minimal", "reprocessing"))
    assert few < many


def test_the_hint_names_the_option_that_helps(invoke, master):
    invoke("convert", master, "-o", "o", "--profile", "reprocessing", "--gaps", "g.json")
    hints = {f["item"]: f["hint"] for f in findings(Path("g.json"))}
    assert hints["_database.dataset_DOI"].startswith("Use --doi. ")
    assert not any("--doi" in hint for item, hint in hints.items() if "DOI" not in (item or ""))
    options = ("--doi", "10.5072/x")
    invoke("convert", master, "-o", "o", "--profile", "reprocessing", "--gaps", "g.json", *options)
    assert "_database.dataset_DOI" not in missing(Path("g.json"))


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("# x\n_diffrn_detector.dtme: 1\n", "a.yaml:2:1:", "did you mean _diffrn_detector.dtime?"),
        ("_diffrn_detector.dtime: {value: 1, unit: parsec}\n", "a.yaml:1:", "parsec"),
        ("_diffrn_detector.dtime: {worth: 1}\n", "a.yaml:1:25:", "{value: …, unit: …}"),
        ("_diffrn_detector.dtime: [1\n", "a.yaml:2:1:", "list"),
        ("_diffrn_detector.dtime: 1\n_diffrn_detector.dtime: 2\n", "a.yaml:2:1:", "twice"),
        ("_diffrn_detector.dtime: !!python/name:os.system x\n", "a.yaml:1:25:", "not allowed"),
        ("a: &a [1]\nb: *a\n", "a.yaml:1:4:", "anchor"),
        ("_diffrn_detector.dtime: " + "[" * 900 + "]" * 900, "a.yaml:1:", "levels"),
        ("- 1\n", "a.yaml:1:1:", "data name: value"),
        ("set: 5\n", "a.yaml:1:6:", "parameter: value"),
        ("set: {nothing: 1}\n", "", "no parameter nothing"),
        ("\udcff", "a.yaml", "UTF-8"),
        ("a: \0", "a.yaml", "binary"),
        ("#" + "x" * 1_000_001, "a.yaml", "too large"),
    ],
)
def test_wrong_answers_are_shown_where_they_stand(invoke, master, tmp_path, text, position, word):
    (tmp_path / "a.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    (tmp_path / "o.cif").write_text("old")
    check_message(invoke("convert", master, "-o", "o.cif", "--answers", "a.yaml"), position, word)
    assert (tmp_path / "o.cif").read_text() == "old"


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("0.25", "0.25"),
        ("{value: 0.25, unit: us}", "0.25"),
        ("{value: 250, unit: ns}", "0.25"),
        ("{value: 2.5e-7, unit: s}", "0.25"),
        ("[0.25]", "0.25"),
        ("", None),
        ("null", None),
        ("~", None),
        ("[]", None),
    ],
)
def test_answers_in_all_forms(invoke, master, tmp_path, answer, value):
    (tmp_path / "a.yaml").write_text(f"# comment\n_diffrn_detector.dtime: {answer}\n")
    outcome = invoke("convert", master, "-q", "-o", "o.cif", "--answers", "a.yaml")
    assert outcome.err == ""
    assert column(tmp_path / "o.cif", "_diffrn_detector.dtime") == ([value] if value else [])


def test_a_file_of_comments_answers_nothing(invoke, master, tmp_path):
    (tmp_path / "a.yaml").write_text("# Nothing is missing.\n")
    plain = invoke("convert", master, "-q")
    assert invoke("convert", master, "-q", "--answers", "a.yaml") == plain


def test_a_list_has_one_answer_per_row(invoke, master, tmp_path):
    rows = [f"note {number}" for number in range(FRAMES)]
    name = "_diffrn_scan_frame.date"
    (tmp_path / "a.yaml").write_text(yaml.safe_dump({name: rows}))
    invoke("convert", master, "-o", "o.cif", "--answers", "a.yaml")
    assert column(tmp_path / "o.cif", name) == rows
    (tmp_path / "a.yaml").write_text(yaml.safe_dump({name: rows[1:]}))
    outcome = invoke("convert", master, "-o", "o.cif", "--answers", "a.yaml")
    assert f"{FRAMES - 1} values for {FRAMES} rows" in outcome.err
    assert outcome.code == 1


def test_an_answer_against_the_source_wins_and_is_reported(invoke, master, tmp_path):
    name = "_diffrn_radiation_wavelength.value"
    (tmp_path / "a.yaml").write_text(f"{name}: 1.5\n")
    outcome = invoke("convert", master, "-o", "o.cif", "--answers", "a.yaml")
    assert "the answer 1.5 replaces 0.976254, which the source states" in outcome.said
    assert "a.yaml:1:37" in outcome.err
    assert column(tmp_path / "o.cif", name) == ["1.5"]


def test_an_answer_of_no_use_replaces_nothing(invoke, master, tmp_path):
    name = "_diffrn_radiation_wavelength.value"
    outcome = invoke("convert", master, "-o", "o.cif", "--set", f"{name}=short")
    assert outcome.code == 1
    assert f"{name}: short is not a number" in outcome.err
    assert " object at 0x" not in outcome.err
    assert column(tmp_path / "o.cif", name) == ["0.976254"]


def test_set_takes_parameters_and_data_names(invoke, master, tmp_path):
    invoke(
        "convert",
        master,
        "-o",
        "o.cif",
        "--set",
        "diffrn_id=mine",
        "--set",
        "_diffrn_detector.dtime=0.3",
        "--set",
        "_exptl_crystal.description=a = b",
    )
    assert column(tmp_path / "o.cif", "_diffrn.id") == ["mine"]
    assert column(tmp_path / "o.cif", "_diffrn_detector.dtime") == ["0.3"]
    assert column(tmp_path / "o.cif", "_exptl_crystal.description") == ["a = b"]
    wrong = invoke("convert", master, "--set", "_diffrn_detector.dtme=1")
    check_message(wrong, "_diffrn_detector.dtme", "did you mean _diffrn_detector.dtime?")


KEYS = [
    "code",
    "name",
    "severity",
    "message",
    "line",
    "column",
    "block",
    "frame",
    "category",
    "item",
    "value",
    "count",
    "positions",
    "hint",
    "spec_url",
]


def test_gaps_follow_the_format_of_reports(invoke, master, tmp_path):
    invoke("convert", master, "-o", "o.cif", "--gaps", "g.json")
    report = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    assert list(report) == ["format_version", "tool", "dictionaries", "files", "summary"]
    assert report["format_version"] == 1
    assert report["tool"]["name"] == "imgcif-map"
    assert "CIF_IMG" in {dictionary["title"] for dictionary in report["dictionaries"]}
    for dictionary in report["dictionaries"]:
        assert re.fullmatch("[0-9a-f]{64}", dictionary["sha256"])
    [file] = report["files"]
    assert file["path"] == str(master)
    counts = {"error": 0, "warning": 0, "note": 0}
    for finding in file["findings"]:
        assert list(finding)[: len(KEYS)] == KEYS
        assert set(finding) - set(KEYS) <= {"source", "looked", "why"}
        counts[finding["severity"]] += 1
    assert report["summary"] == counts


def test_provenance_names_the_source_of_each_column(invoke, master, tmp_path):
    invoke(
        "convert",
        master,
        "-o",
        "o.cif",
        "--provenance",
        "p.json",
        "--set",
        "_diffrn_detector.dtime=1",
    )
    [block] = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))["blocks"]
    columns: dict[str, list] = {}
    for column in block["columns"]:
        columns.setdefault(column["item"], []).append(column)
    [written] = read_cif(tmp_path / "o.cif").blocks
    for loop in written.loops:
        for made in loop.columns:
            definition = load_dictionary().item(made.name)
            if definition.linked_item is None:  # those repeat an id that stands elsewhere
                assert made.name in columns, made.name
    text = json.dumps(columns["_diffrn_radiation_wavelength.value"])
    assert "/entry/instrument/beam/incident_wavelength" in text
    assert ".yaml:" in text
    assert '"answer"' in json.dumps(columns["_diffrn_detector.dtime"])


URI, PATH, FORMAT = (
    f"_array_data_external_data.{name}" for name in ("uri", "archive_path", "archive_format")
)
NAMES = ["sample_data_000001.h5"] * 5 + ["sample_data_000002.h5"] * 5


@pytest.mark.parametrize(
    ("options", "uris", "formats", "paths"),
    [
        (["--archive-uri", "https://x.org/a.tgz"], ["https://x.org/a.tgz"], ["TGZ"], NAMES),
        (
            ["--archive-uri", "https://x.org/a", "--archive-format", "zip"],
            ["https://x.org/a"],
            ["ZIP"],
            NAMES,
        ),
        (
            ["--archive-uri", "https://x.org/{stem}-{n:03}.zip"],
            [
                "https://x.org/sample_data_000001-001.zip",
                "https://x.org/sample_data_000002-001.zip",
            ],
            ["ZIP"],
            NAMES,
        ),
        (
            ["--archive-uri", "https://x.org/{file}"],
            [f"https://x.org/{n}" for n in dict.fromkeys(NAMES)],
            [],
            [],
        ),
    ],
)
def test_archive_options(invoke, master, tmp_path, options, uris, formats, paths):
    invoke("convert", master, "-o", "o.cif", *options)
    assert list(dict.fromkeys(column(tmp_path / "o.cif", URI))) == uris
    assert list(dict.fromkeys(column(tmp_path / "o.cif", FORMAT))) == formats
    assert column(tmp_path / "o.cif", PATH) == paths


ENTRIES = [
    {
        "uri": "https://x.org/1.tgz",
        "member": "run/sample_data_000001.h5",
        "size": 10,
        "checksum": "sha256:ab",
    },
    {
        "uri": "https://x.org/2.tgz",
        "member": "run/sample_data_000002.h5",
        "size": 20,
        "checksum": "sha256:cd",
    },
]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_archive_manifest(invoke, master, tmp_path, form):
    text = json.dumps(ENTRIES)
    if form == "csv":
        rows = [list(ENTRIES[0]), *(map(str, entry.values()) for entry in ENTRIES)]
        text = "\n".join(",".join(row) for row in rows)
    (tmp_path / "m").write_text(text)
    invoke("convert", master, "-o", "o.cif", "--archive-manifest", "m")
    assert list(dict.fromkeys(column(tmp_path / "o.cif", URI))) == [e["uri"] for e in ENTRIES]
    assert list(dict.fromkeys(column(tmp_path / "o.cif", PATH))) == [e["member"] for e in ENTRIES]
    assert set(column(tmp_path / "o.cif", FORMAT)) == {"TGZ"}


def test_a_file_that_the_manifest_lacks_is_reported(invoke, master, tmp_path):
    (tmp_path / "m").write_text(json.dumps(ENTRIES[:1]))
    outcome = invoke("convert", master, "-o", "o.cif", "--archive-manifest", "m")
    assert "not in the archive manifest" in outcome.err
    assert "sample_data_000002.h5" in outcome.err


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"uri,member\n\xff\xfe,x\n", "not UTF-8"),
        (b"", "no column uri"),
        (b"member\nx\n", "no column uri"),
        (b"uri\n", "lists no files"),
        (b'[{"uri": 5.5}]', "not text"),
        (b"[" * 100_000, "not JSON"),
        (b'[{"uri": "https://x", "size": "big"}]', "size is not a number"),
        (b"uri,member,format\nhttps://x.org/a,sample_data_000001.h5,CAB\n", "CAB"),
    ],
)
def test_bad_manifests(invoke, master, tmp_path, content, word):
    (tmp_path / "m").write_bytes(content)
    check_message(invoke("convert", master, "--archive-manifest", "m"), word)


def test_a_member_outside_its_archive_is_refused(invoke, master, tmp_path):
    for member in ("../../etc/passwd/sample_data_000001.h5", "/tmp/sample_data_000001.h5"):
        (tmp_path / "m").write_text(json.dumps([{"uri": "https://x.org/a.tgz", "member": member}]))
        check_message(invoke("convert", master, "--archive-manifest", "m"), "entry 1", "member")


@pytest.mark.parametrize(
    "uri", ["{0.__class__}", "{file.__class__}", "{n:>99999999}", "{", "{n!r}", ""]
)
def test_templates_evaluate_nothing(invoke, master, uri):
    check_message(invoke("convert", master, "--archive-uri", uri), "" if not uri else uri[:2])


DOI = "10.5281/zenodo.1234567"


@pytest.mark.parametrize("text", [DOI, f"doi:{DOI}", f"https://doi.org/{DOI}"])
def test_doi(invoke, master, tmp_path, text):
    invoke("convert", master, "-o", "o.cif", "--doi", text)
    assert column(tmp_path / "o.cif", "_database.dataset_DOI") == [DOI]


EXTRA = ("--gaps", "g.json", "--provenance", "p.json", "-o", "o.cif")


def test_same_input_same_bytes_in_any_folder(process, master, tmp_path):
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        shutil.copytree(master.parent, folder)
        for _ in range(2):
            process(
                "convert",
                "sample_master.h5",
                *EXTRA,
                cwd=folder,
                env={"TZ": f"Etc/GMT+{len(made)}", "PYTHONHASHSEED": str(len(made))},
            )
            made.append({f: (folder / f).read_bytes() for f in ("o.cif", "g.json", "p.json")})
    assert made[0]["o.cif"]
    assert all(other == made[0] for other in made)
    text = b"".join(made[0].values()).decode("utf-8")
    secrets = {str(tmp_path), str(Path.home()), platform.node(), str(Path.cwd())}
    assert not [word for word in secrets if len(word) > 3 and word in text]
    if len(getpass.getuser()) > 4:
        assert getpass.getuser() not in text


def test_python_gives_what_the_command_line_gives(invoke, master, tmp_path):
    (tmp_path / "a.yaml").write_text("_diffrn_detector.dtime: 0.25\n")
    outcome = invoke(
        "convert",
        master,
        "--answers",
        "a.yaml",
        "--set",
        "flip_axis=reverse",
        "--archive-uri",
        "https://x.org/{n}.zip",
        "--doi",
        DOI,
        *REPROCESSING,
        *EXTRA,
    )
    conversion = convert(
        [master],
        answers=tmp_path / "a.yaml",
        settings={"flip_axis": "reverse"},
        archive=make_plan("https://x.org/{n}.zip"),
        doi=DOI,
        profile="reprocessing",
    )
    assert "".join(iter_cif(conversion.document)) == (tmp_path / "o.cif").read_text("utf-8")
    assert conversion.provenance == json.loads((tmp_path / "p.json").read_text("utf-8"))
    said = [(f["code"], f["message"]) for f in findings(tmp_path / "g.json")]
    assert [(f.code, f.message) for f in conversion.findings] == said
    assert outcome.code == int(conversion.fails)
