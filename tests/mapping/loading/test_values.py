"""Values, rows and lists as the engine gets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.errors import MappingError
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.expression.unparse import unparse, unparse_template
from imgcif_map.mapping.model import MISSING, Along, Each, UnitSpec, Value, Zip
from tests.mapping.loading.files import let, mapping


def source(value: Value) -> str:
    (pick,) = value.picks
    assert isinstance(pick.source, ast.Path | ast.Call | ast.Text)
    return unparse(pick.source)


def test_text_is_from(tmp_path: Path) -> None:
    pick = let(tmp_path, "$det/x")
    assert pick.kind == "from"
    assert isinstance(pick.source, ast.Path)
    assert (pick.place.line, pick.place.column) == (4, 6)
    assert (pick.source.place.line, pick.source.place.column) == (4, 6)


def test_list_is_first_usable(tmp_path: Path) -> None:
    made = mapping(tmp_path, "let:\n  a: [b, {value: 1}]\n").lets["a"]
    assert [pick.kind for pick in made.picks] == ["from", "value"]
    assert made.text == "[b, {value: 1}]"


def test_from_may_hold_candidates(tmp_path: Path) -> None:
    pick = let(tmp_path, "{from: [b, {value: [1, 2]}], fn: first}")
    assert isinstance(pick.source, Value)
    assert pick.source.picks[1].literal == [1, 2]
    assert [use.name for use in pick.functions] == ["first"]


@pytest.mark.parametrize(
    ("yaml", "literal"),
    [("5", 5), ("on", "on"), ("[1, [2, x]]", [1, [2, "x"]]), ("null", None), ("true", True)],
)
def test_value(yaml: str, literal: object, tmp_path: Path) -> None:
    pick = let(tmp_path, f"{{value: {yaml}}}")
    assert pick.kind == "value"
    assert pick.literal == literal
    assert type(pick.literal) is type(literal)


def test_text_templates_and_what_joins_them(tmp_path: Path) -> None:
    pick = let(tmp_path, '{text: ["sn {$h/n}", plain], with: _}')
    assert [unparse_template(template) for template in pick.texts] == ["sn {$h/n}", "plain"]
    assert pick.joiner == "_"
    assert let(tmp_path, "{text: a}").joiner == "; "


def test_key_and_ref(tmp_path: Path) -> None:
    key = let(tmp_path, '{key: [$scan, $i], role: slow, name: "{$scan/name}.{$i:06}"}')
    assert [source(part) for part in key.objects] == ["$scan", "$i"]
    assert key.role == "slow"
    assert key.name is not None
    ref = let(tmp_path, "{ref: [., -1], to: diffrn_detector.id}")
    assert [source(part) for part in ref.objects] == [".", "-1"]
    assert ref.to == "diffrn_detector.id"


def test_count_all_and_each(tmp_path: Path) -> None:
    assert let(tmp_path, "{count: Axis}").count == "axis"
    everything = let(tmp_path, "{all: [b, c]}")
    assert (everything.kind, [source(m) for m in everything.members]) == ("all", ["b", "c"])
    filtered = let(tmp_path, '{each: "f(a, b)", where: "class(..) != \'x\'"}')
    assert (filtered.kind, [source(m) for m in filtered.members]) == ("all", ["f(a, b)"])
    assert isinstance(filtered.where, ast.Compare)


def test_modifiers(tmp_path: Path) -> None:
    pick = let(
        tmp_path,
        "{from: b, when: [c, {any: [d, {not: e}]}], null_if: [0, -1], unit: mm, "
        'fn: ["scale(2, c=-1)", first], assume: 3, because: so}',
    )
    assert isinstance(pick.when, ast.AllOf)
    assert isinstance(pick.when.conditions[1], ast.AnyOf)
    assert isinstance(pick.when.conditions[1].conditions[1], ast.Not)
    assert pick.null_if == (0, -1)
    assert pick.unit == UnitSpec(given="mm")
    scale, first = pick.functions
    assert scale.args == (ast.Text(2),)
    assert scale.named == (("c", ast.Text(-1)),)
    assert first.name == "first"
    assert (pick.assume, pick.because) == (3, "so")
    assert let(tmp_path, "b").assume is MISSING


def test_assume_alone(tmp_path: Path) -> None:
    pick = let(tmp_path, "{assume: [0, 0, 1], because: c}")
    assert (pick.kind, pick.assume) == ("assume", [0, 0, 1])


def test_units(tmp_path: Path) -> None:
    assert let(tmp_path, "{from: b, unit: {force: mm}}").unit == UnitSpec(force="mm")
    unit = let(tmp_path, '{from: b, unit: {from: ["@u", "@v"], assume: mm}}').unit
    assert unit is not None
    assert unit.assume == "mm"
    assert unit.source is not None
    assert len(unit.source.picks) == 2


@pytest.mark.parametrize(
    ("otherwise", "wanted"),
    [
        ("", ("gap", None)),
        (", otherwise: gap", ("gap", None)),
        (", otherwise: keep", ("keep", None)),
        (", otherwise: {value: z}", ("value", "z")),
    ],
)
def test_lookup(otherwise: str, wanted: tuple[str, object], tmp_path: Path) -> None:
    lookup = let(tmp_path, f"{{from: b, lookup: {{8: 255, X-Ray: x-ray}}{otherwise}}}").lookup
    assert lookup is not None
    assert lookup.table == {"8": 255, "x-ray": "x-ray"}
    assert (lookup.otherwise, lookup.value) == wanted


def test_pipelines_are_written_out(tmp_path: Path) -> None:
    rest = "pipelines: {clean: [first, trim], all: [clean, last]}\n"
    pick = let(tmp_path, "{from: b, fn: [all, mean]}", rest)
    assert [use.name for use in pick.functions] == ["first", "trim", "last", "mean"]
    with pytest.raises(MappingError, match="takes no arguments"):
        let(tmp_path, "{from: b, fn: clean(1)}", rest)


def rows(folder: Path, yaml: str) -> tuple[object, ...]:
    table = mapping(folder, f"tables:\n  t:\n    rows: {yaml}\n").tables["t"]
    assert table.rows is not None
    return table.rows


def test_rows(tmp_path: Path) -> None:
    (level,) = rows(tmp_path, "$axes")
    assert isinstance(level, Each)
    assert (level.name, len(level.sources)) == (None, 1)
    (level,) = rows(tmp_path, "{each: [a, b], as: x, where: c}")
    assert isinstance(level, Each)
    assert (level.name, len(level.sources)) == ("x", 2)
    assert isinstance(level.where, ast.Usable)
    outer, zipped, along = rows(tmp_path, "[a, {zip: {v: b, w: [c, d]}}, {along: $n, as: i}]")
    assert isinstance(outer, Each)
    assert isinstance(zipped, Zip)
    assert list(zipped.columns) == ["v", "w"]
    assert isinstance(along, Along)
    assert (along.name, unparse(along.length)) == ("i", "$n")


def test_no_rows(tmp_path: Path) -> None:
    made = mapping(tmp_path, "tables: {t: {rows: null}}\ncategories: {cell: {items: {z: a}}}\n")
    assert made.tables["t"].rows is None
    assert made.categories["cell"].parts[0].rows is None


def test_entries_are_literals_unless_mappings(tmp_path: Path) -> None:
    body = "tables: {t: {entries: {omega: {type: rotation, angle: [A, B], at: {from: $x}}}}}\n"
    cells = mapping(tmp_path, body).tables["t"].entries["omega"]
    assert cells["type"].picks[0].literal == "rotation"
    assert cells["angle"].picks[0].literal == ["A", "B"]
    assert cells["at"].picks[0].kind == "from"


def test_frame(tmp_path: Path) -> None:
    frame = mapping(tmp_path, "frame: {beam: negate($b), fixed: [[1,0,0],[0,1,0],[0,0,1]]}\n").frame
    assert frame.beam is not None
    assert source(frame.beam) == "negate($b)"
    assert frame.up is None
    assert frame.fixed == ((1, 0, 0), (0, 1, 0), (0, 0, 1))


def test_lists(tmp_path: Path) -> None:
    made = mapping(
        tmp_path,
        "checks: [{name: n, compare: [a, {from: b, unit: m}], tolerance: 0.1, unit: mm, when: c}]\n"
        "gaps: [a, {from: b, note: no home}]\n"
        "ignore: [{from: //c, because: copies}]\n"
        "fix: [{path: a, fn: reverse, because: b}, {path: a, value: null, because: b}]\n"
        "tests: [{name: t, given: {a: {value: 1, unit: m}}, expect: {_axis.id: [x]},"
        " gaps: [conflict], params: {p: 1}}]\n",
    )
    (check,) = made.checks
    assert (check.name, check.tolerance, check.unit) == ("n", 0.1, "mm")
    assert [gap.note for gap in made.gaps] == ["", "no home"]
    assert made.ignores[0].because == "copies"
    reverse, empty = made.fixes
    assert [use.name for use in reverse.functions] == ["reverse"]
    assert reverse.value is MISSING
    assert empty.value is None
    assert reverse.mapping == "x0"
    (test,) = made.tests
    assert test.given == {"a": {"value": 1, "unit": "m"}}
    assert (test.expect, test.gaps, test.params) == ({"_axis.id": ["x"]}, ("conflict",), {"p": 1})


def test_blocks(tmp_path: Path) -> None:
    assert len(mapping(tmp_path, "blocks: {each: [a, b]}\n").blocks) == 2
    assert mapping(tmp_path, "title: none\n").blocks == ()
