"""Reads nodes of YAML by what they are to be; what is wrong becomes a finding at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from imgcif_map.errors import Place, UsageError
from imgcif_map.findings import Finding
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq
from imgcif_map.rdf.catalogue.codes import finding
from imgcif_map.rdf.catalogue.model import Text
from imgcif_map.rdf.catalogue.values import language
from imgcif_map.rules.suggest import nearest

T = TypeVar("T")
MOST = 1000
"""Members of a list."""
LONG, SHORT = 5000, 500
"""Characters of a description, and of any other text."""


class Reader:
    """Collects what is wrong."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def fault(self, place: Place, message: str, hint: str = "", kind: str = "value") -> None:
        """Something is wrong at a place."""
        self.findings.append(finding(f"catalogue-{kind}", message, place=place, hint=hint))

    def map(self, node: Node, what: str, keys: Iterable[str]) -> Map | None:
        """A mapping; keys that are not among those expected are said."""
        if not isinstance(node, Map):
            self.fault(node.place, f"{what} is a mapping", f"with {', '.join(keys)}")
            return None
        known = tuple(keys)
        for name, _ in node:
            if name not in known:
                near = nearest(name, known, 0.6)
                hint = f"did you mean {near}?" if near else f"known: {', '.join(known)}"
                self.fault(
                    node.keys.get(name, node.place),
                    f"{what} has no key {name[:60]!r}",
                    hint,
                    kind="key",
                )
        return node

    def members(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The members of a list; a single value is a list of one, nothing an empty one."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ()
        items = node.items if isinstance(node, Seq) else (node,)
        if len(items) > MOST:
            self.fault(node.place, f"{what} has {len(items)} members, {MOST} at most are read")
        return items[:MOST]

    def text(self, node: Node | None, what: str, most: int = SHORT) -> str:
        """A text in one line; "" where there is none."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ""
        if not isinstance(node, Scalar):
            self.fault(node.place, f"{what} is a text")
            return ""
        lines = most == LONG
        plain = node.text.strip() if lines else " ".join(node.text.split())
        if len(plain) > most:
            self.fault(node.place, f"{what} has {len(plain)} characters, {most} at most are kept")
            plain = plain[: most - 1].rstrip() + "…"
        return plain

    def checked(self, node: Node | None, what: str, check: Callable[[str], T], default: T) -> T:
        """A text of a certain form; the default where there is none or it is wrong."""
        text = self.text(node, what, 2 * LONG)
        if not text or node is None:
            return default
        try:
            return check(text)
        except UsageError as error:
            self.fault(node.place, f"{what}: {error.message}", error.hint)
            return default

    def words(self, node: Node | None, what: str, most: int = SHORT) -> tuple[Text, ...]:
        """A text, or one by language: ``{en: …, de: …}``."""
        if not isinstance(node, Map):
            text = self.text(node, what, most)
            return (Text(text),) if text else ()
        found = []
        for tag, inner in node:
            text = self.text(inner, f"{what} in {tag}", most)
            try:
                if text:
                    found.append(Text(text, language(tag)))
            except UsageError as error:
                self.fault(node.keys.get(tag, node.place), f"{what}: {error.message}", error.hint)
        return tuple(found)


def local_name(text: str) -> str:
    """A name by which works of the block are called; raises UsageError."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{0,60}", text.strip()):
        raise UsageError(f"{text!r} is no name", hint="letters, digits, _ . and - after a letter")
    return text.strip()
