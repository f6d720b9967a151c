"""Documentation: generated pages are fresh, links lead somewhere, commands exist."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

from imgcif_map.cli.app import COMMANDS, app

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])
IDS = [str(page.relative_to(ROOT)) for page in PAGES]


SHOWN = r"(?:^\s*(?:\$ )?|`|: |bin/)imgcif-map ([a-z]+)(?: ([a-z]+))?"


@pytest.fixture(scope="module")
def generate():
    """docs/generate.py, its pages made once."""
    sys.path.insert(0, str(ROOT / "docs"))
    import generate

    wanted = generate.pages()
    generate.pages = lambda: wanted
    yield generate
    sys.path.remove(str(ROOT / "docs"))


def test_generated_pages_are_fresh(generate):
    stale = [str(path.relative_to(ROOT)) for path in generate.stale()]
    assert stale == [], "run: make docs"


def test_a_changed_page_is_noticed(generate, monkeypatch):
    wanted = generate.pages()
    first = next(iter(wanted))
    monkeypatch.setattr(generate, "pages", lambda: {**wanted, first: "something else"})
    assert generate.stale().count(first) == 1


def test_the_figure_is_the_one_its_script_draws():
    import runpy

    script = runpy.run_path(str(ROOT / "docs" / "figures" / "frames.py"))
    drawn = (ROOT / "docs" / "figures" / "frames.svg").read_text(encoding="utf-8")
    assert drawn == script["figure"]()


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.S))
    missing = [
        target
        for target in targets
        if not re.match(r"[a-z]+:|#", target) and not (page.parent / target.split("#")[0]).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_shown_exist(page):
    text = page.read_text(encoding="utf-8")
    for command, below in re.findall(SHOWN, text, re.M):
        assert command in COMMANDS, command
        if COMMANDS[command].functions and below:
            assert below in COMMANDS[command].functions, f"{command} {below}"


def test_readme_shows_the_make_targets_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\bmake ([a-z]+)", readme))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert {"demo", "test"} <= shown <= targets


def test_the_excerpts_in_the_readme_are_real(tmp_path, capsys):
    """Every line of them is a line of inspect, convert and gaps on the sample, blanks apart."""
    from imgcif_map.sample import build

    master = str(build(tmp_path))
    for arguments in (["inspect", master], ["convert", master, "-q"], ["gaps", master]):
        with pytest.raises(SystemExit):
            app(arguments)
    printed = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Try it")[0]
    shown = [
        " ".join(line.split())
        for block in re.findall(r"^```\n(.*?)^```", readme, re.M | re.S)
        for line in block.splitlines()
    ]
    assert len(shown) > 15
    for line in shown:
        assert line in ("", "…") or any(real.startswith(line) for real in printed), line


def test_add_a_vendor_key_works_as_written(tmp_path, capsys, monkeypatch):
    """The overlay and its test, pasted together from the page, pass lint and test."""

    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/how-to/add-a-vendor-key.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    overlay = next(block for block in blocks if block.startswith("imgcif_map: 1"))
    tests = next(block for block in blocks if block.startswith("tests:"))
    Path("my-detector.yaml").write_text(overlay + tests, encoding="utf-8")
    for command in ("lint", "test"):
        with pytest.raises(SystemExit) as ended:
            app(["mapping", command, "my-detector.yaml"])
        assert ended.value.code == 0, capsys.readouterr()
    assert "ok   my-detector-dead-time: 1 test\n1 passed, 0 failed\n" in capsys.readouterr().out


def test_a_header_key_is_one_line_in_one_file(tmp_path, monkeypatch):
    """The line of the page, put under items: of the format, maps the key."""
    from imgcif_map import convert
    from tests.support.make_minicbf import minicbf

    page = (ROOT / "docs/how-to/add-a-vendor-key.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^```yaml\n(  _diffrn_source.current: .*\n)```", page, re.M)
    image = tmp_path / "image_0001.cbf"
    image.write_bytes(minicbf(lines={"new": "# Ring_current 300 mA"}))
    assert any(f.name == "unmapped-source" for f in convert(image).findings)
    mappings = tmp_path / "data" / "mappings"
    mappings.mkdir(parents=True)
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "data"))
    format_file = (ROOT / "mappings/minicbf.yaml").read_text(encoding="utf-8")
    assert format_file.count("\nitems:\n") == 1
    changed = format_file.replace("\nitems:\n", "\nitems:\n" + line)
    (mappings / "minicbf.yaml").write_text(changed, encoding="utf-8")
    conversion = convert(image)
    column = conversion.document.blocks[0].column("_diffrn_source.current")
    assert list(column.texts()) == ["300"]
    assert not any(f.name == "unmapped-source" for f in conversion.findings)


def test_an_overlay_for_headers_works_as_written(tmp_path, capsys, monkeypatch):
    """The overlay passes lint and its test, and applies by itself from the data folder."""
    from imgcif_map import convert
    from tests.support.make_minicbf import minicbf

    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/how-to/add-a-vendor-key.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    text = next(block for block in blocks if "id: my-headers" in block)
    Path("my-headers.yaml").write_text(text, encoding="utf-8")
    for command in ("lint", "test"):
        with pytest.raises(SystemExit) as ended:
            app(["mapping", command, "my-headers.yaml"])
        assert ended.value.code == 0, capsys.readouterr()
    folder = tmp_path / "data" / "mappings" / "overlays"
    folder.mkdir(parents=True)
    (folder / "my-headers.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "data"))
    lines = {
        "Detector": "# Detector: My Detector, S/N 1",
        "Detector_distance": "# Detector_distance 200",
    }
    Path("image_0001.cbf").write_bytes(minicbf(lines=lines))
    conversion = convert("image_0001.cbf")
    assert conversion.overlays == ("my-headers",)
    column = conversion.document.blocks[0].column("_diffrn_scan_axis.displacement_start")
    assert list(column.texts()) == [".", "200"]


def test_add_an_instrument_works_as_written(tmp_path, capsys, monkeypatch):
    """The pieces of the page make one file that passes all the commands it shows."""
    from imgcif_map import convert
    from tests.support.make_minicbf import scan

    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/how-to/add-an-instrument.md").read_text(encoding="utf-8")
    text = "".join(re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S))
    Path("our-diffractometer.yaml").write_text(text, encoding="utf-8")
    lines = {"Detector": "# Detector: PILATUS 2M, S/N 24-0999", "Chi": "# Chi 20.0 deg."}
    scan(tmp_path, 2, lines={**lines, "Phi": "# Phi 30.0 deg."}, fast=1475, slow=1679)
    shown = re.findall(r"^imgcif-map (.*)$", page, re.M)
    assert len(shown) >= 6
    for command in shown:
        words = command.replace("run_1_*.cbf", "run_1_0001.cbf run_1_0002.cbf").split()
        with pytest.raises(SystemExit) as ended:
            app(words)
        assert ended.value.code == 0, (command, capsys.readouterr())
    assert Path("out.cif").exists()
    folder = tmp_path / "data" / "mappings" / "instruments"
    folder.mkdir(parents=True)
    (folder / "our-diffractometer.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path / "data"))
    conversion = convert(sorted(tmp_path.glob("run_1_*.cbf")))
    assert [i["id"] for i in conversion.provenance["mapping"]["instruments"]] == [
        "our-diffractometer"
    ]
    axes = list(conversion.document.blocks[0].column("_axis.id").texts())
    assert axes[:5] == ["omega", "chi", "phi", "arm", "travel"]


def test_write_a_mapping_works_as_written(tmp_path, capsys, monkeypatch):
    """The pieces of the page make one mapping, and it converts the file the page shows."""
    from imgcif_map import convert
    from tests.project.workshop import of_write_a_mapping

    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/how-to/write-a-mapping.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    Path("my-writer.yaml").write_text("".join(blocks), encoding="utf-8")
    of_write_a_mapping(Path("my_run.h5"))
    for command, argument in (
        ("inspect", "my_run.h5"),
        ("mapping lint", "my-writer.yaml"),
        ("mapping test", "my-writer.yaml"),
    ):
        with pytest.raises(SystemExit) as ended:
            app([*command.split(), argument])
        out = capsys.readouterr().out
        assert ended.value.code == 0, out
        if command == "inspect":
            assert out in page
    conversion = convert("my_run.h5", mapping="my-writer.yaml")
    assert not conversion.fails
    assert conversion.document.blocks[0].column("_diffrn_scan.frames").texts() == ["10"]


def test_a_test_that_does_not_hold_is_shown_as_it_is(tmp_path, capsys, monkeypatch):
    """The mistakes that the page makes, put where it puts them, and the whole output."""

    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/how-to/write-a-mapping.md").read_text(encoding="utf-8")
    text = "".join(re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S))
    (mistakes,) = re.findall(r"^```diff\n(.*?)^```", page, re.M | re.S)
    before = "".join(line[1:] for line in mistakes.splitlines(True) if line[0] == " ")
    after = "".join(line[1:] for line in mistakes.splitlines(True))
    assert text.count(before) == 1
    Path("my-writer.yaml").write_text(text.replace(before, after), encoding="utf-8")
    (shown,) = re.findall(r"^```\n\$ imgcif-map mapping test \S+\n(.*?)^```", page, re.M | re.S)
    with pytest.raises(SystemExit) as ended:
        app(["mapping", "test", "my-writer.yaml"])
    assert ended.value.code == 1
    assert capsys.readouterr().out == shown


def test_add_a_rule_works_as_written(tmp_path, monkeypatch, capsys):
    """The rule of the page finds what the cases of the page say, and explain knows it."""
    import runpy

    import yaml

    from imgcif_map.cif.reader import parse_cif
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.rules import catalogue
    from imgcif_map.rules.base import SECTIONS
    from imgcif_map.rules.context import Context

    page = (ROOT / "docs/how-to/add-a-rule.md").read_text(encoding="utf-8")
    module = re.search(r"^```python\n(.*?)^```", page, re.M | re.S)[1]
    name = re.search(r'^    "img\.negative_exposure:(\w+)",$', page, re.M)[1]
    cases = yaml.safe_load(re.search(r"^```yaml\n(.*?)^```", page, re.M | re.S)[1])
    (tmp_path / "rule.py").write_text(module, encoding="utf-8")
    rule = runpy.run_path(str(tmp_path / "rule.py"))[name]()
    assert set(SECTIONS) < set(rule.sections())
    assert not any(known.code == rule.code for known in catalogue.all_rules())
    dictionary = load_dictionary()
    for case in cases:
        found = list(rule.check(Context(parse_cif(case["cif"]), dictionary)))
        places = [[f.location.line, f.location.column] for f in found]
        assert places == [expected["at"] for expected in case["findings"]]
        assert [f.location.item for f in found] == [e["item"] for e in case["findings"]]
    made = types.ModuleType("negative_exposure")
    setattr(made, name, type(rule))
    monkeypatch.setitem(sys.modules, "imgcif_map.rules.img.negative_exposure", made)
    listed = (*catalogue.RULES, f"img.negative_exposure:{name}")
    monkeypatch.setattr(catalogue, "RULES", listed)
    catalogue.all_rules.cache_clear()
    try:
        with pytest.raises(SystemExit) as ended:
            app(["explain", rule.code])
    finally:
        catalogue.all_rules.cache_clear()
    assert ended.value.code == 0
    assert "negative" in capsys.readouterr().out


def test_the_python_examples_work_as_written(tmp_path, monkeypatch):
    import doctest

    from imgcif_map.sample import build

    monkeypatch.chdir(tmp_path)
    build(tmp_path / "here")
    page = (ROOT / "docs/how-to/use-from-python.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", page, re.M | re.S))
    test = doctest.DocTestParser().get_doctest(code, {}, "use-from-python.md", None, 0)
    said: list[str] = []
    done = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert done.failed == 0, "".join(said)
    assert done.attempted > 15


def test_the_page_on_python_names_the_whole_api():
    import imgcif_map

    page = (ROOT / "docs/how-to/use-from-python.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\b\w+\b", page))
    assert set(imgcif_map.__all__) - shown <= {"Conversion", "__version__"}


@pytest.mark.parametrize("figure", ["instrument", "detector"])
def test_the_figures_of_the_sample_are_what_draw_draws(figure, tmp_path):
    """Renew: imgcif-map demo; imgcif-map draw imgcif-map-demo/demo.cif --figure … -o docs/…"""
    from imgcif_map import convert, draw
    from imgcif_map.sample import build

    document = convert(build(tmp_path)).document
    drawn = (ROOT / "docs" / "figures" / f"{figure}.svg").read_text(encoding="utf-8")
    assert drawn == draw(document, figure)
