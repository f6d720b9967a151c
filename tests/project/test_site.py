"""The documentation site: strict, complete, and nothing in it asks another host."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
needs_mkdocs = pytest.mark.skipif(
    importlib.util.find_spec("material") is None, reason="mkdocs-material is not installed"
)


@pytest.fixture(scope="module")
def hooks():
    """docs/site_hooks.py."""
    before = list(sys.path)
    sys.path.insert(0, str(DOCS))
    import site_hooks

    yield site_hooks
    sys.path[:] = before


def build(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """mkdocs on the pages of a folder that stands beside a copy of mkdocs.yml."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(folder), "-d", str(out)],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    done = build(ROOT / "mkdocs.yml", out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@needs_mkdocs
def test_every_page_is_there_and_can_be_found(site):
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    pages = {p.relative_to(DOCS).with_suffix(".html").as_posix() for p in DOCS.rglob("*.md")}
    pages.remove("README.html")
    assert pages <= found
    assert all((site / page).is_file() for page in pages)


@needs_mkdocs
def test_nothing_is_loaded_from_another_host(site):
    loading = r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=[\"']?(?:https?:)?//[^>]*>"
    for page in site.rglob("*.html"):
        assert re.findall(loading, page.read_text(encoding="utf-8")) == [], page.name
    for style in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//", style.read_text(encoding="utf-8"))


@needs_mkdocs
def test_schemas_are_published(site, hooks):
    for name, path in hooks.SCHEMAS.items():
        assert (site / "schemas" / name).read_bytes() == (ROOT / path).read_bytes()
    answers = json.loads((site / "schemas" / hooks.ANSWERS).read_text(encoding="utf-8"))
    assert "_axis.id" in answers["properties"]


@needs_mkdocs
def test_a_link_that_leads_nowhere_fails(tmp_path):
    """Three kinds of dead links, all of them named; the new page needs no entry anywhere."""
    shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "imgcif_map", tmp_path / "imgcif_map", ignore=_all_but_json)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    page = "# Zero links\n\n[a](no-such-page.md) [b](fill-gaps.md#no-such-part) ![c](none.svg)\n"
    (tmp_path / "docs/how-to/zero.md").write_text(page, encoding="utf-8")
    done = build(tmp_path / "mkdocs.yml", tmp_path / "out")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    for word in ("no-such-page.md", "#no-such-part", "none.svg", "zero.md"):
        assert word in said


def _all_but_json(folder: str, names: list[str]) -> set[str]:
    inside = Path(folder)
    return {n for n in names if not (inside / n).is_dir() and not n.endswith(".json")}


def test_a_new_page_appears_by_itself(hooks, tmp_path):
    docs = tmp_path / "docs"
    shutil.copytree(DOCS, docs, ignore=shutil.ignore_patterns("__pycache__", "figures"))
    text = "# Boil an egg\n\n```sh\n# water\n```\n\nTake [water](a.md). Boil it.\n"
    (docs / "how-to/egg.md").write_text(text, encoding="utf-8")
    pages = next(part["How-to"] for part in hooks.navigation(docs) if "How-to" in part)
    assert "how-to/egg.md" in pages
    listed = hooks.how_to_index(docs).partition("## Other")[2]
    assert "- [Boil an egg](egg.md): Take water." in listed


def test_every_code_is_below_its_family(hooks):
    families = hooks._families(DOCS)
    named = {name for family in families for pages in family.values() for name in pages}
    wanted = {f"reference/rules/{p.name}" for p in (DOCS / "reference/rules").glob("*.md")}
    assert named == wanted - {"reference/rules/index.md"}
    assert all(len(family) == 1 for family in families)


def test_each_kind_of_user_has_a_page_with_links(hooks):
    landing = (DOCS / "index.md").read_text(encoding="utf-8")
    for kind in hooks.KINDS:
        assert f"]({kind}.md)" in landing
        text = (DOCS / f"{kind}.md").read_text(encoding="utf-8")
        assert len(re.findall(r"\]\(how-to/", text)) >= 4


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("text\n- a\n- b", "text\n\n- a\n- b"),
        ("1. a\n\n   more\n2. b", "1. a\n\n    more\n2. b"),
        ("- a\n  - b\n- c", "- a\n    - b\n- c"),
        ("- a\n\n  ```\n  x\n    y\n  ```\n\nz", "- a\n\n    ```\n    x\n      y\n    ```\n\nz"),
        ("```\ntext\n- a\n```\n", "```\ntext\n- a\n```\n"),
        ("- a\n  goes on\n- b", "- a\n    goes on\n- b"),
        ("a\nb - c\n\n# d\n", "a\nb - c\n\n# d\n"),
    ],
)
def test_lists_as_the_renderer_wants_them(hooks, written, wanted):
    assert hooks.for_the_site(written) == wanted
