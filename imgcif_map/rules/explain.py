"""``explain``: the page of a code, or what the dictionary says about a data name."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.rules.codes import Page, pages
from imgcif_map.rules.suggest import alike

_WIDTH = 88


def explain(code_or_data_name: str, dictionary: Dictionary | None = None) -> str:
    """Text on a finding's code or name, or on a data name or one of its aliases.

    ``dictionary`` is the imgCIF dictionary if not given. Raises UsageError,
    with suggestions, for anything else.
    """
    topic = code_or_data_name.strip()
    if topic.startswith("_"):
        return _of_item(topic, dictionary or _default())
    known = pages()
    found = [page for page in known.values() if _is_meant(page, topic)]
    if found:
        return "\n".join(_of_page(page) for page in found)
    dictionary = dictionary or _default()
    if dictionary.item(f"_{topic}") is not None:
        return _of_item(f"_{topic}", dictionary)
    if dictionary.category(topic) is not None:
        return _of_category(topic, dictionary)
    names = [*known, *(page.name for page in known.values()), *dictionary.categories]
    raise UsageError(f"nothing is known of {topic!r}", hint=_hint(alike(topic, names, 0.7)))


def _default() -> Dictionary:
    from imgcif_map.dictionary.load import load_dictionary

    return load_dictionary()


def _hint(found: list[str]) -> str:
    if found:
        return f"did you mean {' or '.join(found)}?"
    return "codes (DDL010), names of rules, data names (_axis.vector[1]) and categories"


def _is_meant(page: Page, topic: str) -> bool:
    return topic.casefold() in (page.code.casefold(), page.name, *page.aliases)


def _of_page(page: Page) -> str:
    lines = [f"{page.code} {page.name} ({page.severity.value})", ""]
    lines += [page.summary, ""] if page.summary else []
    for heading, text in (("What", page.what), ("Why", page.why), ("What to do", page.hint)):
        if text:
            lines += [heading, *_wrapped(text), ""]
    for heading, text in (("Fails", page.fails), ("Passes", page.passes)):
        if text:
            lines += [heading, textwrap.indent(text, "    "), ""]
    lines += [f"See {page.spec_url}"] if page.spec_url else []
    return "\n".join(lines).rstrip() + "\n"


def _wrapped(text: str) -> list[str]:
    joined = " ".join(text.replace("`", "").split())
    return textwrap.wrap(joined, _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _of_item(name: str, dictionary: Dictionary) -> str:
    definition = dictionary.item(name)
    if definition is None:
        names = (d.id for d in dictionary.definitions.values())
        raise UsageError(
            f"{name} is not in {dictionary.title} {dictionary.version}",
            hint=_hint(alike(name, names, 0.8)),
        )
    lines = [definition.id]
    if name.casefold() != definition.id.casefold():
        lines[0] += f" ({name} is an alias of it)"
    summary = _summary(definition.id)
    lines += ["", *_wrapped(summary)] if summary else []
    rows = list(_facts(definition, dictionary))
    width = max(len(label) for label, _ in rows)
    lines.append("")
    for label, text in rows:
        lines += textwrap.wrap(
            f"{label:<{width}}  {text}", _WIDTH, subsequent_indent=" " * (width + 2)
        )
    return "\n".join(lines) + "\n"


def _facts(item: Definition, dictionary: Dictionary) -> Iterator[tuple[str, str]]:
    category = dictionary.category(item.category)
    kind = f" ({category.category_class})" if category else ""
    yield "category", item.category + kind
    container = "" if item.container == "Single" else f"{item.container} of "
    yield "type", f"{container}{item.contents}, {item.purpose or 'no purpose stated'}"
    if item.dimension:
        yield "dimension", ",".join("?" if n is None else str(n) for n in item.dimension)
    if item.units:
        yield "units", item.units
    if item.range is not None:
        low, high = ("" if end is None else f"{end:g}" for end in item.range)
        yield "range", f"{low}:{high}, both ends included"
    if item.states:
        yield ("values" if item.mandatory else "values, among others"), ", ".join(item.states)
    if item.default is not None:
        yield "default", item.default
    if item.def_index_ids:
        yield "default", "depends on " + ", ".join(item.def_index_ids)
    if dictionary.is_key(item):
        others = [key for key in category.keys if key != item.id] if category else []
        yield "key", "yes" + (f", together with {', '.join(others)}" if others else "")
    if item.linked_item:
        yield ("su of" if item.purpose.casefold() == "su" else "links to"), item.linked_item
    if item.has_method:
        yield "method", "the dictionary can derive it from other items"
    if item.aliases:
        yield "aliases", ", ".join(item.aliases)
    if item.replaced_by:
        by = ", ".join(name for name in item.replaced_by if name)
        yield "replaced by", by or "nothing: it is withdrawn"
    if item.origin:
        yield "defined in", item.origin


def _of_category(name: str, dictionary: Dictionary) -> str:
    category = dictionary.category(name)
    assert category is not None
    lines = [f"{category.id} (category, {category.category_class})", ""]
    if category.keys:
        lines.append("key    " + ", ".join(category.keys))
    if category.parent:
        lines.append(f"below  {category.parent}")
    items = dictionary.members.get(category.id, ())
    lines += ["", "items", *(f"    {item.id}" for item in items)]
    return "\n".join(lines) + "\n"


def _summary(name: str) -> str:
    """Our own one-line summary of a raw-data item; "" if there is none."""
    from imgcif_map.dictionary.summaries import summary

    return summary(name) or ""
