"""docs/how-to/check-archives.md: its Python and its numbers; docs/generate.py runs the rest."""

from __future__ import annotations

import doctest
import re

from imgcif_map.archives.limits import MAX_ADDRESSES, MAX_FILE, MAX_PIXELS, MAX_REDIRECTS
from imgcif_map.archives.request import make_archives
from imgcif_map.rules.catalogue import find_rule
from imgcif_map.sample import build
from imgcif_map.sources.archivemembers import MAX_MEMBERS
from imgcif_map.sources.archivestream import MAX_EXPANSION
from tests.support.packed import pack

PAGE = "docs/how-to/check-archives.md"


def test_the_python_of_the_page(invoke, root, tmp_path):
    build(tmp_path)
    data = {path.name: path.read_bytes() for path in sorted(tmp_path.glob("sample_data_*.h5"))}
    renamed = dict(zip(("sample_data_000001.h5", "sample_2.h5"), data.values(), strict=True))
    pack(tmp_path / "scan", "TGZ", renamed).rename(tmp_path / "scan.tgz")
    invoke("convert", "sample_master.h5", "-q", "-o", "scan.cif",
           "--archive-uri", "https://example.org/raw/scan.tgz")  # fmt: skip
    (code,) = re.findall(r"^```python\n(.*?)^```", (root / PAGE).read_text("utf-8"), re.M | re.S)
    test = doctest.DocTestParser().get_doctest(code, {}, PAGE, None, 0)
    said: list[str] = []
    done = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert done.attempted >= 3
    assert not done.failed, "".join(said)


def test_the_numbers_of_the_page(root):
    page = (root / PAGE).read_text("utf-8")
    for said in (
        f"{MAX_FILE >> 20} MiB",
        f"{MAX_PIXELS:,} pixels",
        f"Up to {MAX_ADDRESSES}\naddresses",
        f"{MAX_EXPANSION} times",
        f"{make_archives().timeout:.0f} seconds",
    ):
        assert said in page
    assert (MAX_MEMBERS, MAX_REDIRECTS) == (1_000_000, 5), "a million members, five redirects"
    for code in re.findall(r"ARC\d{3}", page):
        assert find_rule(code) is not None, code


def test_the_numbers_on_the_pages_of_rules():
    rule = find_rule("ARC007")
    assert rule is not None
    text = " ".join((rule.__doc__ or "").split())
    for number in (
        f"{MAX_FILE >> 20} MiB",
        f"{MAX_PIXELS:,}",
        f"{MAX_MEMBERS:,}",
        f"{MAX_EXPANSION} times",
    ):
        assert number in text
