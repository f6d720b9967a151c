"""The page on following a dictionary: its commands in its order, and its words."""

from __future__ import annotations

import shutil
from pathlib import Path

from imgcif_map.dictionary.changes.model import KINDS, Effect
from imgcif_map.mapping.changes.model import KINDS as MAPPING_KINDS
from imgcif_map.mapping.impact import Verdict
from tests.project.test_commands_run import ROOT, lines, run

PAGE = "docs/how-to/follow-a-dictionary.md"


def test_its_commands_as_written(tmp_path, capsys, monkeypatch):
    """A unit changes; the mapping is edited; the new dictionary is installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "own"))
    for folder in ("new", "before"):
        Path(folder).mkdir()
    text = (ROOT / "dictionaries/cif_img.dic").read_text("utf-8")
    before, middle, after = text.partition("save_diffrn_radiation.beam_width\n")
    after = after.replace("micrometres", "millimetres", 1)
    Path("new/cif_img.dic").write_text(before + middle + after, "utf-8")
    mapping = (ROOT / "mappings/minicbf.yaml").read_text("utf-8")
    shutil.copy(ROOT / "mappings/minicbf.yaml", "before/minicbf.yaml")
    Path("minicbf.yaml").write_text(mapping.replace("$h/Tau, unit: s", "$h/Tau, unit: ms"))
    codes = {}
    for line in lines(PAGE):
        # All mappings and their tests take long, and have a test of their own.
        everything = line == "imgcif-map dictionary impact new/cif_img.dic"
        wanted = f"{line} nxmx --no-tests" if everything else line
        codes.setdefault(line, []).append(run(wanted))
        out = capsys.readouterr().out
        if line.startswith("imgcif-map mapping diff"):
            assert "_diffrn_detector.dtime: unit\n" in out
    assert [code for found in codes.values() for code in found] == [1, 0, 0, 1, 0, 0, 0, 0]
    assert out.endswith("no changes in meaning\n")


def test_all_words_are_explained():
    page = (ROOT / PAGE).read_text("utf-8")
    for word in (*KINDS, *MAPPING_KINDS):
        assert f"`{word}`" in page, word
    for word in (*Effect, *Verdict):
        assert f"**{word.value}**" in page, word
