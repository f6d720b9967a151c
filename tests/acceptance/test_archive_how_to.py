"""The commands of docs/how-to/archive-links.md do what the page shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from imgcif_map.sample import build
from tests.support.packed import pack

PAGE = "docs/how-to/archive-links.md"
BLOCK = re.compile(r"^```(text)?\n(.*?)^```$", re.M | re.S)


def examples(root: Path) -> list[tuple[str, str]]:
    """Commands of the page, each with what is shown after it."""
    found: list[tuple[str, str]] = []
    for match in BLOCK.finditer((root / PAGE).read_text(encoding="utf-8")):
        if match[1]:
            command, shown = found.pop()
            found.append((command, shown + match[2]))
        else:
            found.append((match[2].replace("\\\n", ""), ""))
    return found


@pytest.fixture
def at_hand(tmp_path: Path) -> None:
    """The files that the page speaks of."""
    data = {path.name: path.read_bytes() for path in build(tmp_path).parent.glob("sample_*.h5")}
    thaumatin = {f"thaumatin/{name}": content for name, content in sorted(data.items())}
    pack(tmp_path / "scan", "TGZ", thaumatin).rename(tmp_path / "scan.tgz")
    pack(tmp_path / "folder", "folder", thaumatin)
    for number in (1, 2):
        name = f"sample_data_00000{number}.h5"
        path = pack(tmp_path / f"part{number}", "TGZ", {name: data[name]})
        path.rename(tmp_path / f"part{number}.tgz")
        build(tmp_path / f"run{number}")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_page_shows_what_happens(invoke, at_hand, root, tmp_path):
    shown = 0
    for command, output in examples(root):
        program, *arguments = shlex.split(command)
        assert program == "imgcif-map"
        (tmp_path / "scan.cif").unlink(missing_ok=True)
        outcome = invoke(*arguments)
        assert outcome.code in (0, 1), command
        written = [tmp_path / name for name in ("scan.cif", "manifest.csv")]
        texts = [path.read_text(encoding="utf-8") for path in written if path.exists()]
        everything = flat("\n".join([outcome.out, outcome.err, *texts]))
        everything = re.sub(r" \[mapping [^]]*\]", "", everything)
        for paragraph in re.split(r"\n(?=\d+ HDF5|note|warning|https)", output.strip()):
            assert flat(paragraph) in everything, (command, paragraph)
            shown += bool(paragraph)
    assert shown >= 12
