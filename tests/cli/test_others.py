"""``inspect``, ``demo``, ``mapping`` and ``dictionary``."""

from __future__ import annotations

import json

import pytest

from imgcif_map.cif.reader import read_cif
from tests.cli.outcome import check_message


def test_inspect_shows_nodes_values_and_broken_links(invoke, master):
    outcome = invoke("inspect", master)
    assert outcome.code == 0
    for words in (
        "NXdetector_module",
        "0.0976254",
        "nm",
        "@depends_on",
        "sample_meta.h5",
        "uint16",
    ):
        assert words in outcome.out, words


def test_inspect_part_of_it(invoke, master):
    part = invoke("inspect", master, "--path", "/entry/sample").out
    assert "omega" in part
    assert "NXdetector" not in part
    shallow = invoke("inspect", master, "--path", "/entry/sample", "--depth", "1").out
    assert "omega" not in shallow
    assert len(shallow.splitlines()) < len(part.splitlines())


def test_inspect_a_root_without_class(invoke, tmp_path):
    import h5py

    with h5py.File(tmp_path / "plain.h5", "w") as file:
        file["run/n"] = 3
    shown = invoke("inspect", str(tmp_path / "plain.h5")).out.splitlines()
    assert shown == ["/", "  run/", "    n  int64 = 3"]


def test_inspect_a_path_that_is_not_there(invoke, master):
    check_message(invoke("inspect", master, "--path", "/entry/nothing"), "/entry/nothing")


def test_demo_runs_anywhere(process, tmp_path):
    done = process("demo")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert text.count("$ imgcif-map ") == 3
    folder = tmp_path / "imgcif-map-demo"
    assert {p.name for p in folder.iterdir()} >= {
        "sample_master.h5", "demo.cif", "gaps.json", "provenance.json", "answers.yaml",
    }  # fmt: skip
    assert read_cif(folder / "demo.cif").problems == ()
    again = process("demo", "--output", "imgcif-map-demo")
    assert again.returncode == 0, "a second run replaces the first"


def test_demo_output_must_be_a_folder(invoke, tmp_path):
    (tmp_path / "x").write_text("file")
    check_message(invoke("demo", "-o", "x"), "x: Not a directory")


def test_packaged_mappings_are_clean(invoke):
    outcome = invoke("mapping", "lint")
    assert outcome.code == 0, outcome.out
    outcome = invoke("mapping", "test")
    assert outcome.code == 0, outcome.out
    assert "0 failed" in outcome.out


OVERLAY = """\
imgcif_map: 1
id: mine
extends: nxmx
title: My detector
license: CC0-1.0
when: "*:NXinstrument/name = 'nowhere'"
because: a test
items:
  _diffrn_detector.{item}: {{value: 3}}
"""


def test_lint_says_where(invoke, tmp_path):
    (tmp_path / "good.yaml").write_text(OVERLAY.format(item="dtime"))
    assert invoke("mapping", "lint", "good.yaml").code == 0
    (tmp_path / "bad.yaml").write_text(OVERLAY.format(item="no_such_item"))
    outcome = invoke("mapping", "lint", "bad.yaml")
    assert outcome.code in (1, 2)
    assert "bad.yaml:9" in outcome.out + outcome.err
    check_message(invoke("mapping", "lint", "missing.yaml"), "missing.yaml")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("json", '"line": 9'),
        ("sarif", '"startLine": 9'),
        ("junit", 'file="bad.yaml" line="9"'),
        ("github", "::error file=bad.yaml,line=9,"),
    ],
)
def test_lint_in_every_format(invoke, tmp_path, form, words):
    (tmp_path / "bad.yaml").write_text(OVERLAY.format(item="no_such_item"))
    outcome = invoke("mapping", "lint", "bad.yaml", "--format", form)
    assert outcome.code == 1
    assert words in outcome.out


def test_a_failing_mapping_test_is_1(invoke, tmp_path):
    test = (
        "tests:\n  - name: cannot hold\n    given: {/entry:NXentry/definition: NXmx}\n"
        "    expect: {_diffrn_detector.dtime: 4}\n"
    )
    (tmp_path / "mine.yaml").write_text(OVERLAY.format(item="dtime") + test)
    outcome = invoke("mapping", "test", "mine.yaml")
    assert outcome.code == 1
    assert "cannot hold" in outcome.out


def test_dictionary_info(invoke):
    outcome = invoke("dictionary", "info")
    assert outcome.code == 0
    assert "CIF_IMG" in outcome.out
    assert json.loads(invoke("dictionary", "info", "-f", "json").out)
    check_message(invoke("dictionary", "info", "none.dic"), "none.dic")


def test_dictionary_install_takes_precedence(invoke, root, tmp_path):
    source = tmp_path / "cif_img.dic"
    source.write_bytes((root / "dictionaries" / "cif_img.dic").read_bytes())
    outcome = invoke("dictionary", "install", source)
    assert outcome.code == 0
    assert str(tmp_path / "user-data") in outcome.out
    assert str(tmp_path / "user-data") in invoke("dictionary", "info").out
    (tmp_path / "x.dic").write_text("data_x\n_a.b 1\n")
    check_message(invoke("dictionary", "install", "x.dic"), "x.dic")


def test_dictionary_condense(invoke, root, tmp_path):
    source = root / "dictionaries" / "cif_img.dic"
    printed = invoke("dictionary", "condense", source)
    assert printed.code == 0
    assert invoke("dictionary", "condense", source, "-o", "out").code == 0
    assert (tmp_path / "out" / "cif_img.dic").read_text(encoding="utf-8") == printed.out
    check_message(invoke("dictionary", "condense", source, source), "-o FOLDER")
    check_message(invoke("dictionary", "condense", "none.dic"), "none.dic")


@pytest.mark.parametrize("command", ["info", "install", "condense"])
def test_dictionary_commands_have_help(invoke, command):
    assert invoke("dictionary", command, "--help").code == 0


def test_a_mapping_that_is_not_there_is_bad_usage(invoke):
    done = invoke("mapping", "lint", "nmxm")
    assert done.code == 2
    assert "there is no mapping 'nmxm'" in done.err
    assert "did you mean 'nxmx'?" in done.err
