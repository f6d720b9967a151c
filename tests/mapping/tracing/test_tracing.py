"""Where values come from, told from the mapping alone."""

from __future__ import annotations

import pytest

from imgcif_map.errors import MappingError
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.tracing import calls
from tests.mapping.tracing.small import link, traced, ways


def test_paths_run_through_lets_from_the_block(tmp_path):
    found = traced(
        tmp_path, "let: {det: '*:NXdetector', gas: $det/gas}\nitems: {_x.a: $gas/@kind}\n"
    )
    assert ways(found) == {"_x.a": {"/NXentry/NXdetector/gas@kind"}}


def test_each_candidate_and_each_alternative_is_a_way(tmp_path):
    found = traced(tmp_path, "items: {_x.a: ['(one|two)', /top, ../up]}\n")
    assert ways(found) == {"_x.a": {"/NXentry/one", "/NXentry/two", "/top", "/up"}}


def test_candidates_after_a_fact_do_not_count(tmp_path):
    found = traced(tmp_path, "items: {_x.a: [{value: 1}, never]}\n")
    assert found.links == ()
    assert [(entry.item, entry.why) for entry in found.unsourced] == [("_x.a", "always 1")]


def test_what_may_be_null_is_no_fact(tmp_path):
    found = traced(tmp_path, "items: {_x.a: [{when: one, value: 1}, two]}\n")
    assert ways(found) == {"_x.a": {"/NXentry/two"}}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("$k = 'a'", {"/NXentry/a"}),
        ("$k != 'a'", {"/NXentry/b"}),
        ("not $k = 'b'", {"/NXentry/a"}),
        ("$k ~ 'a'", {"/NXentry/a", "/NXentry/b"}),  # patterns are left to the source
        ("there", {"/NXentry/a", "/NXentry/b"}),
        ("$nothing", {"/NXentry/b"}),
        ("$nothing = 1", {"/NXentry/b"}),
        ("not $nothing", {"/NXentry/a"}),
        ("$two > 1", {"/NXentry/a"}),
        ("$yes = 'true'", {"/NXentry/a"}),
        ("$perhaps", {"/NXentry/a", "/NXentry/b"}),
        ("not $perhaps", {"/NXentry/a", "/NXentry/b"}),
    ],
)
def test_conditions_on_facts_decide(tmp_path, condition, expected):
    text = f"""
let:
  k: {{value: a}}
  two: {{value: 2}}
  yes: {{value: true}}
  nothing: null
  perhaps: {{when: there, value: true}}
items:
  _x.a: [{{when: "{condition}", from: a}}, {{when: {{not: "{condition}"}}, from: b}}]
"""
    assert ways(traced(tmp_path, text)) == {"_x.a": expected}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ("{any: [$nothing, $fact]}", {"/NXentry/a"}),
        ("{any: [$nothing, there]}", {"/NXentry/a"}),
        ("[$fact, $nothing]", set()),
        ("[$fact, there]", {"/NXentry/a"}),
    ],
)
def test_and_and_or(tmp_path, conditions, expected):
    lets = "let: {nothing: null, fact: {value: 1}}\n"
    text = f"{lets}items: {{_x.a: {{when: {conditions}, from: a}}}}\n"
    assert ways(traced(tmp_path, text)).get("_x.a", set()) == expected


ENTRIES = """
tables:
  axes:
    where: "used = 'true'"
    fields: {type: {value: rotation}, used: {value: true}, key_of: null}
    entries:
      omega: {key_of: [Omega, Start]}
      shift: {key_of: Shift, type: translation}
      spare: {key_of: Spare, used: false}
  settings:
    rows: [{each: ., as: scan}, {each: $axes, as: axis}]
    fields: {value: "$scan/{$axis/key_of}"}
categories:
  x:
    rows: $settings
    items:
      angle: {when: "axis/type = 'rotation'", from: value}
      length: {when: "axis/type = 'translation'", from: value}
      axis: axis/key
"""


def test_rows_that_the_mapping_lists_are_told_apart(tmp_path):
    found = traced(tmp_path, ENTRIES)
    assert ways(found) == {
        "_x.angle": {"/NXentry/Omega", "/NXentry/Start"},
        "_x.length": {"/NXentry/Shift"},
    }
    assert [(entry.item, entry.why) for entry in found.unsourced] == [
        ("_x.axis", "always omega; always shift")
    ]


