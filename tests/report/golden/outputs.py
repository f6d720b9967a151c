"""What each format makes of the fixed report, and where the expected output is."""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path

from imgcif_map.report import render
from imgcif_map.version import VERSION
from tests.report.golden.fixed import REPORT, UNREADABLE, write_files

HERE = Path(__file__).parent
CASES: dict[str, tuple[str, dict[str, object]]] = {
    "text.txt": ("text", {}),
    "text-colour.txt": ("text", {"color": True, "width": 100, "most": 0}),
    "report.json": ("json", {}),
    "report.sarif": ("sarif", {}),
    "junit.xml": ("junit", {}),
    "github.txt": ("github", {}),
    "report.html": ("html", {}),
}


def rendered(name: str) -> str:
    """The output of a case, made in a folder with the files; the program's version taken out."""
    form, options = CASES[name]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        write_files(Path(folder))
        made = render(REPORT, form, unreadable=UNREADABLE, **options)
    made = made.replace(f'ersion": "{VERSION}"', 'ersion": "VERSION"')
    if form == "html":  # style and script have tests of their own
        made = re.sub(r"<(style|script)>.*?</", r"<\1></", made, flags=re.S)
        made = re.sub(r"sha256-[^']+", "sha256-", made)
    return made.replace(f"imgcif-map {VERSION}", "imgcif-map VERSION")


def expected(name: str) -> str:
    """The golden output."""
    return (HERE / name).read_bytes().decode("utf-8")
