"""Command lines of pages without output of their own: run in a folder that has what they name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from imgcif_map.cli.app import app
from tests.project.test_commands_shown import shown, words

ROOT = Path(__file__).resolve().parents[2]
INSTRUMENT = "our-diffractometer"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A master, a folder of images with a log, dictionaries, a data folder of one's own."""
    from imgcif_map.sample import build
    from tests.support.make_minicbf import scan

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "own"))
    build(tmp_path).rename("scan_master.h5")
    Path("images").mkdir()
    scan(Path("images"), 2)
    Path("log.csv").write_text("_diffrn_source.beamline\nB7\n", encoding="utf-8")
    for name in ("cif_img.dic", "cif_core.dic", "templ_attr.cif", "templ_enum.cif"):
        shutil.copy(ROOT / "dictionaries" / name, name)
    shutil.copytree(ROOT / "dictionaries", "dictionaries")
    return tmp_path


def run(line: str) -> int:
    with pytest.raises(SystemExit) as ended:
        app([word for word in words(line) if word != "…"])
    return int(ended.value.code or 0)


def lines(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [line for line in shown(text) if len(words(line)) > 1 and "FILE" not in line]


def test_the_readme(folder, capsys):
    """Its table in its order, then its Python; mapping test runs in tests of its own."""
    for line in lines("README.md"):
        if line == "imgcif-map mapping test":
            continue
        assert run(line) in (0, 1), (line, capsys.readouterr().err)
    for made in ("scan.cif", "answers.yaml", "report.html", "instrument.svg"):
        assert (folder / made).stat().st_size > 100
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    capsys.readouterr()
    exec(compile(code, "README.md", "exec"), {})
    assert "detector distance" in capsys.readouterr().out


def test_fill_the_gaps(folder, capsys):
    """All but --interactive, which needs a terminal and has tests of its own."""
    text = (ROOT / "docs/how-to/fill-gaps.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)
    (instrument,) = [block for block in blocks if f"id: {INSTRUMENT}" in block]
    (folder / f"{INSTRUMENT}.yaml").write_text(instrument, encoding="utf-8")
    ran = [line for line in lines("docs/how-to/fill-gaps.md") if "--interactive" not in line]
    assert len(ran) >= 5
    for line in ran:
        assert run(line) in (0, 1), (line, capsys.readouterr().err)
        text = (folder / "scan.cif").read_text("utf-8") if " -o " in line else ""
        assert ("Our Laboratory" in text) is (INSTRUMENT in line)


def test_install_dictionaries(folder, capsys):
    assert run("imgcif-map convert scan_master.h5 -q -o scan.cif") in (0, 1)
    ran = lines("docs/how-to/install-dictionaries.md")
    assert len(ran) >= 4
    for line in ran:
        assert run(line) in (0, 1), (line, capsys.readouterr().err)
    assert list((folder / "own").rglob("cif_img.dic"))


def test_see_what_is_covered(folder, capsys):
    """On the mapping that the page shows; the pages and tables are there."""
    text = (ROOT / "docs/how-to/see-what-is-covered.md").read_text(encoding="utf-8")
    (mapping,) = re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)
    (folder / "camera.yaml").write_text(mapping, encoding="utf-8")
    ran = [line for line in lines("docs/how-to/see-what-is-covered.md") if " coverage" in line]
    assert len(ran) >= 7
    for line in ran:
        assert run(line) == (1 if "--fail-open" in line else 0), (line, capsys.readouterr().err)
    for made in ("nxmx.html", "nxmx.csv", "coverage.json"):
        assert (folder / made).stat().st_size > 10_000
