"""The body of a loop: rows by arithmetic, and what to say when they do not come out even."""

from __future__ import annotations

from imgcif_map.cif.columns import ParsedColumn
from imgcif_map.cif.document import Loop, Position
from imgcif_map.cif.problems import Problems
from imgcif_map.cif.tokens import Tokens
from imgcif_map.cif.uneven import Odd, extent, lines_of, odd_lines, set_aside, words


def build_loop(
    tokens: Tokens,
    head: int,
    names: list[str],
    bound: int,
    position: Position,
    problems: Problems,
) -> Loop:
    """The loop whose ``loop_`` is token ``head``; its values end before token ``bound``."""
    width = len(names)
    first = head + 1 + width
    count = bound - first
    if count == 0:
        say_empty(int(tokens.starts[max(head, 0)]), names[0], problems)
    elif count % width:
        odd = odd_lines(tokens, first, width, bound)
        if odd is not None:
            for lines in odd:
                if not problems.within(*extent(tokens, lines)):  # a quote that is missing, say
                    _odd(tokens, lines, names, problems)
            lost = words(tokens, odd)
            columns = columns_of(tokens, head, names, set_aside(tokens, bound, odd) - first)
            return Loop(columns, True, position, lost=lost)
        columns = columns_of(tokens, head, names, count)
        whole = int(tokens.starts[first]), int(tokens.ends[bound - 1])
        if not problems.within(*whole):
            _incomplete(tokens, first, width, bound, columns, problems)
        return Loop(columns, True, position, askew=True)
    return Loop(columns_of(tokens, head, names, count), True, position)


def say_empty(offset: int, name: str, problems: Problems) -> None:
    """Note a loop that has data names and no values."""
    problems.add(
        "CIF010",
        offset,
        f"the loop of {name} has no values",
        hint="expected at least one row; leave the loop out if there is none",
        item=name,
    )


def columns_of(tokens: Tokens, head: int, names: list[str], count: int) -> tuple[ParsedColumn, ...]:
    """The columns of a loop that has ``count`` values, whole rows of which are taken."""
    width = len(names)
    first = head + 1 + width
    return tuple(
        ParsedColumn(tokens, name, head + 1 + i, first + i, width, count // width)
        for i, name in enumerate(names)
    )


def _odd(tokens: Tokens, lines: Odd, names: list[str], problems: Problems) -> None:
    """Say which line has too few or too many values, and if it can be told, of which column."""
    width = len(names)
    less = lines.count % width if lines.count > width else lines.count
    said = f"row {lines.row} of the loop has {lines.count} of {width} values"
    column = None if lines.column is None else names[lines.column]
    if lines.count > width:
        said = f"row {lines.row} of the loop has {lines.count} values for {width} columns"
        hint = (
            f"{column} seems to have one too many" if column else "a blank in a value needs quotes"
        )
    elif column:
        hint = f"the value of {column} seems to be missing"
    else:
        hint = f"missing: {', '.join(names[less : less + 4])}, unless it is one before them"
    problems.add(
        "CIF011",
        int(tokens.starts[lines.first]),
        said,
        hint=f"{hint}; the line is left out",
        item=column or names[min(less, width - 1)],
    )


def _incomplete(
    tokens: Tokens,
    first: int,
    width: int,
    bound: int,
    columns: tuple[ParsedColumn, ...],
    problems: Problems,
) -> None:
    """Say which row is cut short and which columns lack a value, or that a name is missing."""
    _, counts = lines_of(tokens, first, bound)
    if len(counts) > 1 and counts[0] != width and bool((counts == counts[0]).all()):
        less = "missing" if counts[0] > width else "one too many"
        problems.add(
            "CIF011",
            int(tokens.starts[max(first - width - 1, 0)]),
            f"the loop has {width} data names, and its lines have {counts[0]} values each",
            hint=f"a data name seems to be {less}",
            item=columns[0].name,
        )
        return
    rows, rest = divmod(bound - first, width)
    start = first + rows * width
    missing = ", ".join(c.name for c in columns[rest : rest + 4])
    if width - rest > 4:
        missing += f" and {width - rest - 4} more"
    problems.add(
        "CIF011",
        int(tokens.starts[start]),
        f"row {rows + 1} of the loop has {rest} of {width} values; missing: {missing}",
        hint=f"expected a multiple of {width} values; the incomplete row is left out",
        item=columns[rest].name,
    )
