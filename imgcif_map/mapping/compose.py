"""A form, a format and its overlays as one frozen mapping, ready to run."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.loading import lists, sections
from imgcif_map.mapping.loading.merge import Draft, merge
from imgcif_map.mapping.loading.shapes import as_map, as_text
from imgcif_map.mapping.loading.values import Reader, Shared
from imgcif_map.mapping.model import INSTRUMENT, Mapping, MappingFile, NoSource
from imgcif_map.mapping.reverse.read import read_reverse
from imgcif_map.mapping.yamltree import plain

_KIND_ORDER = {"form": 0, "format": 1, "overlay": 2, INSTRUMENT: 3}


def compose(
    files: Sequence[MappingFile],
    functions: MappingType[str, Function] | None = None,
    extra: Sequence[MappingFile] = (),
    *,
    blocks_only: bool = False,
) -> Mapping:
    """Merge files (see :func:`chain`) into one mapping.

    Order: forms, formats, overlays by priority, then ``extra`` (an instrument) in the
    order given. With ``functions`` unknown functions are refused here already.
    ``blocks_only`` leaves out what is not needed to find the data blocks of a source.
    Raises MappingError with file, line and column.
    """
    if not files:
        raise MappingError("no mapping file to compose")
    order = (*ordered(files), *extra)
    draft = merge(order)
    if blocks_only:
        draft.categories.clear()
        draft.reverse.clear()
        for entries in draft.lists.values():
            entries.clear()
    reader = Reader(Shared(draft.lookups, draft.leaves["pipelines"]))
    mapping = _mapping(order, draft, reader)
    if functions is not None:
        from imgcif_map.mapping.lint import check_functions

        check_functions(mapping, functions)
    return mapping


def ordered(files: Sequence[MappingFile]) -> tuple[MappingFile, ...]:
    """Forms, formats, overlays by priority; otherwise as given; a file once."""
    single = list({file.id: file for file in files}.values())
    return tuple(
        sorted(
            single,
            key=lambda f: (_KIND_ORDER[f.kind], f.priority if f.kind == "overlay" else 0),
        )
    )


def _mapping(order: Sequence[MappingFile], draft: Draft, reader: Reader) -> Mapping:
    main = [file for file in order if file.kind in ("form", "format")] or list(order)
    source = {key: plain(n) for key, n in draft.leaves["source"].items() if key != "beyond"}
    beyond = as_map(draft.leaves["source"].get("beyond"), "beyond")
    target = draft.leaves["target"].get("dictionary")
    blocks = draft.leaves["blocks"].get("each")
    block_name = draft.leaves["blocks"].get("name")
    return Mapping(
        id=main[-1].id,
        title=main[-1].title,
        version=main[-1].version,
        files=tuple(file.id for file in order),
        source_format=str(source.pop("format", "")),
        source_options=source,
        target_dictionary=as_text(target, "dictionary") or "cif_img.dic",
        params={name: sections.read_param(name, d) for name, d in draft.params.items()},
        frame=sections.read_frame(draft.leaves["frame"], reader),
        blocks=() if blocks is None else reader.values(blocks),
        block_name=None if block_name is None else reader.value(block_name),
        lets={name: reader.value(node) for name, node in draft.leaves["let"].items()},
        tables={name: sections.read_table(name, t, reader) for name, t in draft.tables.items()},
        categories={
            name: sections.read_category(name, c, reader) for name, c in draft.categories.items()
        },
        checks=tuple(lists.read_check(node, reader) for node, _ in draft.lists["checks"]),
        gaps=tuple(lists.read_gap(node) for node, _ in draft.lists["gaps"]),
        ignores=tuple(lists.read_ignore(node) for node, _ in draft.lists["ignore"]),
        fixes=tuple(lists.read_fix(node, file, reader) for node, file in draft.lists["fix"]),
        tests=tuple(lists.read_test(node, file) for node, file in draft.lists["tests"]),
        no_source=tuple(
            lists.read_no_source(name, node) for name, node in draft.leaves["no_source"].items()
        ),
        definition=str(source.get("definition") or ""),
        beyond=tuple(
            NoSource(name, as_text(node, "a reason"), beyond.keys[name]) for name, node in beyond
        ),
        place=_place(main[-1], "id") if main[-1].kind == "format" else Place(""),
        forms=frozenset(file.path for file in order if file.kind == "form"),
        overlaid=any(file.kind in ("overlay", INSTRUMENT) for file in order),
        complete=_complete(order),
        unexplained=tuple(
            (f.id, _place(f, "id")) for f in order if f.kind == "overlay" and not f.because
        ),
        repeated=tuple((".".join(path), place) for path, place in draft.repeated),
        reverse=read_reverse(draft.reverse),
    )


def _place(file: MappingFile, key: str) -> Place:
    """Where a key of the file stands."""
    return as_map(file.data, "a mapping file").keys.get(key, Place(file.path))


def _complete(order: Sequence[MappingFile]) -> Place | None:
    """Where the last format lists what it cannot say; forms list what no format can."""
    for file in reversed(order):
        if file.kind == "format" and "no_source" in as_map(file.data, "a mapping file").entries:
            return _place(file, "no_source")
    return None
