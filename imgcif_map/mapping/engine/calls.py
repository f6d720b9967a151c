"""Runs registered functions: converts arguments by annotation, results back."""

from __future__ import annotations

import functools
import inspect
import types
import typing
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgcif_map.errors import ImgcifMapError, MappingError
from imgcif_map.mapping.engine.expressions import evaluate, records_of
from imgcif_map.mapping.engine.names import to_text
from imgcif_map.mapping.engine.results import Records, Result
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.session import is_small, short
from imgcif_map.mapping.expression.ast import Call, Expression, Text
from imgcif_map.mapping.functions import registry
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record


@dataclass(frozen=True, slots=True)
class Parameter:
    """How one parameter of a function wants its argument."""

    name: str
    kind: str
    """``Quantity``, ``Record``, ``Records``, ``Lazy``, ``str``, ``int``, ``float`` or ``Any``."""
    optional: bool
    """Whether the function copes with a missing argument."""
    variadic: bool
    keyword_only: bool
    has_default: bool


@functools.cache
def parameters(run: Any) -> tuple[bool, tuple[Parameter, ...]]:
    """Whether the function wants the engine's ``call``, and its parameters."""
    hints = typing.get_type_hints(run)
    found = []
    wants_call = False
    for position, (name, parameter) in enumerate(inspect.signature(run).parameters.items()):
        if position == 0 and name == "call":
            wants_call = True
            continue
        kind, optional = _kind(hints.get(name, Any))
        found.append(
            Parameter(
                name,
                kind,
                optional,
                parameter.kind is inspect.Parameter.VAR_POSITIONAL,
                parameter.kind is inspect.Parameter.KEYWORD_ONLY,
                parameter.default is not inspect.Parameter.empty,
            )
        )
    return wants_call, tuple(found)


def _kind(hint: Any) -> tuple[str, bool]:
    optional = False
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        members = [m for m in typing.get_args(hint) if m is not type(None)]
        optional = len(members) < len(typing.get_args(hint))
        hint = members[0] if len(members) == 1 else Any
    if hint is Any:
        return "Any", optional
    if hint == registry.Records:
        return "Records", optional
    return getattr(hint, "__name__", "Any"), optional


class LazyArgument:
    """An argument the function evaluates itself, for each record it chooses."""

    def __init__(self, expression: Expression, scope: Scope) -> None:
        self.expression = expression
        self.scope = scope
        stated = expression.value if isinstance(expression, Text) else ""
        self.text = str(stated or getattr(expression, "text", ""))

    def at(self, record: Record) -> Result:
        """Evaluate with ``record`` as the current record; a quoted text is an expression too."""
        expression = self.expression
        if isinstance(expression, Text) and isinstance(expression.value, str):
            from imgcif_map.mapping.expression.parse import parse_expression

            expression = parse_expression(expression.value, self.scope.place)
        return evaluate(expression, self.scope.at(record))


class EngineCall:
    """What a running function sees of the engine (:class:`registry.Call`)."""

    def __init__(self, name: str, scope: Scope) -> None:
        self.name = name
        self.scope = scope

    def read(self, record: Record) -> Quantity | None:
        return self.scope.run.session.read(record)

    def text(self, record: Record | None) -> str | None:
        quantity = self.read(record) if record is not None else None
        return to_text(quantity.data) if quantity is not None else None

    def resolve(self, reference: str, at: Record) -> Record | None:
        from imgcif_map.mapping.engine.references import resolve

        return resolve(reference, at)

    def frame(self) -> NDArray[np.float64]:
        return self.scope.run.frame.matrix

    def beam(self) -> NDArray[np.float64]:
        return self.scope.run.frame.beam

    def up(self) -> NDArray[np.float64]:
        return self.scope.run.frame.up

    def table(self, name: str) -> Records:
        return self.scope.run.table(name)

    def param(self, name: str) -> Any:
        return self.scope.run.param(name)

    def option(self, name: str) -> Any:
        return self.scope.run.session.options.get(name)

    def position(self) -> int:
        return self.scope.position

    def before(self, table: str) -> int:
        return self.scope.run.session.before.get(table, 0)

    def running(self) -> NDArray[np.int64] | int:
        first = self.scope.offset + 1
        if self.scope.length is None:
            return first
        return np.arange(first, first + self.scope.length)

    def here(self) -> Record:
        assert self.scope.here is not None
        return self.scope.here

    def report(self, kind: str, message: str, *, records: Sequence[Record] = ()) -> None:
        run = self.scope.run
        run.session.gaps.add(
            kind,
            message,
            origins=[r.origin for r in records],
            block=run.session.block,
            place=self.scope.place,
        )


