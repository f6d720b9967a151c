"""Shows the records of a source as a tree of lines: what the mapping engine sees."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from imgcif_map.errors import UnreadableValue, UsageError
from imgcif_map.sources.record import Record

MAX_LINES = 200_000
SHOWN = 60
"""Characters of a value."""
ASIDE = 56
"""Column from which on a line says where a record goes."""
SMALL = 8
"""Elements up to which an array is shown whole."""


Word = Callable[[Record], str]
"""What became of a record: ``-> _data.name``; empty where there is nothing to say."""


def lines(
    root: Record, *, path: str | None = None, depth: int | None = None, word: Word = lambda r: ""
) -> Iterator[str]:
    """One line per record, parents first, attributes (``@name``) before children.

    ``word`` adds to the line of a record what became of it.
    """
    start = _find(root, path) if path else root
    seen: set[Hashable] = set()
    stack: list[tuple[Record, int]] = [(start, 0)]
    count = 0
    while stack:
        record, level = stack.pop()
        count += 1
        if count > MAX_LINES:
            yield f"… more than {MAX_LINES} records"
            return
        again = record.identity in seen and not record.is_leaf
        said = word(record)
        line = _visible(_line(record, level)) + ("  (shown above)" if again else "")
        yield f"{line:<{ASIDE}}  {said}" if said else line
        if record.error is not None or again:
            continue
        seen.add(record.identity)
        for attribute in record.attributes():
            if attribute.name not in ("NX_class", "units"):
                said = word(attribute)
                line = _visible(_line(attribute, level + 1, mark="@"))
                yield f"{line:<{ASIDE}}  {said}" if said.startswith("-> _") else line
        if depth is None or level < depth:
            stack.extend((child, level + 1) for child in reversed(record.children()))


def _find(root: Record, path: str) -> Record:
    node: Record | None = root
    for name in (n for n in path.split("/") if n):
        node = node.child(name) if node is not None else None
        if node is None:
            raise UsageError(f"there is no {path} in {root.origin.file}", hint=f"{name} is missing")
    assert node is not None
    return node


def _visible(text: str) -> str:
    """One line that cannot steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _line(record: Record, level: int, mark: str = "") -> str:
    name = f"{'  ' * level}{mark}{record.name or '/'}"
    if record.error is not None:
        return f"{name}  !! {record.error}"
    if not record.is_leaf:
        kind = f":{record.nx_class}" if record.nx_class else "/"
        return name if name == kind else f"{name}{kind}"
    shape = record.shape
    facts = []
    if shape:
        facts.append("×".join(map(str, shape)))
    if record.dtype and record.dtype != "text":
        facts.append(record.dtype)
    value = _value(record, shape)
    unit = f" {record.unit}" if record.unit else ""
    return f"{name}  {' '.join(facts)}{' ' if facts else ''}{value}{unit}".rstrip()


def _value(record: Record, shape: tuple[int, ...] | None) -> str:
    if shape is None:
        return ""
    size = 1
    for length in shape:
        size *= length
    if size > SMALL:
        return ""
    try:
        data = record.read()
    except UnreadableValue as problem:
        return f"!! {problem.message}"
    text = " ".join(str(data.tolist() if hasattr(data, "tolist") else data).split())
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return f"= {text}"
