"""reference/ddlm-attributes.md from ddlm_attributes.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HEAD = """\
# DDLm attributes

What the validator does with each attribute of the DDLm reference dictionary, `ddl.dic`. In a
dictionary that `imgcif-map dictionary lint` checks, every attribute is also held against its own
definition there, like data against theirs: type, states, keys and links, unknown attributes (codes
DDL), and which attributes a definition must have (DIC001, DIC002, DIC003). The codes below are of
findings that depend on the attribute beyond that: DDL in data files, DIC in dictionaries. All of
them are explained under [findings](rules/index.md).
"""


def attribute_table() -> dict[str, dict[str, dict[str, Any]]]:
    """Category -> attribute -> ``does`` and ``codes``."""
    import yaml

    path = Path(__file__).with_name("ddlm_attributes.yaml")
    table: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    return table


def attributes_page() -> str:
    """The page as Markdown."""
    lines = [HEAD]
    for category, attributes in attribute_table().items():
        lines += [f"## {category}", "", "| Attribute | What is done | Codes |", "|---|---|---|"]
        lines += [_row(name, entry) for name, entry in attributes.items()]
        lines.append("")
    return "\n".join(lines)


def _row(name: str, entry: dict[str, Any]) -> str:
    codes = ", ".join(f"[{code}](rules/{code}.md)" for code in entry["codes"])
    return f"| `{name}` | {entry['does'].strip()} | {codes} |"
