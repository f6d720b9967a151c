"""The reference page of what becomes of each data name on the way back."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.mapping.reverse.model import Fate, ReversePlan

_KINDS = {
    "exact": ("Exact", "The value of the target is the only one that gives the value of imgCIF."),
    "one of several": (
        "One of several",
        "Several values of the target give the same imgCIF (a mean, a remark, two words for one); "
        "one of them is written, so that imgCIF made from it again is the same.",
    ),
    "structure": ("Structure", "Data names that axes, modules, frames and links are made of."),
    "follows": ("Said elsewhere", "Data names that say nothing which is not said elsewhere."),
    "lost": ("Lost", "Data names without a place. A file that has them is reported (GAP003)."),
}


def reverse_page(plan: ReversePlan) -> str:
    """Every data name of a mapping by what becomes of it, as a Markdown page."""
    lines = [
        f"# From imgCIF to {plan.reverse.definition}",
        "",
        "What `imgcif-map convert scan.cif --to nexus -o scan.nxs` does with each data name, by "
        f"the mapping `{plan.mapping}`. Made from its items and its section `reverse:`; a data "
        "name that is not here has no place.",
    ]
    for kind, (title, text) in _KINDS.items():
        fates = sorted((f for f in plan.fates.values() if f.kind == kind), key=lambda f: f.item)
        if fates:
            lines += ["", f"## {title}", "", text, "", *_table(kind, fates)]
    return "\n".join(lines) + "\n"


def _table(kind: str, fates: list[Fate]) -> Iterator[str]:
    if kind in ("exact", "one of several"):
        yield "| Data name | Place | By |"
        yield "| --- | --- | --- |"
        for fate in fates:
            places = "<br>".join(f"`{_short(target)}`" for target in fate.targets)
            yield f"| `{fate.item}` | {places} | {_escaped(fate.how)} |"
        return
    yield f"| Data name | {'Why' if kind == 'lost' else 'Where'} |"
    yield "| --- | --- |"
    for fate in fates:
        how = f"only beside `{fate.how}`" if fate.how.startswith("_") else _escaped(fate.how)
        yield f"| `{fate.item}` | {how} |"


def _short(path: str) -> str:
    """``/NXentry/NXsource/name``: groups by their classes."""
    steps = [step.partition(":")[2] or step for step in path.strip("/").split("/")]
    return "/" + "/".join(steps)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
