"""Answers: what the user supplies for data names that the source does not state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.dictionary.near import nearest
from imgcif_map.dictionary.summaries import summary
from imgcif_map.errors import MappingError, Place
from imgcif_map.findings import Finding
from imgcif_map.mapping.model import Pick, UnitSpec, Value
from imgcif_map.mapping.yamltree import (
    Map,
    Node,
    Scalar,
    Seq,
    parse_yaml,
    plain,
    read_yaml,
    resolve,
)


@dataclass(frozen=True)
class Answers:
    """Values by (category, object id), parameters of the mapping, and the catalogue: block."""

    values: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    catalogue: Mapping[str, Any] = field(default_factory=dict)
    """Kept as it is: no conversion needs it, ``rdf dataset`` does."""


def read_answers(path: Path, dictionary: Dictionary) -> Answers:
    """An answers file: ``data name: value`` (or a list, one per row), ``set: {name: value}``.

    A ``catalogue:`` block says what no data name does; see :mod:`imgcif_map.rdf.catalogue`.
    Empty answers are left out; a bare ``.`` says that the item does not apply (to a row).
    Raises MappingError with the position of what is wrong.
    """
    root = read_yaml(path, empty=True)
    if not isinstance(root, Map):
        raise MappingError("an answers file consists of 'data name: value' lines", place=root.place)
    values: dict[tuple[str, str], Value] = {}
    settings: dict[str, Any] = {}
    catalogue: dict[str, Any] = {}
    for name, node in root:
        if name == "set":
            settings.update(_settings(node))
            continue
        if name == "catalogue":
            catalogue.update(_catalogue(node))
            continue
        answer = _answer(name, node, dictionary, root.keys.get(name, node.place))
        if answer is not None:
            values[answer[0]] = answer[1]
    return Answers(values, settings, catalogue)


def answers_from_settings(settings: Mapping[str, str], dictionary: Dictionary) -> Answers:
    """``--set`` pairs: a data name is an answer, anything else a parameter.

    Values are read as in an answers file where they start like a list, a mapping or a
    quoted text: ``[1, 2]``, ``{value: 12.7, unit: keV}``. Raises MappingError.
    """
    values: dict[tuple[str, str], Value] = {}
    params: dict[str, Any] = {}
    for name, text in settings.items():
        node = _flow(name, text)
        if name.startswith("_"):
            answer = _answer(name, node, dictionary, Place("--set"))
            if answer is not None:
                values.update([answer])
        else:
            params[name] = plain(node)
    return Answers(values, params)


def _flow(name: str, text: str) -> Node:
    """The value of a ``--set`` pair; a plain one has no place of its own."""
    stripped = text.strip()
    quoted = len(stripped) > 1 and stripped[0] in "\"'" and stripped[-1] == stripped[0]
    if stripped[:1] not in ("[", "{") and not quoted:
        place = Place("--set")
        return Scalar(place, resolve(text), text, place, exact=False)
    try:
        return parse_yaml(stripped, f"--set {name}")
    except MappingError as error:
        hint = error.hint or "a text that starts with [ or { needs quotes inside the value"
        raise MappingError(error.message, hint=hint) from None


def collected(
    answers: Path | str | Answers | None, settings: Mapping[str, str], dictionary: Dictionary
) -> Answers:
    """Answers of a file (or at hand) and of ``--set`` pairs, which win. Raises MappingError."""
    if isinstance(answers, Path | str):
        answers = read_answers(Path(answers), dictionary)
    return merge(answers or Answers(), answers_from_settings(settings, dictionary))


def merge(first: Answers, second: Answers) -> Answers:
    """Both; the second wins."""
    return Answers(
        {**first.values, **second.values},
        {**first.settings, **second.settings},
        {**first.catalogue, **second.catalogue},
    )


def _settings(node: Node) -> dict[str, Any]:
    if not isinstance(node, Map):
        raise MappingError("set: is followed by 'parameter: value' lines", place=node.place)
    return {name: plain(value) for name, value in node}


def _catalogue(node: Node) -> dict[str, Any]:
    if not isinstance(node, Map):
        raise MappingError(
            "catalogue: is followed by 'key: value' lines",
            place=node.place,
            hint="such as title: and licence:",
        )
    return {name: plain(value) for name, value in node}


def _answer(
    name: str, node: Node, dictionary: Dictionary, key: Place
) -> tuple[tuple[str, str], Value] | None:
    definition = _definition(name, dictionary, key)
    unit = None
    if isinstance(node, Map):
        extra = {key for key, _ in node} - {"value", "unit"}
        if extra or node.get("value") is None:
            raise MappingError(
                f"the answer for {name} is a value, or {{value: …, unit: …}}", place=node.place
            )
        unit_node = node.get("unit")
        unit = str(plain(unit_node)) if unit_node is not None else None
        node = node.get("value") or node
    if not isinstance(node, Scalar | Seq) or _has_maps(node):
        raise MappingError(
            f"the answer for {name} is a value or a list",
            place=node.place,
            hint="one unit for all: {value: [1, 2], unit: keV}" if isinstance(node, Seq) else "",
        )
    data = plain(node)
    if data is None or data == []:
        return None
    if isinstance(node, Seq) and isinstance(data, list):
        data = [None if _is_point(n) else x for n, x in zip(node.items, data, strict=True)]
    if _is_point(node):
        if dictionary.is_key(definition):
            raise MappingError(f"{name} is a key and cannot be '.'", place=node.place)
        return target(definition), not_applicable(node.place)
    return target(definition), value(data, node.place, unit)


def answer_of(
    name: str, data: Any, unit: str | None, dictionary: Dictionary, place: Place
) -> tuple[tuple[str, str], Value]:
    """The answer that a value under a data name is. Raises MappingError for an unknown name."""
    return target(_definition(name, dictionary, place)), value(data, place, unit)


def _is_point(node: Node) -> bool:
    """A ``.`` without quotes."""
    return isinstance(node, Scalar) and node.text == "." and node.place == node.content


def _has_maps(node: Node) -> bool:
    stack = [node]
    while stack:
        found = stack.pop()
        if isinstance(found, Map):
            return True
        if isinstance(found, Seq):
            stack.extend(found.items)
    return False


def _definition(name: str, dictionary: Dictionary, place: Place) -> Definition:
    definition = dictionary.item(name)
    if definition is None:
        near = nearest(name, dictionary)
        hint = f"did you mean {near}?" if near else "data names start with _"
        raise MappingError(f"{name} is not a data name", place=place, hint=hint)
    return definition


def target(definition: Definition) -> tuple[str, str]:
    """Category and object id, by which :class:`Answers` knows a data name."""
    return definition.category, definition.id.split(".", 1)[1]


def value(data: Any, place: Place, unit: str | None = None) -> Value:
    """An answer: a single value or a list of one per row, in ``unit`` or the dictionary's.

    None in a list is for a row to which it does not apply.
    """
    spec = UnitSpec(given=unit) if unit else None
    pick = Pick("answer", literal=data, unit=spec, place=place)
    return Value((pick,), place, text="answer")


def not_applicable(place: Place) -> Value:
    """The answer that a data name does not apply here, ``.`` in the output."""
    return Value((), place, text="answer")


def template(findings: Iterable[Finding], dictionary: Dictionary, mapping: str, source: str) -> str:
    """An answers file to fill in: one commented entry per missing data name."""
    source = "".join(c if c.isprintable() else "?" for c in source)  # it stands in a comment
    lines = [
        f"# What {source} does not say (mapping {mapping}).",
        "# Fill in what you know, leave the rest empty, then:",
        f"#   imgcif-map convert {source} --answers THIS_FILE -o OUTPUT.cif",
        "# A data name with several rows takes one value for all, or a list with one per row.",
        "# {value: 450, unit: um} gives a value in another unit.",
    ]
    seen: set[str] = set()
    for finding in findings:
        names = (finding.location.item or "").split()
        if not finding.name.startswith("missing-") or not names:
            continue
        for name in names:
            if name in seen or dictionary.item(name) is None:
                continue
            seen.add(name)
            lines += ["", *_entry(name, finding, dictionary)]
    if not seen:
        lines += ["", "# Nothing is missing that could be answered here."]
    return "\n".join(lines) + "\n"


def _entry(name: str, finding: Finding, dictionary: Dictionary) -> list[str]:
    definition = dictionary.item(name)
    assert definition is not None
    kind = finding.name.removeprefix("missing-")
    lines = [f"# {kind}: {summary(definition.id) or definition.id}"]
    if finding.why:
        lines.append(f"#   why: {finding.why}")
    facts = [definition.contents]
    if definition.units and definition.units != "none":
        facts.append(f"in {definition.units}")
    if definition.states:
        shown = definition.states[:12]
        more = " …" if len(definition.states) > len(shown) else ""
        facts.append(f"one of: {', '.join(shown)}{more}")
    lines.append(f"#   {'; '.join(facts)}")
    if finding.looked:
        lines.append(f"#   looked in: {', '.join(finding.looked[:4])}")
    lines.append(f"{_quoted(definition.id)}:")
    return lines


def _quoted(name: str) -> str:
    return f'"{name}"' if "[" in name else name
