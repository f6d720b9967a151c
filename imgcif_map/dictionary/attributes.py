"""DDLm attributes of one expanded frame -> :class:`Definition` or :class:`Category`."""

from __future__ import annotations

import math

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.dictionary.model import Category, Definition, ScopeRule
from imgcif_map.dictionary.source import Attributes, RawFrame

Range = tuple[float | None, float | None]


def category_of(frame: RawFrame) -> Category:
    """The category that a frame defines."""
    return Category(
        id=frame.id.casefold(),
        category_class=frame.text("_definition.class"),
        parent=frame.category,
        keys=_texts(frame, "_category_key.name") or _texts(frame, "_category.key_id"),
        has_method=_has_method(frame),
        origin=frame.origin,
    )


def definition_of(frame: RawFrame, problems: list[str]) -> Definition:
    """The item that a frame defines; what cannot be understood goes to ``problems``."""
    text = frame.text
    return Definition(
        id=frame.id,
        category=frame.category,
        object_id=text("_name.object_id"),
        definition_class=text("_definition.class") or "Datum",
        purpose=text("_type.purpose"),
        source=text("_type.source"),
        container=text("_type.container") or "Single",
        contents=text("_type.contents") or "Text",
        contents_referenced_id=text("_type.contents_referenced_id") or None,
        indices=text("_type.indices"),
        indices_referenced_id=text("_type.indices_referenced_id") or None,
        dimension=_dimension(frame, problems),
        units=text("_units.code"),
        range=_range(frame, problems),
        states=_texts(frame, "_enumeration_set.state", nulls=True),
        mandatory=text("_enumeration.mandatory").casefold() not in ("no", "n"),
        default=_default(frame),
        def_index_ids=_elements(frame, "_enumeration.def_index_ids")
        or _texts(frame, "_enumeration.def_index_id"),
        defaults=_defaults(frame),
        linked_item=text("_name.linked_item_id") or None,
        aliases=_texts(frame, "_alias.definition_id"),
        deprecated_aliases=_deprecated_aliases(frame),
        replaced_by=tuple(
            None if value.is_null else value.text.strip()
            for value in frame.attributes.get("_definition_replaced.by", ())
        ),
        has_method=_has_method(frame),
        update=text("_definition.update"),
        origin=frame.origin,
    )


def scope_rules_of(header: Attributes) -> tuple[ScopeRule, ...]:
    """The rows of ``_dictionary_valid``, also of its older form with ``application`` pairs."""
    pairs = [_parts(value) for value in header.get("_dictionary_valid.application", ())] or list(
        zip(
            (value.text for value in header.get("_dictionary_valid.scope", ())),
            (value.text for value in header.get("_dictionary_valid.option", ())),
            strict=False,
        )
    )
    rows = zip(pairs, header.get("_dictionary_valid.attributes", ()), strict=False)
    return tuple(
        ScopeRule(pair[0].casefold(), pair[1].casefold(), tuple(map(str.casefold, _parts(names))))
        for pair, names in rows
        if len(pair) == 2
    )


def parse_dimension(text: str) -> tuple[int | None, ...]:
    """``[3,3]`` -> (3, 3), ``[]`` -> (None,); ValueError if it is neither."""
    bare = text.strip()
    if not (bare.startswith("[") and bare.endswith("]")):
        raise ValueError(text)
    sizes = [size.strip() for size in bare[1:-1].split(",")]
    if any(size and not (size.isascii() and size.isdecimal()) for size in sizes):
        raise ValueError(text)
    return tuple(int(size) if size else None for size in sizes)


def parse_range(text: str) -> Range:
    """``min:max`` with either side left out; ValueError if it is not that."""
    low, colon, high = text.strip().partition(":")
    if not colon or not (low.strip() or high.strip()):
        raise ValueError(text)
    return _end(low), _end(high)


def _end(text: str) -> float | None:
    if not text.strip():
        return None
    number = float(text)
    # To CIF a number is of ASCII digits, and has no separators between them.
    if not math.isfinite(number) or not text.isascii() or "_" in text:
        raise ValueError(text)
    return number


def _dimension(frame: RawFrame, problems: list[str]) -> tuple[int | None, ...]:
    text = frame.text("_type.dimension")
    try:
        return parse_dimension(text) if text else ()
    except ValueError:
        problems.append(f"{frame.origin}: {frame.id}: _type.dimension {text!r} is no dimension")
        return ()


def _range(frame: RawFrame, problems: list[str]) -> Range | None:
    text = frame.text("_enumeration.range")
    try:
        return parse_range(text) if text else None
    except ValueError:
        problems.append(f"{frame.origin}: {frame.id}: _enumeration.range {text!r} is no range")
        return None


def _default(frame: RawFrame) -> str | None:
    """A bare ``.`` is a default like any other (not applicable); ``?`` says there is none."""
    values = frame.attributes.get("_enumeration.default", ())
    return None if not values or values[0].is_unknown else values[0].text


def _defaults(frame: RawFrame) -> dict[tuple[str, ...], str]:
    """DDLm 4.2 ``_enumeration_defaults`` or else the older ``_enumeration_default``."""
    for category in ("_enumeration_defaults", "_enumeration_default"):
        index = frame.attributes.get(f"{category}.index", ())
        values = frame.attributes.get(f"{category}.value", ())
        if index:
            pairs = zip(index, values, strict=False)
            return {_parts(key): value.text for key, value in pairs}
    return {}


def _elements(frame: RawFrame, attribute: str) -> tuple[str, ...]:
    return tuple(x for value in frame.attributes.get(attribute, ()) for x in _parts(value))


def _parts(value: CifValue) -> tuple[str, ...]:
    if value.delimiter != Delimiter.LIST:
        return (value.text.strip(),)
    return tuple(item.text.strip() for item in value.items if isinstance(item, CifValue))


def _texts(frame: RawFrame, attribute: str, *, nulls: bool = False) -> tuple[str, ...]:
    values = frame.attributes.get(attribute, ())
    return tuple(value.text for value in values if nulls or not value.is_null)


def _deprecated_aliases(frame: RawFrame) -> tuple[str, ...]:
    names = frame.attributes.get("_alias.definition_id", ())
    dates = frame.attributes.get("_alias.deprecation_date", ())
    return tuple(name.text for name, date in zip(names, dates, strict=False) if not date.is_null)


def _has_method(frame: RawFrame) -> bool:
    purposes = frame.attributes.get("_method.purpose", ())
    # Evaluation is the default of _method.purpose, so a null says so too.
    return any(value.is_null or value.text.casefold() == "evaluation" for value in purposes)
