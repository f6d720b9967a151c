"""The expression language: trees, round trip, and errors that point at a column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.expression import ast
from imgcif_map.mapping.expression.parse import (
    MAX_DEPTH,
    MAX_LENGTH,
    parse_condition,
    parse_expression,
    parse_template,
)
from imgcif_map.mapping.expression.unparse import unparse, unparse_template

HERE = Place("m.yaml", 3, 10)


def child(*parts: ast.NamePart, nx: str | None = None, **more: object) -> ast.Child:
    return ast.Child(parts, nx, **more)  # type: ignore[arg-type]


def here(*steps: ast.Step) -> ast.Path:
    return ast.Path(ast.Here(), steps)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (".", here(ast.Self())),
        ("..", here(ast.Up())),
        ("/", ast.Path(ast.Root())),
        ("name", here(child("name"))),
        ("../a", here(ast.Up(), child("a"))),
        ("@units", here(ast.Attribute(("units",)))),
        ("@vector[0]", here(ast.Attribute(("vector",), (ast.Index(0),)))),
        ("*:NXsource/name", here(child(ast.Star(), nx="NXsource"), child("name"))),
        ("data_*", here(child("data_", ast.Star()))),
        ("//*:NXlog", ast.Path(ast.Root(), (ast.Descend(), child(ast.Star(), nx="NXlog")))),
        ("a//b", here(child("a"), ast.Descend(), child("b"))),
        ("$det", ast.Path(ast.Variable("det"))),
        ("$x[0]/b", ast.Path(ast.Variable("x", (ast.Index(0),)), (child("b"),))),
        ("a[-1]", here(child("a", predicates=(ast.Index(-1),)))),
        ("`two words`", here(child("two words"))),
        ("`0001`/b", here(child("0001"), child("b"))),
        (
            "{name(.)}_end",
            here(child(ast.Insert(ast.Call("name", (here(ast.Self()),))), "_end")),
        ),
        ("$h/(a|b)", ast.Path(ast.Variable("h"), (ast.Alternatives((("a",), ("b",))),))),
        (
            "f(x, like=., n=2)[0]/b",
            ast.Path(
                ast.Call(
                    "f",
                    (here(child("x")),),
                    (("like", here(ast.Self())), ("n", ast.Text(2))),
                    (ast.Index(0),),
                ),
                (child("b"),),
            ),
        ),
        ("f()", ast.Call("f")),
        ("'it''s'", ast.Text("it's")),
        ("-2", ast.Text(-2)),
        ("2.5e-3", ast.Text(0.0025)),
        ("[1, 'a']", ast.ListOf((ast.Text(1), ast.Text("a")))),
        (
            "a[not b]",
            here(child("a", predicates=(ast.Filter(ast.Not(ast.Usable(here(child("b"))))),))),
        ),
        ("nota/note", here(child("nota"), child("note"))),
    ],
)
def test_trees(text: str, tree: ast.Expression) -> None:
    assert parse_expression(text, HERE) == tree


@pytest.mark.parametrize("op", ["=", "!=", "<", "<=", ">", ">=", "~"])
def test_comparison(op: str) -> None:
    wanted = ast.Compare(op, here(child("a")), ast.Text("x"))
    assert parse_condition(f"a {op} 'x'", HERE) == wanted
    assert parse_condition(f"a{op}'x'", HERE) == wanted


def test_condition_not_and_bare_path() -> None:
    assert parse_condition("a", HERE) == ast.Usable(here(child("a")))
    negated = parse_condition("not a = 1", HERE)
    assert negated == ast.Not(ast.Compare("=", here(child("a")), ast.Text(1)))


def test_the_root_of_a_tree_knows_text_and_place() -> None:
    first = parse_expression("$a/b", Place("x", 1, 1))
    second = parse_expression("$a/b", Place("y", 2, 2))
    assert isinstance(first, ast.Path)
    assert isinstance(second, ast.Path)
    assert (first.text, first.place) == ("$a/b", Place("x", 1, 1))
    assert second.place == Place("y", 2, 2)
    assert first == second


def test_arguments_know_their_text() -> None:
    call = parse_expression("f( $a / b , g(1) )", HERE)
    assert isinstance(call, ast.Call)
    assert [argument.text for argument in call.args] == ["$a/b", "g(1)"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("a + b", 12, "no operators"),
        ("a - b", 12, "no operators"),
        ("a b", 11, "back quotes"),
        ("f(a", 11, "quote the whole text"),
        ("a[0", 11, "never closed"),
        ("a == b", 13, "use one of = != <"),
        ("a =~ b", 13, "use ~ alone"),
        ("a = 'x", 14, "never closed"),
        ("60-0119", 12, "single quotes"),
        ("a, b", 11, "YAML list"),
        ('"x"', 10, "single quotes"),
        ("f(a,)", 14, "closes nothing"),
        ("a = b = c", 16, "one comparison per condition"),
        ("$", 10, "'$' without a name"),
        ("not a = 1 and b = 2", 20, "YAML list means 'and'"),
        ("a/é", 12, "back quotes"),
        ("a|b", 11, "(a|b)"),
        ("f(a=1, b)", 10, "stand last"),
        ("f(a=1, a=2)", 17, "given twice"),
        ("a/`b", 12, "back quote"),
        ("a = !b", 14, "write 'not x'"),
        ("", 10, "empty"),
        ("'x' 'y'", 14, "unexpected text"),
        ("1e999", 10, "too large"),
    ],
)
def test_mistakes(text: str, column: int, says: str) -> None:
    with pytest.raises(MappingError) as caught:
        parse_condition(text, HERE)
    assert caught.value.place == Place("m.yaml", 3, column), str(caught.value)
    assert str(caught.value).startswith(f"m.yaml:3:{column}: ")
    assert says in str(caught.value)


def test_a_condition_is_no_value() -> None:
    with pytest.raises(MappingError, match="conditions stand in when:"):
        parse_expression("a = 1", HERE)


@pytest.mark.parametrize("text", ["1", "'x'", "[a]"])
def test_a_literal_is_no_condition(text: str) -> None:
    with pytest.raises(MappingError, match="a literal is not a condition"):
        parse_condition(text, HERE)


def test_bounds() -> None:
    with pytest.raises(MappingError, match="brackets inside each other"):
        parse_expression("f(" * (MAX_DEPTH + 1) + ")" * (MAX_DEPTH + 1), HERE)
    with pytest.raises(MappingError, match="more than"):
        parse_expression("a" * (MAX_LENGTH + 1), HERE)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("plain", ("plain",)),
        ("{name}_x", ((here(child("name")), ""), "_x")),
        ("{$i:06}", ((ast.Path(ast.Variable("i")), "06"),)),
        ("{x:.3f}", ((here(child("x")), ".3f"),)),
        ("{a:NXdata}", ((here(child("a", nx="NXdata")), ""),)),
        ("{{{a}}}", ("{", (here(child("a")), ""), "}")),
        ("{f('}')}", ((ast.Call("f", (ast.Text("}"),)), ""),)),
        ("", ()),
    ],
)
def test_templates(text: str, parts: tuple[object, ...]) -> None:
    assert parse_template(text, HERE).parts == parts


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("a {b", 12, "never closed"),
        ("a} b", 11, "write }} for a plain brace"),
        ("a {} b", 13, "empty braces"),
        ("{a:6.2f}", 13, "{x:.3f} for decimals"),
        ("a {b + c}", 15, "no operators"),
    ],
)
def test_template_mistakes(text: str, column: int, says: str) -> None:
    with pytest.raises(MappingError) as caught:
        parse_template(text, HERE)
    assert caught.value.place == Place("m.yaml", 3, column)
    assert says in str(caught.value)


names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,5}", fullmatch=True)
odd_names = st.text(st.characters(exclude_characters="`", codec="utf-8"), min_size=1, max_size=6)
numbers = st.one_of(
    st.integers(-(10**30), 10**30), st.floats(allow_nan=False, allow_infinity=False)
)
literals = st.builds(ast.Text, st.one_of(st.text(max_size=8), numbers))
function_names = names.filter(lambda name: name != "not")


class Maker:
    """Draws trees of bounded depth; plain code, so that hypothesis can show what it drew."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def pick(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def expression(self, depth: int) -> ast.Expression:
        kind = self.pick("literal", "path", "call", "list") if depth else self.pick("literal", "x")
        if kind == "literal":
            return self.draw(literals)
        if kind == "list":
            return ast.ListOf(self.several(self.expression, depth - 1))
        return self.call(depth - 1) if kind == "call" else self.path(depth)

    def several(self, make: Callable[[int], Any], depth: int, least: int = 0) -> tuple[Any, ...]:
        return tuple(make(depth) for _ in range(self.draw(st.integers(least, 2))))

    def call(self, depth: int) -> ast.Call:
        named = {self.draw(function_names): self.expression(max(depth, 0)) for _ in self.twice()}
        return ast.Call(
            self.draw(function_names),
            self.several(self.expression, max(depth, 0)),
            tuple(named.items()),
            self.predicates(depth),
        )

    def twice(self) -> range:
        return range(self.draw(st.integers(0, 2)))

    def path(self, depth: int) -> ast.Path:
        kind = self.pick("root", "variable", "here", "call") if depth > 0 else "variable"
        if kind == "variable":
            return ast.Path(
                ast.Variable(self.draw(names), self.predicates(depth - 1)), self.steps(depth - 1)
            )
        if kind == "root":
            return ast.Path(ast.Root(), self.steps(depth - 1))
        first = self.step(depth - 1)
        origin = ast.Here() if kind == "here" else self.call(depth - 1)
        return ast.Path(origin, (first, *self.steps(depth - 1)))

    def steps(self, depth: int) -> tuple[ast.Step, ...]:
        found: list[ast.Step] = []
        for _ in self.twice():
            found += [ast.Descend()] if self.draw(st.booleans()) else []
            found.append(self.step(depth))
        return tuple(found)

    def step(self, depth: int) -> ast.Step:
        kind = self.pick("child", "class", "attribute", "alternatives", "up", "self")
        if kind == "up":
            return ast.Up()
        if kind == "self":
            return ast.Self()
        if kind == "attribute":
            return ast.Attribute(self.parts(depth), self.predicates(depth))
        if kind == "alternatives":
            options = (self.parts(depth), self.parts(depth), *self.several(self.parts, depth))
            return ast.Alternatives(options, self.predicates(depth))
        nx_class = self.draw(names) if kind == "class" else None
        return ast.Child(self.parts(depth), nx_class, self.predicates(depth))

    def parts(self, depth: int) -> tuple[ast.NamePart, ...]:
        found: list[ast.NamePart] = []
        for _ in range(self.draw(st.integers(1, 3))):
            if self.draw(st.booleans()) and not (found and isinstance(found[-1], str)):
                found.append(self.draw(st.one_of(names, odd_names)))
            elif depth > 0 and self.draw(st.booleans()):
                found.append(ast.Insert(self.expression(depth - 1)))
            else:
                found.append(ast.Star())
        return tuple(found)

    def predicates(self, depth: int) -> tuple[ast.Predicate, ...]:
        return self.several(self.predicate, depth) if depth > 0 else ()

    def predicate(self, depth: int) -> ast.Predicate:
        if self.draw(st.booleans()):
            return ast.Index(self.draw(st.integers(-9, 9)))
        return ast.Filter(self.condition(depth - 1))

    def condition(self, depth: int) -> ast.Condition:
        kind = self.pick("usable", "compare", "not")
        if kind == "not":
            return ast.Not(self.condition(max(depth - 1, 0)))
        if kind == "usable":
            return ast.Usable(self.path(max(depth, 0)))
        op = self.pick("=", "!=", "<", "<=", ">", ">=", "~")
        return ast.Compare(op, self.expression(max(depth, 0)), self.expression(max(depth, 0)))


