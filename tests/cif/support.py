"""What the tests of this folder share: comparing documents, generating them."""

from __future__ import annotations

from hypothesis import strategies as st

from imgcif_map.cif import (
    INAPPLICABLE,
    UNKNOWN,
    Block,
    CifValue,
    Container,
    Delimiter,
    Document,
    Frame,
    build_block,
    build_column,
    build_document,
    build_item,
    build_loop,
    cif_list,
    cif_table,
)

Plain = tuple[object, ...]


def plain(value: CifValue) -> object:
    """What has to survive: text, whether it is a null, structure."""
    if value.delimiter is Delimiter.LIST:
        return [plain(item) for item in value.items]
    if value.delimiter is Delimiter.TABLE:
        return {key: plain(item) for key, item in value.items}
    return (value.text, value.is_null)


def contents(container: Container) -> object:
    """Loops with names and values of a block or frame."""
    return [
        (loop.looped, [(c.name, [plain(v) for v in c.values()]) for c in loop.columns])
        for loop in container.loops
        if len(loop)
    ]


def everything(document: Document) -> object:
    """All that two equal documents have in common."""
    return [
        (block.name, contents(block), [(f.name, contents(f)) for f in block.frames])
        for block in document.blocks
    ]


def characters(*, ascii_only: bool = False) -> st.SearchStrategy[str]:
    """Characters that CIF allows, delimiters and odd ones more often than others."""
    if ascii_only:
        return st.sampled_from(" \n\t;'\"\\_#$[]{}:,.?aZ09-+>") | st.characters(
            min_codepoint=32, max_codepoint=126
        )
    allowed = st.characters(
        min_codepoint=32,
        max_codepoint=0x10FFFD,
        exclude_categories=("Cs", "Cc", "Cn"),
        exclude_characters="\ufeff",
    )
    return st.sampled_from(" \n\t;'\"\\_#$[]{}:,.?aZ09-+>é中") | allowed


def texts(*, ascii_only: bool = False) -> st.SearchStrategy[str]:
    """Texts, among them those that look like CIF."""
    traps = [
        "", ".", "?", "data_", "data_x", "loop_", "LOOP_x", "save_", "stop_", "global_", "_name",
        "a b", "it's", "'", '"', "'''", '"""', "a'b\"c", ";", "\n;", "\n;\n", ";\n", "\\", ">\\",
        "\\\n", "a\\\nb", "> \\\n> x", "x\\\\\n", "#no", "[1]", "{'a':1}", "1.5(2)", "-0", "a\n",
        "x" * 2100, "\\" * 2100, "a b " * 900 + "\n;" + "x" * 3000, "a \\ \n\\ ",
    ]  # fmt: skip
    return st.sampled_from(traps) | st.text(characters(ascii_only=ascii_only), max_size=12)


def scalars(*, ascii_only: bool = False) -> st.SearchStrategy[object]:
    return st.one_of(
        texts(ascii_only=ascii_only),
        st.integers(-(10**6), 10**6),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from([None, UNKNOWN, INAPPLICABLE]),
    )


def keys() -> st.SearchStrategy[str]:
    return st.text(characters(), max_size=5).filter(lambda k: not ("'" in k and '"' in k))


def values() -> st.SearchStrategy[object]:
    return st.recursive(
        scalars(),
        lambda inner: (
            st.lists(inner, max_size=4).map(cif_list)
            | st.dictionaries(keys(), inner, max_size=3).map(cif_table)
        ),
        max_leaves=6,
    )


@st.composite
def documents(draw: st.DrawFn, *, old: bool = False) -> Document:
    """Documents of one or two blocks; ``old`` keeps to what CIF 1.1 can hold."""
    element = scalars(ascii_only=True) if old else values()
    blocks: list[Block] = []
    for number in range(draw(st.integers(1, 2))):
        loops = []
        for item in range(draw(st.integers(0, 3))):
            loops.append(build_item(f"_item.Name_{item}", draw(element)))
        for loop in range(draw(st.integers(0, 2))):
            rows = draw(st.sampled_from([1, 1, 2, 2, 3, 3, 4, 4, 5, 205]))
            columns = []
            for column in range(draw(st.integers(1, 3))):
                few = draw(st.lists(element, min_size=1, max_size=min(rows, 5)))
                data = [few[row % len(few)] for row in range(rows)]
                columns.append(build_column(f"_loop_{loop}.column[{column}]", data))
            loops.append(build_loop(columns))
        frames = ()
        if not old and draw(st.booleans()):
            frames = (Frame(f"frame.{number}", (build_item("_in.frame", draw(element)),)),)
        blocks.append(build_block(f"block_{number}", loops, frames))
    return build_document(blocks)
