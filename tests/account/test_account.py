"""What is told of a file: sentences, facts, links, scan table, what is missing, bounds."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest

from imgcif_map.account import Account, Told, account_of
from imgcif_map.account.facts import LISTED, doi_link, plain, web_link
from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.project import workers
from imgcif_map.project.batch import run
from imgcif_map.rules.context import Context
from tests.support.experiments import imgcif


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return load_dictionary()


@pytest.fixture
def account(dictionary):
    def make(text: str) -> Account:
        return account_of(Context(parse_cif(text, "x.cif"), dictionary), "x.cif")

    return make


@pytest.fixture
def told(account):
    def make(text: str) -> Told:
        (one,) = account(text).experiments
        return one

    return make


def test_sentences(told) -> None:
    assert told(imgcif()).sentences == (
        "One scan of 90 frames: omega from 0° to 45° in steps of 0.5°.",
        "X-rays of 1 Å (12.398 keV), at beamline X1, Example Light Source.",
        "The detector (Counter 1M) has 100 × 100 pixels of 500 × 500 µm, 100 mm from the sample, "
        "at right angles to the beam.",
        "The beam meets it at pixel 50, 50; rings are complete up to 4.09 Å, "
        "the corners reach 2.96 Å.",
        "The images (90 frames) are said to be at https://example.org/data/images.tar.gz.",
    )


def test_several_scans_are_summed_up(told) -> None:
    one = told(imgcif(scans={"a": (10, 0.0, 1.0), "b": (20, 90.0, -1.0), "c": (5, 7.0, 0.0)}))
    assert one.sentences[0] == (
        "Three scans with 35 frames in all: omega moves in 2, no axis moves in 1."
    )
    assert [row.moves for row in one.scans] == [
        "omega 0° to 10° by 1°", "omega 90° to 70° by -1°", "nothing moves",
    ]  # fmt: skip
    assert [row.fixed for row in one.scans] == ["", "", "omega 7°"]
    assert one.same == "distance 100 mm"
    assert one.covered == ("omega covers 30° (0° to 10°, 70° to 90°).",)


def test_a_scan_row_has_what_is_computed(told) -> None:
    (row,) = told(imgcif()).scans
    assert (row.distance, row.tilt, row.beam) == ("100", "0", "50, 50")
    assert (row.edge, row.corner) == ("4.09 Å", "2.96 Å")


def test_what_is_missing_is_said(told) -> None:
    text = imgcif(uri="").replace("_diffrn_radiation_wavelength.value 1.0", "")
    text = text.replace("_diffrn_source.facility 'Example Light Source'", "")
    text = text.replace("_diffrn_source.beamline X1", "")
    one = told(text)
    assert (
        "of a wavelength that the file does not say; the file does not say where."
        in (one.sentences[1])
    )
    assert one.sentences[-1] == "The file does not say where the images are."
    assert one.scans[0].edge.startswith("2θ ")


def test_no_geometry_gives_no_figures_and_says_why(told) -> None:
    one = told("data_x\n_diffrn_scan.id S\n_diffrn_scan.frames 3\n")
    assert one.instrument is None
    assert one.detector is None
    assert "The instrument is not drawn: no detector surface is described." in one.missing


def test_a_broken_chain_is_named(told) -> None:
    one = told(imgcif().replace("detector distance 0 -1 0", "detector nowhere 0 -1 0"))
    assert any("axis nowhere is not there" in text for text in one.missing)
    assert one.scans[0].beam == ""


def test_a_detector_at_the_sample_has_no_resolution(told) -> None:
    one = told(imgcif().replace("distance . . 100 0", "distance . . 0 0"))
    assert one.scans[0].edge == ""
    assert any("distance is 0" in text for text in one.missing)


def test_nothing_to_tell(account) -> None:
    found = account("data_x\n_cell.length_a 5\n")
    assert found.experiments == ()


def test_many_scans_are_bounded(told) -> None:
    one = told(imgcif(scans={f"S{n}": (10, float(n), 0.1) for n in range(500)}))
    assert len(one.scans) == 60
    assert one.more_scans == 440
    assert len(pickle.dumps(one)) < 200_000


def test_hostile_values_are_short_and_harmless(told) -> None:
    nasty = "<script>" + "x" * 5000
    one = told(imgcif(uri=nasty).replace("'Counter 1M'", f"'{nasty}\u202e'"))
    assert all(len(fact.value) <= 200 for fact in one.facts)
    assert all(len(sentence) < 600 for sentence in one.sentences)
    assert "\u202e" not in repr(one)
    assert not [fact.link for fact in one.facts if fact.link]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("10.5281/zenodo.123", "https://doi.org/10.5281/zenodo.123"),
        ("doi:10.5281/zenodo.123", "https://doi.org/10.5281/zenodo.123"),
        ("https://doi.org/10.5281/x", "https://doi.org/10.5281/x"),
        ("10.1/x", ""),
        ("10.5281/a b", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_dois(text: str, link: str) -> None:
    assert doi_link(text) == link


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://x.org/a",
     "https://x.org/\"onclick=", "http://x.org/a b", "HTTPS://x.org/é", "//x.org/a"],
)  # fmt: skip
def test_what_is_no_web_address_is_no_link(text: str) -> None:
    assert web_link(text) == ""


def test_web_addresses_and_dois_are_links() -> None:
    assert web_link(" https://x.org/a?b=c#d ") == "https://x.org/a?b=c#d"
    assert web_link("10.5281/zenodo.1") == "https://doi.org/10.5281/zenodo.1"


def test_values_as_people_write_them() -> None:
    assert plain("Mo K\\a") == "Mo Kα"
    assert plain("243720806611.0351") == "2.43721e+11"
    assert plain("0.45") == "0.45"
    assert plain("12345678") == "1.23457e+07"
    assert plain("a\\q") == "a\\q"


def test_batches_describe_only_if_asked(tmp_path: Path) -> None:
    file = tmp_path / "x.cif"
    file.write_text(imgcif(), encoding="utf-8")
    (plainly,) = run([str(file)]).report.files
    assert plainly.about is None
    (described,) = run([str(file)], describe=True).report.files
    assert described == plainly, "what a file describes is not part of what was found in it"
    assert isinstance(described.about, Account)
    assert described.about.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert described.about.bytes == file.stat().st_size
    assert pickle.loads(pickle.dumps(described.about)) == described.about


def test_files_that_belong_together_are_told_in_their_own_place(tmp_path: Path) -> None:
    declared = "_audit_dataset.id one\n"
    for name in ("a", "b"):
        text = imgcif(name, more=declared)
        (tmp_path / f"{name}.cif").write_text(text, encoding="utf-8")
    names = [str(tmp_path / f"{name}.cif") for name in ("a", "b")]
    batch = run(names, together=True, describe=True)
    titles = [[t.title for t in file.about.experiments] for file in batch.report.files]
    assert titles == [["Experiment a"], ["Experiment b"]]


def test_the_profile_is_told(tmp_path: Path) -> None:
    from imgcif_map.project.settings import Overrides

    file = tmp_path / "x.cif"
    file.write_text(imgcif(), encoding="utf-8")
    batch = run([str(file)], given=Overrides(profile="minimal"), describe=True)
    asked = batch.report.files[0].about.asked
    assert asked.id == "minimal"
    assert asked.required
    assert all(why for _, why in asked.required)


def test_a_file_without_scans_is_no_scan_of_one_frame(told) -> None:
    one = told(imgcif(scans={}))
    assert one.sentences[0] == "The file describes no scan; all axes are taken to stand at 0."
    assert one.scans == ()
    assert one.instrument is not None


def test_a_beamline_is_called_so_once(told) -> None:
    one = told(imgcif().replace("beamline X1", "beamline 'Beamline 7'"))
    assert "at Beamline 7, Example Light Source." in one.sentences[1]


def test_images_in_the_file_itself(told) -> None:
    more = "loop_ _array_data.array_id _array_data.binary_id _array_data.data A 1 x\n"
    one = told(imgcif(uri="", more=more))
    assert one.sentences[-1] == "The images (90 frames) are in the file itself."


def test_units_and_names_are_those_of_the_dictionary(dictionary) -> None:
    symbols = {"millimetres": "mm", "seconds": "s", "kelvins": "K",
               "photons_per_second": "photons/s", "counts": "", "": ""}  # fmt: skip
    for label, unit, names in LISTED:
        for name in names:
            definition = dictionary.item(name)
            assert definition is not None, name
            assert symbols[definition.units] == unit, (label, name)


def test_processes_side_by_side_describe_as_well(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(workers, "LEAST_SECONDS", 0)
    files = [tmp_path / f"{name}.cif" for name in "ab"]
    for file in files:
        file.write_text(imgcif(file.stem), encoding="utf-8")
    names = [str(file) for file in files]
    two = run(names, jobs=2, describe=True)
    one = run(names, jobs=1, describe=True)
    assert [f.about for f in two.report.files] == [f.about for f in one.report.files]
    assert two.report.files[0].about is not None
