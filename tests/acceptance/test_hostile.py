"""Files as an attacker, a broken disk or a careless writer would make them."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from imgcif_map.cif.reader import read_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.validator import validate
from tests.acceptance.hostile import DAMAGES
from tests.cli.outcome import check_message
from tests.support.patience import ends

REFUSED = {
    "all classes integers": "no mapping fits",
    "all classes the same": "no mapping fits",
    "empty file": "no mapping fits",
    "empty entry": "no mapping fits",
    "virtual data set of a billion frames": "1000000000 frames",
    "virtual source of a billion frames": "1000000000 frames",
    "virtual source of thirty million frames": "30000000 frames",
    "billion frames": "1000000000 frames",
}
"""Damages after which nothing can be written; all others become gaps."""

SAID = {
    "text for a number": "incident_wavelength",
    "text for an axis setting": "omega",
    "group for a number": "incident_wavelength",
    "compound value": "type compound are not supported",
    "complex value": "not supported",
    "depends_on a number": "depends_on",
    "depends_on nowhere": "/entry/none",
    "depends_on another file": "etc/passwd",
    "depends_on itself": "depends on itself",
    "depends_on in a circle": "depends on itself",
    "depends_on in a circle across groups": "depends on itself",
    "module depends on itself": "depends on itself",
    "vector of two": "omega/@vector",
    "vector of nan": "omega/@vector",
    "vector of zeros": "no direction",
    "vector of infinity": "omega/@vector",
    "offset of two": "offset",
    "unknown kind of axis": "wobble",
    "unknown unit": "furlong per fortnight",
    "wrong unit": "cannot be converted",
    "negative wavelength": "wavelength",
    "infinite wavelength": "_diffrn_radiation_wavelength.value",
    "external link outside": "outside the allowed folder",
    "external link upwards": "outside the allowed folder",
    "external link to itself": "cyclic link",
    "soft link to itself": "cyclic link",
    "external storage": "external raw file",
    "virtual data set outside": "outside the allowed folders",
    "virtual data set without sources": "missing, 1 in all: missing.h5",
    "text of ten gigabytes": "too large to read",
    "billion settings": "too large to read",
}
"""Words of the report that say what is wrong, where the damage is one that matters."""

INSPECTED = (
    "class an integer", "external link outside", "hard link upwards", "external storage",
    "virtual data set of itself", "text of ten gigabytes", "billion settings",
    "deeply nested groups", "control characters", "nothing but compound",
)  # fmt: skip

UNFOUNDED = {
    "nothing but empty", "nothing but text", "nothing but compound", "data set for a group",
}  # fmt: skip
"""So little is left that the output has references without a target; the gaps say why."""

SECRET = "root:"


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_master_is_converted_or_refused(invoke, damaged, tmp_path, name):
    source = damaged(name)
    before = source.read_bytes()
    with ends():
        outcome = invoke("convert", source.name, "-o", "out.cif")
    assert source.read_bytes() == before
    if name in REFUSED:
        check_message(outcome, "hostile.h5" if "frames" in name else "", REFUSED[name])
        assert not (tmp_path / "out.cif").exists()
        return
    assert outcome.code in (0, 1), outcome.err
    assert outcome.out == ""
    for word in ("Traceback", "internal error", " object at 0x", "\x1b", "\x07"):
        assert word not in outcome.said
    if name in SAID:
        assert outcome.code == 1
        assert SAID[name] in outcome.said, outcome.err
    text = (tmp_path / "out.cif").read_text(encoding="utf-8")
    assert SECRET not in text + outcome.err
    assert "etc/passwd" not in text
    assert "nan" not in text.split()
    assert "inf" not in text.split()
    assert read_cif(tmp_path / "out.cif").problems == ()
    errors = [
        f.message
        for f in validate(tmp_path / "out.cif", load_dictionary(), ignore=["IMG"]).findings
        if f.severity == "error"
    ]
    if name in UNFOUNDED:
        assert errors, "nothing is wrong any more: take it out of UNFOUNDED"
        assert outcome.code == 1
    else:
        assert errors == []


@pytest.mark.parametrize("name", INSPECTED)
def test_a_damaged_master_can_be_inspected(invoke, damaged, name):
    outcome = invoke("inspect", damaged(name).name)
    assert (outcome.code, outcome.err) == (0, "")
    assert SECRET not in outcome.out
    assert "\x1b" not in outcome.out


def test_text_in_a_value_never_ends_it(invoke, damaged, tmp_path):
    damaged("line that ends a text")
    invoke("convert", "hostile.h5", "-o", "out.cif")
    document = read_cif(tmp_path / "out.cif")
    assert len(document.blocks) == 1
    assert not any("evil" in block.name for block in document.blocks)


@pytest.mark.parametrize("part", [0.002, 0.01, 0.1, 0.3, 0.5, 0.8, 0.95, 0.9999])
def test_a_truncated_master_is_refused(invoke, master, tmp_path, part):
    content = master.read_bytes()
    (tmp_path / "cut.h5").write_bytes(content[: int(len(content) * part)])
    (tmp_path / "out.cif").write_text("old")
    check_message(invoke("convert", "cut.h5", "-o", "out.cif"), "cut.h5")
    assert (tmp_path / "out.cif").read_text() == "old"


CHANGES = """
import sys
from pathlib import Path
from tests.acceptance.test_hostile import change_bytes
change_bytes(Path(sys.argv[1]), int(sys.argv[2]))
"""


def change_bytes(master: Path, rounds: int) -> None:
    """Convert copies with random damage, in this process; HDF5 itself may crash."""
    from imgcif_map.api import convert
    from imgcif_map.cif.writer import iter_cif
    from imgcif_map.errors import ImgcifMapError

    content = master.read_bytes()
    copy = master.with_name("changed.h5")
    dictionary = load_dictionary()
    for seed in range(rounds):
        dice = random.Random(seed)
        raw = bytearray(content)
        for _ in range(dice.choice([1, 4, 20])):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        copy.write_bytes(raw)
        try:
            "".join(iter_cif(convert([copy], dictionary=dictionary).document))
        except ImgcifMapError:
            continue


def test_random_damage_never_ends_in_a_traceback(master, root):
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", CHANGES, str(master), "25"],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    assert done.returncode == 0


def test_billion_frames_take_no_memory(process, damaged):
    resource = pytest.importorskip("resource")
    damaged("virtual data set of a billion frames")
    limit = 2 * 2**30
    done = process(
        "convert", "hostile.h5", "-o", "out.cif",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        env={"OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 2
    assert b"1000000000 frames" in done.stderr
    assert b"not enough memory" not in done.stderr


def test_symbolic_link_out_of_the_folder(invoke, damaged, tmp_path):
    import h5py

    outside = tmp_path / "outside"
    outside.mkdir()
    with h5py.File(outside / "names.h5", "w") as file:
        file["name"] = "a secret"
    inside = tmp_path / "inside"
    inside.mkdir()
    source = damaged("two entries, one group").rename(inside / "m.h5")
    (inside / "names.h5").symlink_to(outside / "names.h5")
    with h5py.File(source, "r+") as file:
        del file["entry/sample/name"]
        file["entry/sample/name"] = h5py.ExternalLink("names.h5", "/name")
    outcome = invoke("convert", source)
    assert outcome.code == 1
    assert "outside the allowed folder" in outcome.said
    assert "a secret" not in outcome.out + outcome.err
    assert "a secret" in invoke("convert", source, "--allow-dir", outside).out


def test_symbolic_link_in_a_circle(invoke, tmp_path):
    (tmp_path / "a.h5").symlink_to("b.h5")
    (tmp_path / "b.h5").symlink_to("a.h5")
    for command in ("convert", "gaps", "inspect", "validate"):
        check_message(invoke(command, "a.h5"), "a.h5")


ODD_NAMES = (
    "with space.h5", "Жук µ.h5", "-dash.h5", "new\nline.h5", "per%cent#?.h5", "{n}.h5", "'q\".h5",
)  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_file_names(invoke, damaged, tmp_path, name):
    source = damaged("two entries, one group")
    source.rename(tmp_path / name)
    outcome = invoke("convert", "-o", f"{name}.cif", "--gaps", "g.json", "--", name)
    assert outcome.code == 0, outcome.err
    assert read_cif(tmp_path / f"{name}.cif").problems == ()
    assert json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["files"][0]["path"] == name
    template = invoke("gaps", "-t", "-", "--profile", "reprocessing", "--", name)
    (tmp_path / "a.yaml").write_text(template.out, encoding="utf-8")
    again = invoke("convert", "--answers", "a.yaml", "-o", "-", "--quiet", "--", name)
    assert (again.code, again.err) == (0, "")


def test_one_bad_source_of_two(invoke, damaged, tmp_path):
    source = damaged("two entries, one group")
    (tmp_path / "bad.h5").write_bytes(source.read_bytes()[:3000])
    (tmp_path / "o.cif").write_text("old")
    check_message(invoke("convert", source, "bad.h5", "-o", "o.cif"), "bad.h5", "truncated")
    assert (tmp_path / "o.cif").read_text() == "old"


def test_the_same_source_twice_counts_once(invoke, damaged):
    name = damaged("two entries, one group").name
    assert invoke("convert", name, f"./{name}").out == invoke("convert", name).out


def test_closed_stdout(process, damaged):
    damaged("two entries, one group")
    done = process(
        "convert", "hostile.h5", stdout=None, stderr=subprocess.PIPE,
        preexec_fn=lambda: os.close(1),
    )  # fmt: skip
    assert done.returncode in (2, 141)
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_disk(process, damaged):
    damaged("two entries, one group")
    with Path("/dev/full").open("wb") as full:
        done = process("convert", "hostile.h5", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_unwritable_folder(invoke, damaged, tmp_path):
    damaged("two entries, one group")
    (tmp_path / "closed").mkdir(mode=0o500)
    check_message(invoke("convert", "hostile.h5", "-o", "closed/o.cif"), "not writable")


OVERLAY = """\
imgcif_map: 1
id: mine
extends: nxmx
title: My detector
license: CC0-1.0
when: {when}
because: a test
items:
  {item}
