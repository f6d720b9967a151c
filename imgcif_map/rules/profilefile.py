"""Reads the YAML file of a profile; what is wrong is said with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from imgcif_map.errors import MappingError, Place, UnreadableInput, UsageError
from imgcif_map.mapping.checked import once
from imgcif_map.mapping.yamltree import Map, Node, Scalar, Seq, plain, read_yaml
from imgcif_map.rules.labels import beginning
from imgcif_map.rules.levels import LEVELS, Level, level
from imgcif_map.rules.profile import Condition, Profile, Requirement
from imgcif_map.rules.profileschema import check_schema, schema_text
from imgcif_map.rules.suggest import did_you_mean

_FIELDS = (
    "id",
    "title",
    "why",
    "extends",
    "technique",
    "required",
    "recommended",
    "severity",
    "ignore",
)
_ENTRY_FIELDS = ("name", "names", "one_of", "why", "of", "when", "or_default", "values")
_IRI = re.compile(r"https?://[^\s<>\"]+")


class ProfileFile:
    """One file. Raises UnreadableInput, here and in its methods, if it is no valid profile."""

    def __init__(self, path: Path) -> None:
        try:
            tree = read_yaml(path)
        except MappingError as error:
            raise UnreadableInput(error.message, hint=error.hint) from None
        if not isinstance(tree, Map):
            _refuse(tree.place, "a profile is a mapping with id, title and required")
        _known(tree, _FIELDS, "")
        self._tree, self._path = tree, path
        self.extends = self._text("extends")
        """Name of the profile that this one extends; "" if there is none."""
        extends = tree.get("extends")
        self.extends_place = extends.place if extends is not None else tree.place
        self._id = self._text("id") or path.stem
        self._reasons: dict[str, str] = {}

    def profile(self) -> Profile:
        """The profile without what it takes over from another."""
        severity, ignore = self._severity(), self._ignore()
        return Profile(
            self._id,
            self._text("title"),
            tuple(_requirement(entry) for entry in self._list("required")),
            tuple(_requirement(entry) for entry in self._list("recommended")),
            severity,
            ignore,
            self._reasons,
            self._techniques(),
            " ".join(self._text("why").split()),
        )

    def checked(self) -> Profile:
        """As :meth:`profile`, held to the JSON Schema as well."""
        profile = self.profile()
        try:
            data = self._path.read_bytes()
            once("profile", (schema_text().encode(), data), lambda: check_schema(self._tree))
        except MappingError as error:
            raise UnreadableInput(str(error), hint=error.hint) from None
        return profile

    def _text(self, name: str) -> str:
        node = self._tree.get(name)
        if node is None or _empty(node):
            return ""
        if not isinstance(node, Scalar):
            _refuse(node.place, f"{name}: a text is needed")
        return str(plain(node))

    def _techniques(self) -> tuple[str, ...]:
        node = self._tree.get("technique")
        if node is None or _empty(node):
            return ()
        nodes = node.items if isinstance(node, Seq) else (node,)
        for one in nodes:
            text = plain(one)
            if not isinstance(text, str) or _IRI.fullmatch(text) is None:
                _refuse(
                    one.place,
                    f"technique: {text!r} is no IRI",
                    "as http://purl.org/pan-science/PaNET/PaNET01102",
                )
        return tuple(str(plain(one)) for one in nodes)

    def _list(self, name: str) -> tuple[Node, ...]:
        node = self._tree.get(name)
        if node is None or _empty(node):
            return ()
        if not isinstance(node, Seq):
            _refuse(node.place, f"{name}: a list is needed")
        return node.items

    def _severity(self) -> dict[str, Level]:
        node = self._tree.get("severity")
        if node is None or _empty(node):
            return {}
        if not isinstance(node, Map):
            _refuse(node.place, f"severity: a mapping of codes to {_either(LEVELS)}")
        found: dict[str, Level] = {}
        for label, value in node:
            chosen = value
            if isinstance(value, Map):
                chosen = self._reasoned(value, "level", label)
            word = plain(chosen)
            if word not in LEVELS:
                near = did_you_mean(str(word), LEVELS, 0.6)
                _refuse(chosen.place, f"severity of {label}: {_either(LEVELS)}", near)
            found[_label(node.keys[label], label)] = level(str(word))
        return found

    def _ignore(self) -> frozenset[str]:
        found = set()
        for entry in self._list("ignore"):
            node = entry
            if isinstance(entry, Map):
                rule = entry.get("rule")
                label = "" if rule is None else str(plain(rule))
                node = self._reasoned(entry, "rule", label)
            found.add(_label(node.place, plain(node)))
        return frozenset(found)

    def _reasoned(self, node: Map, key: str, label: str) -> Node:
        """The value of a mapping of a key and ``why``, which is remembered."""
        _known(node, (key, "why"), f" of {label}" if label else "")
        value = node.get(key)
        if value is None:
            _refuse(node.place, f"{key} is missing here", f"{{{key}: …, why: …}}")
        why = _value(node, "why", "")
        if not isinstance(why, str):
            _refuse(node.place, "why: a text is needed")
        if why:
            self._reasons[label] = " ".join(why.split())
        return value


def _requirement(entry: Node) -> Requirement:
    if isinstance(entry, Scalar) and isinstance(entry.value, str):
        return Requirement(((entry.value,),), place=entry.place)
    if not isinstance(entry, Map):
        _refuse(entry.place, f"{plain(entry)!r} is neither a data name nor a mapping")
    _known(entry, _ENTRY_FIELDS, " in a requirement")
    given = [key for key in ("name", "names", "one_of") if key in entry.entries]
    if len(given) != 1:
        _refuse(entry.place, f"a requirement has one of name, names, one_of: {plain(entry)!r}")
    value = plain(entry.entries[given[0]])
    lists = {"name": [[value]], "names": [value], "one_of": value}[given[0]]
    if not isinstance(lists, list) or not all(isinstance(names, list) for names in lists):
        _refuse(entry.entries[given[0]].place, f"{given[0]}: lists of data names are needed")
    or_default = _value(entry, "or_default", False)
    if not isinstance(or_default, bool):
        _refuse(entry.place, f"or_default: true or false, not {or_default!r}")
    values = entry.get("values")
    if values is not None and (given != ["name"] or not isinstance(values, Seq)):
        _refuse(values.place, "values: a list of values, beside name")
    return Requirement(
        alternatives=tuple(tuple(str(name) for name in names) for names in lists),
        why=" ".join(str(_value(entry, "why", "")).split()),
        of=str(_value(entry, "of", "")).casefold(),
        when=_conditions(entry.get("when")),
        or_default=or_default,
        values=tuple(str(one) for one in plain(values)) if values is not None else (),
        place=entry.place,
    )


def _conditions(when: Node | None) -> tuple[Condition, ...]:
    if when is None or _empty(when):
        return ()
    if not isinstance(when, Map):
        _refuse(when.place, "when: a mapping of data names to values")
    found = []
    for name, node in when:
        values = plain(node)
        listed = values if isinstance(values, list) else [values]
        any_value = listed == ["given"]
        found.append(Condition(name, () if any_value else tuple(map(str, listed))))
    return tuple(found)


def _label(place: Place, label: object) -> str:
    """A code, a beginning of codes or a name that some finding has."""
    try:
        beginning(str(label))
    except UsageError as error:
        _refuse(place, error.message, error.hint)
    return str(label)


def _known(node: Map, fields: Iterable[str], where: str) -> None:
    for key, place in node.keys.items():
        if key not in fields:
            hint = did_you_mean(key, fields, 0.6) or f"known fields: {', '.join(fields)}"
            _refuse(place, f"unknown field {key!r}{where}", hint)


def _value(node: Map, key: str, default: object) -> object:
    found = node.get(key)
    return default if found is None else plain(found)


def _empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}"


def _refuse(place: Place, message: str, hint: str = "") -> NoReturn:
    raise UnreadableInput(f"{place}: {message}", hint=hint)
