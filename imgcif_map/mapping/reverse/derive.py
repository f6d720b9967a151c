"""The way back, worked out from a mapping: nothing is read, nothing is run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.functions.registry import SAME_VALUE, Function
from imgcif_map.mapping.model import Lookup, Pick, Value
from imgcif_map.mapping.model import Mapping as MappingModel
from imgcif_map.mapping.reverse.model import Fate, Reverse, ReversePlan, Use, Way
from imgcif_map.mapping.tracing.flows import Flow, Row, Scope, Spot
from imgcif_map.mapping.tracing.tracer import Tracer

Found = tuple[str, Way]
"""A path of the target and the way to fill it."""


def reverse_plan(mapping: MappingModel, functions: Mapping[str, Function]) -> ReversePlan | None:
    """The plan of a mapping; None if it has no ``reverse:``."""
    if mapping.reverse is None:
        return None
    return _Planner(mapping, mapping.reverse, functions).plan()


@dataclass(frozen=True)
class _Reason:
    """Why one way does not lead back."""

    text: str


class _Planner:
    def __init__(
        self, mapping: MappingModel, reverse: Reverse, functions: Mapping[str, Function]
    ) -> None:
        self.mapping, self.reverse, self.functions = mapping, reverse, functions
        self.tracer = Tracer(mapping)
        self.by_classes: dict[tuple[str, ...], str] = {}
        for path in reverse.groups:
            classes = tuple(step.partition(":")[2] for step in path.strip("/").split("/"))
            self.by_classes.setdefault(classes, path)

    def plan(self) -> ReversePlan:
        fields = {path: list(ways) for path, ways in self.reverse.fields.items()}
        fates = self._declared()
        for item, values in self._items().items():
            if item.casefold() in fates or item.partition(".")[0].casefold() + ".*" in fates:
                continue
            ways, why = self._ways(item, values)
            for path, way in ways:
                fields.setdefault(path, []).append(way)
            fates[item.casefold()] = self._fate(item, ways, why)
        done = {path: tuple(ways) for path, ways in fields.items()}
        return ReversePlan(self.mapping.id, self.reverse, done, fates)

    def _declared(self) -> dict[str, Fate]:
        reverse = self.reverse
        found: dict[str, Fate] = {}
        for path, ways in reverse.fields.items():
            for way in ways:
                for item in (*way.sources, *filter(None, [way.unit_item])):
                    if not item.startswith("$"):
                        known = found.get(item.casefold())
                        targets = tuple(dict.fromkeys([*(known.targets if known else ()), path]))
                        kind = "exact" if self._is_exact(way) else "one of several"
                        kind = known.kind if known else kind
                        found[item.casefold()] = Fate(item, kind, targets, _how(way), way.place)
        for kind, names in (
            ("structure", reverse.built), ("follows", reverse.follows), ("lost", reverse.lost),
        ):  # fmt: skip
            found.update(
                {item.casefold(): Fate(item, kind, (), why) for item, why in names.items()}
            )
        return found

    def _is_exact(self, way: Way) -> bool:
        """Whether the value of the target is the only one that gives the value of imgCIF."""
        return way.exact and not any(
            use.name == SAME_VALUE or self._inverts(use.name) is False for use in way.functions
        )

    def _inverts(self, name: str) -> bool:
        known = self.functions.get(name)
        return known is not None and known.inverse is not None

    def _items(self) -> dict[str, list[tuple[Scope, Value]]]:
        """Every data name of the mapping with its values, each seen from its rows."""
        found: dict[str, list[tuple[Scope, Value]]] = {}
        for category in self.mapping.categories.values():
            for part in category.parts:
                rows = part.rows
                scopes = [self.tracer.scope]
                if rows is not None:
                    scopes = self.tracer.scopes(rows, self.tracer.scope)
                for name, value in part.items.items():
                    for single in spelled(name) if value.picks else ():
                        entries = found.setdefault(f"_{category.name}.{single}", [])
                        entries += [(scope, value) for scope in scopes]
        return found

    def _ways(self, item: str, values: list[tuple[Scope, Value]]) -> tuple[list[Found], list[str]]:
        """Every place that the item can go to, the first for each remark; else the reasons."""
        found: dict[tuple[str, str, str] | None, Found] = {}
        reasons: dict[str, None] = {}
        for scope, value in values:
            for pick in value.picks:
                for outcome in self._back(item, pick, scope):
                    if isinstance(outcome, _Reason):
                        reasons[outcome.text] = None
                        continue
                    # one home is enough, but each remark of a text has its own
                    found.setdefault(outcome[1].text, outcome)
        return list(found.values()), list(reasons)

    def _back(self, item: str, pick: Pick, scope: Scope) -> Iterator[Found | _Reason]:
        if pick.kind == "text":
            for template in pick.texts:
                yield from self._remark(item, template, pick.joiner, scope)
            return
        named = self._field(pick, scope)
        if named is not None:
            inner, value = named
            for own in value.picks:
                yield from self._back(item, own, inner)
            return
        for flow in self.tracer.pick(pick, scope):
            if isinstance(flow.end, Spot) and flow.end.steps:
                yield self._home(item, flow, _lookup(pick))

    def _field(self, pick: Pick, scope: Scope) -> tuple[Scope, Value] | None:
        """The text that a field of a row is made of, where the item is that field alone."""
        row, source = scope.here.end, pick.source
        if not isinstance(row, Row) or not isinstance(source, ast.Path) or pick.functions:
            return None
        step = source.steps[0] if len(source.steps) == 1 else None
        if not isinstance(source.origin, ast.Here) or not isinstance(step, ast.Child):
            return None
        value = self.mapping.tables[row.table].fields.get("".join(map(str, step.parts)))
        if value is None or not any(p.kind == "text" for p in value.picks):
            return None
        return Scope(row.here or self.tracer.block, dict(row.names), row), value

    def _remark(
        self, item: str, template: ast.Template, joiner: str, scope: Scope
    ) -> Iterator[Found | _Reason]:
        """A template with one insert can be read again if something stands around it."""
        inserts = [part for part in template.parts if not isinstance(part, str)]
        if len(inserts) != 1 or inserts[0][1]:
            return
        at = template.parts.index(inserts[0])
        before = "".join(map(str, template.parts[:at]))
        after = "".join(map(str, template.parts[at + 1 :]))
        if not before.strip() and not after.strip():
            yield _Reason("the same stands under another name")
            return
        for flow in self.tracer.expression(inserts[0][0], scope):
            if isinstance(flow.end, Spot) and flow.end.steps:
                yield self._home(item, flow, None, (before, after, joiner))

    def _home(
        self,
        item: str,
        flow: Flow,
        lookup: Lookup | None,
        text: tuple[str, str, str] | None = None,
    ) -> Found | _Reason:
        """The field of the target that a place of the source stands for, and the way to it."""
        if flow.part or flow.index is not None:
            return _Reason("it is one of several values")
        if flow.joined == "function":
            name = flow.functions[-1][0] if flow.functions else "a function"
            return _Reason(f"{name} puts several values together")
        uses = []
        exact = True
        for name, _ in reversed(flow.functions):
            known = self.functions.get(name)
            back = known.undone_by if known is not None else None
            if back is None:
                return _Reason(f"{name} has no inverse")
            exact = exact and known is not None and known.inverse is not None
            if back != SAME_VALUE:
                uses.append(Use(back))
        assert isinstance(flow.end, Spot)
        path = self._path(flow.end)
        if path is None:
            return _Reason(f"{flow.end.path} is not a place that is written")
        words, one_to_one = _inverted(lookup)
        unit = flow.unit if flow.unit_how == "given" else ""
        exact = exact and one_to_one and text is None
        return path, Way(
            (item,), tuple(uses), words, unit, text=text, exact=exact, place=flow.place
        )

    def _path(self, spot: Spot) -> str | None:
        """The path of the target for a place of the source; None if no group has its classes."""
        classes = []
        rest = list(spot.steps)
        while rest and ":NX" in rest[0]:
            classes.append(rest.pop(0).partition(":")[2])
        group = self.by_classes.get(tuple(classes))
        names = [step for step in rest if not step.startswith("@")]
        if group is None or len(names) != 1 or "*" in names[0] or len(rest) > 2:
            return None
        return f"{group}/{''.join(rest)}"

    def _fate(self, item: str, ways: list[Found], why: list[str]) -> Fate:
        if not ways:
            return Fate(item, "lost", how="; ".join(why) or "the mapping makes it from nothing")
        exact = all(way.exact for _, way in ways)
        targets = tuple(path for path, _ in ways)
        kind = "exact" if exact else "one of several"
        return Fate(item, kind, targets, _how(ways[0][1]), ways[0][1].place)


def _lookup(pick: Pick) -> Lookup | None:
    """The lookup of a candidate, or of the value that it stands for."""
    if pick.lookup is not None or not isinstance(pick.source, Value):
        return pick.lookup
    return next((p.lookup for p in pick.source.picks if p.lookup is not None), None)


def _inverted(lookup: Lookup | None) -> tuple[dict[str, str], bool]:
    """Words of imgCIF with the first word of the source for each; whether each has but one."""
    found: dict[str, str] = {}
    one_to_one = True
    for word, state in (lookup.table if lookup is not None else {}).items():
        if str(state).casefold() in found:
            one_to_one = False
        found.setdefault(str(state).casefold(), lookup.words.get(word, word) if lookup else word)
    return found, one_to_one


def _how(way: Way) -> str:
    parts = [use.name for use in way.functions if use.name != SAME_VALUE]
    parts += ["lookup"] if way.lookup else []
    parts += ["read from the remark"] if way.text else []
    return ", ".join(parts)
