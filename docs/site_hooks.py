"""What the site adds to the pages: navigation, lists of pages, published schemas.

A page needs no entry anywhere: it appears with its title in the part whose folder it is in. Under
how-to it is listed for each kind of user whose page (for-*.md) links to it, or under the others.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [path for path in (str(HERE), str(ROOT)) if path not in sys.path]

from site_markdown import for_the_site  # noqa: E402

SCHEMAS = {
    "mapping.schema.json": "imgcif_map/mapping/schema.json",
    "profile.schema.json": "imgcif_map/rules/profile.schema.json",
    "project.schema.json": "imgcif_map/project/schema.json",
    "report.schema.json": "imgcif_map/report/report.schema.json",
}
ANSWERS = "answers.schema.json"
KINDS = ("for-converting", "for-editors-and-referees", "for-maintainers", "for-facilities")
FIRST = {
    "reference": ("cli", "python", "mapping-schema", "functions"),
    "explanation": ("why-declarative", "ddlm-in-ten-minutes", "gaps", "geometry"),
}
RULES = "reference/rules/"


def on_config(config: Any) -> Any:
    config["nav"] = navigation(Path(config["docs_dir"]))
    return config


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File

    docs = Path(config["docs_dir"])
    made = {"how-to/index.md": how_to_index(docs), "reference/index.md": reference_index(docs)}
    for uri, text in made.items():
        files.append(File.generated(config, uri, content=text))
    for name, path in SCHEMAS.items():
        files.append(File.generated(config, f"schemas/{name}", abs_src_path=str(ROOT / path)))
    files.append(File.generated(config, f"schemas/{ANSWERS}", content=_answers_schema()))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    if page.is_homepage:
        page.meta["hide"] = ["navigation"]
    up = "../" * page.file.src_uri.count("/")
    for name, path in SCHEMAS.items():
        markdown = markdown.replace(f"]({up}../{path})", f"]({up}schemas/{name})")
    markdown = re.sub(r"\]\(((?:\.\./)*)README\.md\)", r"](\1index.md)", markdown)
    return for_the_site(markdown)


def navigation(docs: Path) -> list[Any]:
    """The tree of pages, titles left to the pages themselves."""
    return [
        {"Home": "index.md"},
        {"For you": [f"{kind}.md" for kind in KINDS]},
        {"Tutorial": _pages(docs, "tutorial")},
        {"How-to": ["how-to/index.md", *_pages(docs, "how-to")]},
        {
            "Reference": [
                "reference/index.md",
                *_pages(docs, "reference"),
                {"Findings": [f"{RULES}index.md", *_families(docs)]},
            ]
        },
        {"Explanation": _pages(docs, "explanation")},
    ]


def _pages(docs: Path, folder: str) -> list[str]:
    """The pages of a folder: those to be read first, then the others by title."""
    first = FIRST.get(folder, ())
    found = sorted(
        (docs / folder).glob("*.md"),
        key=lambda p: (first.index(p.stem) if p.stem in first else len(first), title(p).lower()),
    )
    return [f"{folder}/{page.name}" for page in found]


def _families(docs: Path) -> list[Any]:
    """Pages of codes by family, as the index of codes has them."""
    index = (docs / RULES / "index.md").read_text(encoding="utf-8")
    return [
        {heading.strip(): [f"{RULES}{name}" for name in re.findall(r"\]\((\w+\.md)\)", text)]}
        for heading, text in re.findall(r"^## (.*)\n((?:(?!## ).*\n?)*)", index, re.M)
    ]


def title(page: Path) -> str:
    """The first heading of a page."""
    found = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.M)
    return found[1].strip() if found else page.stem


def summary(page: Path) -> str:
    """The first sentence below the heading, without links."""
    text = page.read_text(encoding="utf-8").partition("# ")[2].partition("\n")[2]
    below = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    for paragraph in below.split("\n\n"):
        text = " ".join(paragraph.split())
        if re.match(r"[A-Z`*\[]", text):
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
            return re.split(r"(?<=[.:?])\s", plain)[0].rstrip(":")
    return ""


def how_to_index(docs: Path) -> str:
    """All how-to pages by kind of user; one that no kind's page names is listed last."""
    lines = ["# How-to", "", "Get something done. By what you do with the data:", ""]
    seen: set[str] = set()
    for kind in KINDS:
        page = docs / f"{kind}.md"
        text = page.read_text(encoding="utf-8")
        names = list(dict.fromkeys(re.findall(r"\]\(how-to/([\w-]+\.md)", text)))
        names = [name for name in names if (docs / "how-to" / name).is_file()]
        seen.update(names)
        lines += [f"## {title(page)}", "", *(_entry(docs / "how-to" / n) for n in names), ""]
    others = sorted(p for p in (docs / "how-to").glob("*.md") if p.name not in seen)
    if others:
        lines += ["## Other", "", *(_entry(page) for page in others), ""]
    return "\n".join(lines)


def reference_index(docs: Path) -> str:
    """All reference pages, and the schemas."""
    pages = [docs / name for name in _pages(docs, "reference")]
    return "\n".join(
        [
            "# Reference",
            "",
            "Look something up. These pages are made from the program itself.",
            "",
            *map(_entry, pages),
            "- [Findings](rules/index.md): every code, what it means and how to mend it",
            "",
            "JSON Schemas, for [editors](../how-to/edit-in-vs-code.md) and programs:",
            "",
            *(f"- [{name}](../schemas/{name})" for name in sorted([*SCHEMAS, ANSWERS])),
            "",
        ]
    )


def _answers_schema() -> str:
    """Made from the dictionary, so not kept as a file."""
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping.answersschema import answers_schema_text

    return answers_schema_text(load_dictionary())


def _entry(page: Path) -> str:
    said = summary(page)
    return f"- [{title(page)}]({page.name})" + (f": {said}" if said else "")
