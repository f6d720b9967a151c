"""Regenerate everything in the documentation that the program itself says.

python docs/generate.py          write the pages
python docs/generate.py --check  write nothing; exit code 1 and the names of stale pages

Pages: reference/cli.md (the command line), python.md (the public names), mapping-schema.md and
functions.md (schema and function registry), coverage.md (what mappings account for),
ddlm-attributes.md (ddlm_attributes.yaml), rules/ (the docstrings of rules), vocabulary.md (names in
RDF), real-files.md (what becomes of real files, where these are at hand), and the output shown in
tutorial/, in how-to/read-the-report.md and in the pages that WALKED lists.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]


WALKED = (
    "explanation/ddlm-in-ten-minutes",
    "explanation/gaps",
    "how-to/add-a-key-in-five-minutes",
    "how-to/check-archives",
    "how-to/configure-a-project",
    "how-to/convert-images",
    "how-to/convert-to-nexus",
    "how-to/edit-in-vs-code",
    "how-to/keep-mappings-right",
    "how-to/read-the-html-report",
    "how-to/see-what-is-covered",
    "how-to/validate-in-ci",
    "how-to/write-a-profile",
)


def pages() -> dict[Path, str]:
    """Each generated page with its text."""
    from api_page import api_page
    from attributes_page import attributes_page
    from cli_page import cli_page
    from console import refreshed, walked
    from real_files import real_files_page

    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.mapping.reference import function_reference, schema_reference
    from imgcif_map.mapping.reverse.page import reverse_page
    from imgcif_map.rdf.pages import vocabulary_page
    from imgcif_map.resources import mapping_paths
    from imgcif_map.reverse.convert import chosen_plan
    from imgcif_map.rules.pages import rule_pages

    reference = DOCS / "reference"
    functions = load_functions()
    found = {
        reference / "cli.md": cli_page(),
        reference / "python.md": api_page(),
        reference / "ddlm-attributes.md": attributes_page(),
        reference / "mapping-schema.md": schema_reference(),
        reference / "functions.md": function_reference(functions),
        reference / "from-imgcif.md": reverse_page(
            chosen_plan(Library(mapping_paths(), functions), functions, None)
        ),
        reference / "coverage.md": coverage(),
        reference / "vocabulary.md": vocabulary_page(),
    }
    table = reference / "real-files.md"
    old = table.read_text(encoding="utf-8") if table.is_file() else ""
    found[table] = real_files_page(old)
    found.update({reference / "rules" / name: text for name, text in rule_pages().items()})
    for page in (DOCS / "how-to" / "read-the-report.md", *sorted((DOCS / "tutorial").glob("*.md"))):
        found[page] = refreshed(page.read_text(encoding="utf-8"))
    for name in WALKED:
        page = DOCS / f"{name}.md"
        found[page] = walked(page.read_text(encoding="utf-8"))
    return found


def coverage() -> str:
    """The page of what mappings account for."""
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping.coverage.cover import covered_all
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.mapping.library import Library
    from imgcif_map.report.coverage.page import coverage_page
    from imgcif_map.resources import mapping_paths

    library = Library(mapping_paths(), load_functions())
    return coverage_page(covered_all([], library, load_dictionary()), "nxmx")


def stale() -> list[Path]:
    """Pages that differ from what the program says now, and pages nothing generates any more."""
    wanted = pages()
    wrong = [
        path
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    return wrong + [p for p in (DOCS / "reference").rglob("*.md") if p not in wanted]


def main() -> None:
    """Write the pages, or with --check name those that are not as they would be written."""
    with tempfile.TemporaryDirectory(prefix="imgcif-map-cache-") as cache:
        os.environ.setdefault("IMGCIF_MAP_CACHE_DIR", cache)
        _main()


def _main() -> None:
    if "--check" in sys.argv[1:]:
        names = [str(path.relative_to(DOCS.parent)) for path in stale()]
        print("\n".join(names))
        raise SystemExit(1 if names else 0)
    wanted = pages()
    for path in (DOCS / "reference").rglob("*.md"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
