"""draw, and validate --format html, as a user runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.outcome import check_message
from tests.figures.wellformed import check, texts
from tests.support.experiments import imgcif

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def cif(tmp_path: Path) -> Path:
    path = tmp_path / "scan.cif"
    path.write_text(imgcif(scans={"A": (90, 0.0, 1.0), "B": (5, 10.0, 1.0)}), encoding="utf-8")
    return path


def test_svg_to_stdout(invoke, cif) -> None:
    plain = invoke("draw", cif)
    assert (plain.code, plain.err) == (0, "")
    assert "omega" in texts(check(plain.out))
    assert invoke("draw", cif, "-o", "-").out == plain.out


@pytest.mark.parametrize("figure", ["instrument", "detector", "coverage"])
def test_svg_to_a_file(invoke, cif, tmp_path, figure) -> None:
    done = invoke("draw", cif, "--figure", figure, "--theme", "dark", "-o", "figure.svg")
    assert (done.code, done.out) == (0, "")
    check((tmp_path / "figure.svg").read_text(encoding="utf-8"))


def test_png(invoke, cif, tmp_path) -> None:
    pytest.importorskip("resvg_py")
    done = invoke("draw", cif, "-o", "figure.png")
    if "no font" in done.err:
        pytest.skip("no font on this system")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "figure.png").read_bytes().startswith(PNG)


def test_png_without_its_library(invoke, cif, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    outcome = invoke("draw", cif, "-o", "figure.png")
    check_message(outcome, "resvg-py", 'pip install "imgcif-map[figures]"')
    assert not (tmp_path / "figure.png").exists()


def test_png_without_a_font(invoke, cif, tmp_path, monkeypatch) -> None:
    resvg = pytest.importorskip("resvg_py")
    monkeypatch.setattr(resvg, "svg_to_bytes", lambda **_: b"nothing written")
    check_message(invoke("draw", cif, "-o", "figure.png"), "no font was found")


def test_scan_frame_and_view_change_the_figure(invoke, cif) -> None:
    first = invoke("draw", cif).out
    assert "scan A" in first
    assert "scan B" in invoke("draw", cif, "--scan", "b").out
    later = invoke("draw", cif, "--frame", "90").out
    assert "omega at 89°" in later
    assert invoke("draw", cif, "--view", "90,0").out != first
    assert invoke("draw", cif, "--view=-35,-22").code == 0


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--scan", "C"], ["there is no scan 'C'", "scans: A, B"]),
        (["--frame", "91"], ["no frame 91", "from 1 to 90"]),
        (["--block", "x"], ["no data block 'x'", "data blocks: lysozyme"]),
        (["--view", "up"], ["--view up: not of the form DEG,DEG"]),
        (["--view", "nan,1"], ["not of the form DEG,DEG"]),
        (["-o", "x.pdf"], ["x.pdf: figures are SVG or PNG"]),
        (["-o", "scan.cif"], ["scan.cif: figures are SVG or PNG"]),
    ],
)
def test_what_makes_no_sense(invoke, cif, extra, words) -> None:
    check_message(invoke("draw", cif, *extra), *words)


def test_what_cannot_be_drawn(invoke, tmp_path) -> None:
    (tmp_path / "x.cif").write_text("data_x\n_cell.length_a 5\n")
    check_message(invoke("draw", "x.cif"), "x.cif", "no experiment to draw")
    check_message(invoke("draw", "gone.cif"), "gone.cif")
    broken = imgcif().replace("detector distance 0 -1 0", "detector nowhere 0 -1 0")
    (tmp_path / "b.cif").write_text(broken, encoding="utf-8")
    check_message(invoke("draw", "b.cif", "--figure", "detector"), "axis nowhere is not there")


def test_an_input_called_svg_is_not_overwritten(invoke, cif, tmp_path) -> None:
    twin = tmp_path / "scan.svg"
    twin.write_bytes(cif.read_bytes())
    check_message(invoke("draw", twin, "-o", twin), "would overwrite an input")


def test_html_to_stdout_and_to_files(invoke, cif, tmp_path) -> None:
    plain = invoke("validate", cif, "--format", "html")
    assert plain.out.startswith("<!DOCTYPE html>")
    assert "Experiment lysozyme" in plain.out
    text = invoke("validate", cif, "--report", "html=report.html")
    assert "<" not in text.out.split("\n")[0]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == plain.out
    assert invoke("validate", cif, "-f", "html", "-o", "r.html").code == plain.code == text.code
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == plain.out


def test_html_from_standard_input_and_from_several_processes(process, cif, tmp_path) -> None:
    with cif.open("rb") as stream:
        done = process("validate", "-", "-f", "html", stdin=stream)
    assert b"Experiment lysozyme" in done.stdout
    assert b"not a file on disk" in done.stdout


def test_other_formats_load_no_figures(cif) -> None:
    code = (
        "import sys; from imgcif_map.project.files import validate_files\n"
        "from imgcif_map.report import render\n"
        f"render(validate_files({str(cif)!r}, heed_projects=False).report, 'text')\n"
        "print([m for m in sys.modules if m.startswith(('imgcif_map.figures', "
        "'imgcif_map.account', 'imgcif_map.report.html'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_python(cif) -> None:
    import imgcif_map

    svg = imgcif_map.draw(cif, "detector", scan="B", theme="dark")
    check(svg)
    assert imgcif_map.draw(imgcif_map.read_cif(cif), "detector", scan="B", theme="dark") == svg
    assert imgcif_map.html_report(cif).startswith("<!DOCTYPE html>")