"""
EVER = "\"*:NXinstrument/name ~ '.'\""


@pytest.mark.parametrize(
    ("when", "item", "words"),
    [
        (EVER, "_diffrn_detector.dtme: {value: 1}", ("m.yaml:9:", "_diffrn_detector.dtme")),
        (EVER, "_diffrn_detector.dtime: nofn(x)", ("m.yaml:9:", "no function 'nofn'")),
        (EVER, '_diffrn_detector.dtime: "mean(a"', ("m.yaml:9:", "never closed")),
        (EVER, "_diffrn_detector.dtime: &a {value: 1}", ("m.yaml:9:", "anchor")),
        (EVER, "_diffrn_detector.dtime: !!python/name:os.system x", ("m.yaml:9:", "not allowed")),
        (EVER, "_diffrn_detector.dtime: " + "[" * 900 + "]" * 900, ("m.yaml:9:", "levels")),
    ],
)
def test_mistakes_in_a_mapping_are_shown_where_they_stand(
    invoke, master, tmp_path, when, item, words
):
    (tmp_path / "m.yaml").write_text(OVERLAY.format(when=when, item=item))
    check_message(invoke("convert", master, "-m", tmp_path / "m.yaml", "-o", "o.cif"), *words)
    assert not (tmp_path / "o.cif").exists()


def test_a_pattern_without_end_ends(invoke, master, tmp_path):
    import h5py

    with h5py.File(master, "r+") as file:
        del file["entry/instrument/name"]
        file["entry/instrument/name"] = "a" * 60
    when = "\"*:NXinstrument/name ~ '(a+)+b'\""
    (tmp_path / "m.yaml").write_text(
        OVERLAY.format(when=when, item="_diffrn_detector.dtime: {value: 1}")
    )
    with ends():
        outcome = invoke("convert", master, "-m", tmp_path / "m.yaml", "-o", "o.cif")
    assert outcome.code in (1, 2)
    assert "internal error" not in outcome.err