def run_call(call: Call, scope: Scope) -> Result:
    """Evaluate a call written in an expression."""
    function = scope.run.session.functions.get(call.name)
    if function is None:
        known = ", ".join(sorted(scope.run.session.functions))
        raise MappingError(
            f"no function is called {call.name}", place=scope.place, hint=f"there are: {known}"
        )
    return apply(function, call.args, dict(call.named), scope)


def apply(
    function: Function,
    args: Sequence[Expression | Quantity | Records],
    named: dict[str, Expression],
    scope: Scope,
) -> Result:
    """Run a function; a missing argument that it cannot do without makes it missing."""
    wants_call, wanted = parameters(function.run)
    positional = [p for p in wanted if not p.keyword_only]
    values: list[Any] = []
    for position, argument in enumerate(args):
        parameter = positional[min(position, len(positional) - 1)] if positional else None
        if parameter is None or (position >= len(positional) and not parameter.variadic):
            raise MappingError(f"{function.name}() takes fewer arguments", place=scope.place)
        value = _convert(argument, parameter, scope)
        if value is None and not parameter.optional:
            return None
        values.append(value)
    keywords: dict[str, Any] = {}
    for name, expression in named.items():
        parameter = next((p for p in wanted if p.name == name), None)
        if parameter is None:
            raise MappingError(f"{function.name}() has no argument {name}", place=scope.place)
        value = _convert(expression, parameter, scope)
        if value is None and not parameter.optional:
            return None
        keywords[name] = value
    for parameter in positional[len(args) :]:
        if not (parameter.has_default or parameter.variadic or parameter.name in keywords):
            raise MappingError(f"{function.name}() also needs {parameter.name}", place=scope.place)
    return _run(function, wants_call, values, keywords, scope)


def _run(
    function: Function, wants_call: bool, values: list[Any], keywords: dict[str, Any], scope: Scope
) -> Result:
    engine = EngineCall(function.name, scope)
    try:
        result = function.run(*([engine] if wants_call else []), *values, **keywords)
    except MappingError:
        raise
    except (ImgcifMapError, ValueError, TypeError, ArithmeticError, LookupError) as problem:
        # Bad source data must not end a conversion: say which function met it and go on.
        origins = [o for v in values if isinstance(v, Quantity) for o in v.origins]
        scope.run.session.gaps.add(
            "conflict",
            f"{function.name}() cannot use what it was given: {problem}",
            origins=origins,
            block=scope.run.session.block,
            place=scope.place,
        )
        return None
    return _result(result, function, values)


def _result(result: Any, function: Function, values: list[Any]) -> Result:
    if result is None:
        return None
    if isinstance(result, Record):
        return (result,)
    if isinstance(result, tuple) and (not result or isinstance(result[0], Record)):
        return result
    if not isinstance(result, Quantity):
        data: Any = result
        if isinstance(data, list | tuple):
            data = np.asarray(data)
            data = data.astype(object) if data.dtype.kind in "US" else data
        origins = [o for v in values if isinstance(v, Quantity) for o in v.origins]
        result = Quantity(data, None, tuple(dict.fromkeys(origins)), (), "generated")
    found: Quantity = result
    return replace(found, functions=(*found.functions, function.name))


def _convert(argument: Expression | Quantity | Records, parameter: Parameter, scope: Scope) -> Any:
    if parameter.kind == "Lazy":
        return LazyArgument(argument, scope)  # type: ignore[arg-type]
    result = argument if isinstance(argument, Quantity | tuple) else evaluate(argument, scope)
    kind = parameter.kind
    if kind == "Records":
        return records_of(result) or None
    if kind == "Record":
        records = records_of(result)
        return records[0] if records else None
    if kind == "Any" and isinstance(result, tuple) and not all(map(is_small, result)):
        return result
    quantity = scope.run.session.quantity(result) if isinstance(result, tuple) else result
    if quantity is None or kind in ("Quantity", "Any"):
        return quantity
    data = quantity.data.item() if isinstance(quantity.data, np.generic) else quantity.data
    if kind == "str":
        return to_text(data)
    try:
        return int(data) if kind == "int" else float(data)
    except (TypeError, ValueError, OverflowError):
        scope.run.session.gaps.add(
            "conflict",
            f"{parameter.name} is {short(quantity)}, and a number is expected",
            origins=quantity.origins,
            block=scope.run.session.block,
            place=scope.place,
        )
        return None