def test_loops_zips_and_columns(tmp_path):
    text = """
tables:
  waves:
    rows: {zip: {value: lambda, weight: [heavy, {value: 1}]}}
    fields: {wave: value, light: weight}
categories:
  x:
    rows: [{each: $waves, as: w}, {along: count(w), as: i}]
    items: {a: $w/wave, b: $w/weight, c: $i}
"""
    found = traced(tmp_path, text)
    assert ways(found) == {"_x.a": {"/NXentry/lambda"}, "_x.b": {"/NXentry/heavy"}}
    assert [(entry.item, entry.why) for entry in found.unsourced] == [("_x.c", "number of the row")]


def test_a_row_is_its_record(tmp_path):
    text = """
tables: {parts: {rows: "*:NXpart", fields: {size: ./size, group: ..}}}
items: {_x.a: $parts/size, _x.b: $parts/group/name, _x.c: "$parts/../@when"}
"""
    assert ways(traced(tmp_path, text)) == {
        "_x.a": {"/NXentry/NXpart/size"},
        "_x.b": {"/NXentry/name"},
        "_x.c": {"/NXentry@when"},
    }


def test_what_is_done_on_the_way(tmp_path):
    text = """
items:
  _x.a: {from: "v[0]", unit: mm, fn: [first, "scale(2, 1)"]}
  _x.b: {from: kind, lookup: {X: x}}
  _x.c: {from: kind, lookup: {one: a, two: a}}
  _x.d: {from: kind, lookup: {one: a, two: b}}
  _x.e: {text: ["{one}", "and {two}"]}
  _x.f: {text: "{one}"}
  _x.g: times(one, two)
  _x.h[1..3]: three
  _x.i: {from: kind, unit: {assume: s}, assume: 3, because: nobody says}
  _x.j: {from: kind, unit: {force: um}, match: related, confidence: 0.5}
"""
    found = traced(tmp_path, text)
    flow = link(found, "_x.a").flow
    assert flow.part
    assert (flow.unit, flow.unit_how) == ("mm", "given")
    assert flow.functions == (("first", "first"), ("scale", "scale(2, 1)"))
    assert [link(found, f"_x.{n}").flow.lookup for n in "bcd"] == ["same", "merged", "renamed"]
    assert [x.flow.joined for x in found.links if x.item == "_x.e"] == ["text", "text"]
    assert link(found, "_x.f").flow.functions == ()
    assert {x.flow.joined for x in found.links if x.item == "_x.g"} == {"function"}
    assert all(link(found, f"_x.h[{n}]").component for n in (1, 2, 3))
    flow = link(found, "_x.i").flow
    assert flow.because == "3 is assumed where there is none: nobody says"
    assert (flow.unit, flow.unit_how) == ("s", "assumed")
    flow = link(found, "_x.j").flow
    assert (flow.unit, flow.unit_how, flow.match, flow.confidence) == (
        "um",
        "forced",
        "related",
        0.5,
    )


def test_members_of_a_list_are_the_components_where_nothing_turns_them(tmp_path):
    text = 'items: {"_x.v[1..3]": {from: "[a, b, c]", fn: to_frame}}\n'
    turned = traced(tmp_path, text + "frame: {beam: [0, 0, 1]}\n")
    assert ways(turned)["_x.v[2]"] == {"/NXentry/a", "/NXentry/b", "/NXentry/c"}
    assert {x.flow.joined for x in turned.links} == {"list"}
    kept = traced(tmp_path, text + "frame: {fixed: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}\n")
    assert ways(kept) == {
        "_x.v[1]": {"/NXentry/a"},
        "_x.v[2]": {"/NXentry/b"},
        "_x.v[3]": {"/NXentry/c"},
    }
    assert not any(x.component or x.flow.joined for x in kept.links)


def test_a_function_that_lacks_an_argument_yields_nothing(tmp_path):
    found = traced(
        tmp_path,
        "let: {never: null}\nitems: {_x.a: 'minus(one, $never)', _x.b: 'minus(one, two)'}\n",
    )
    assert ways(found) == {"_x.b": {"/NXentry/one", "/NXentry/two"}}