@st.composite
def expressions(draw: st.DrawFn) -> ast.Expression:
    return Maker(draw).expression(3)


@st.composite
def conditions(draw: st.DrawFn) -> ast.Condition:
    return Maker(draw).condition(2)


@settings(max_examples=120, deadline=None)
@given(expressions())
def test_round_trip(tree: ast.Expression) -> None:
    assert parse_expression(unparse(tree), HERE) == tree


@settings(max_examples=60, deadline=None)
@given(conditions())
def test_condition_round_trip(tree: ast.Condition) -> None:
    assert parse_condition(unparse(tree), HERE) == tree


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(min_size=1, max_size=6), st.tuples(expressions(), st.sampled_from(["", "06"]))
        ),
        max_size=4,
    )
)
def test_template_round_trip(parts: list[object]) -> None:
    merged: list[object] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    template = ast.Template(tuple(merged))  # type: ignore[arg-type]
    assert parse_template(unparse_template(template), HERE).parts == template.parts


@settings(max_examples=120, deadline=None)
@given(st.one_of(st.text(max_size=30), st.text("ab1.$*@/[](){}'`=~!<>|,:- ", max_size=30)))
def test_any_text_is_a_tree_or_a_mapping_error(text: str) -> None:
    for parse in (parse_expression, parse_condition, parse_template):
        place = HERE
        try:
            parse(text, HERE)
        except MappingError as error:
            place = error.place or Place("")
        assert place.line == 3
        assert 10 <= place.column <= 10 + len(text)