def test_the_value_leads_and_what_helps_follows(tmp_path):
    found = traced(tmp_path, "items: {_x.a: 'iso_date(start, zone)'}\n")
    assert link(found, "_x.a", "/NXentry/start").flow.joined == ""
    assert link(found, "_x.a", "/NXentry/zone").flow.joined == "function"


def test_chains_of_axes_are_followed_by_what_names_them(tmp_path):
    text = """
let: {chain: "follow(*:NXsample/depends_on)"}
tables: {axes: {rows: $chain, fields: {vector: "@vector", on: "node(@depends_on)"}}}
categories:
  x:
    rows: $axes
    items: {id: {key: ., name: "{name(.)}"}, v: vector, on: {ref: on, to: x.id}}
items: {_y.axis: {ref: $axes, to: x.id}}
"""
    assert ways(traced(tmp_path, text)) == {
        "_x.id": {"/NXentry/NXsample/NXtransformations/AXISNAME"},
        "_x.v": {"/NXentry/NXsample/NXtransformations/AXISNAME@vector"},
        "_x.on": {"/NXentry/NXsample/NXtransformations/AXISNAME@depends_on"},
        "_y.axis": {"/NXentry/NXsample/depends_on"},
    }


def test_both_sides_without_a_counterpart(tmp_path):
    text = """
items: {_x.a: one}
gaps: [{from: (two|one), note: no home}]
ignore: [{from: "//*:NXuser", because: private}]
fix: [{path: one, unit: mm, because: wrong label}]
"""
    found = traced(tmp_path, text)
    assert [(x.spot.path, x.why, x.ignored) for x in found.unmapped] == [
        ("/NXentry/two", "no home", False),
        ("//NXuser", "private", True),
    ]
    assert [(x.spot.path, x.text, x.because) for x in found.corrections] == [
        ("/NXentry/one", "unit mm", "wrong label")
    ]


def test_circles_end(tmp_path):
    text = """
let: {a: [$b, one], b: [$a, two]}
tables:
  t: {rows: "$u", fields: {f: [$g, x], g: [$f, y]}}
  u: {rows: {each: ["$t", "*"]}, fields: {f: name}}
items: {_x.a: $a, _x.b: $t/f}
"""
    assert ways(traced(tmp_path, text))["_x.a"] == {"/NXentry/one", "/NXentry/two"}


def test_names_that_multiply_are_refused(tmp_path):
    lets = ["  a0: (x|y)", *(f"  a{n}: $a{n - 1}/(x|y)" for n in range(1, 30))]
    with pytest.raises(MappingError, match="places of the source") as raised:
        traced(tmp_path, "let:\n" + "\n".join(lets) + "\nitems: {_x.a: $a29}\n")
    assert "small.yaml:" in raised.value.message


def test_rows_of_rows_and_groups_of_groups_take_no_time(tmp_path):
    """What stands for twice as much at each step would take years if it were unfolded."""
    levels = "[{each: $t%d, as: a%d}, {each: $t%d, as: b%d}]"
    tables = ["  t0: {rows: '*', fields: {f: name}}"]
    for n in range(1, 40):
        tables.append(f"  t{n}: {{rows: {levels % (n - 1, n, n - 1, n)}, fields: {{f: $a{n}/f}}}}")
    lets = ["  g0: '*'", *(f"  g{n}: groups($g{n - 1}, 'k')" for n in range(1, 40))]
    text = "\n".join(["tables:", *tables, "let:", *lets])
    found = traced(tmp_path, text + "\nitems: {_x.a: $t39/f, _x.b: $g39/name}\n")
    assert ways(found) == {"_x.a": {"/NXentry/*/name"}, "_x.b": {"/NXentry/*/name"}}


def test_names_that_build_too_high_are_refused(tmp_path):
    lets = ["  a0: x", *(f"  a{n}: $a{n - 1}/x" for n in range(1, 3000))]
    with pytest.raises(MappingError, match="too deeply"):
        traced(tmp_path, "let:\n" + "\n".join(lets) + "\nitems: {_x.a: $a2999}\n")


def test_functions_that_tracing_knows_are_registered():
    known = set(load_functions())
    named = {*calls.RECORDS, *calls.NO_SOURCE, *calls.OF_RECORDS, *calls.FIELDS, *calls.LEADING}
    assert named <= known, named - known
