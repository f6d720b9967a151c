"""reference/python.md: the public names of the package, as their docstrings explain them."""

from __future__ import annotations

import inspect
import re
from typing import Any

HEAD = """\
# Python

The public names of `imgcif_map`, made from their signatures and docstrings. Examples stand in
[use it from Python](../how-to/use-from-python.md).

```python
import imgcif_map
```
"""


_STARS = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
_MODULES = re.compile(r"\b(?:imgcif_map|pathlib|collections\.abc|typing)(?:\.[a-z_]+)*\.")


def api_page() -> str:
    """The page: classes after functions, each in the order of the alphabet."""
    import imgcif_map

    named = {name: getattr(imgcif_map, name) for name in imgcif_map.__all__}
    functions = sorted(name for name, thing in named.items() if inspect.isfunction(thing))
    classes = sorted(name for name, thing in named.items() if inspect.isclass(thing))
    others = sorted(set(named) - set(functions) - set(classes))
    lines = [HEAD, "| Name | |", "|---|---|"]
    lines += [f"| [`{n}`](#{n.lower()}) | {_first(named[n])} |" for n in functions + classes]
    lines += [f"| `{n}` | a text: the version of the package |" for n in others]
    for name in functions:
        lines += ["", f"## {name}", "", *_call(name, named[name]), "", _prose(named[name])]
    for name in classes:
        lines += ["", f"## {name}", "", _prose(named[name])]
        lines += _members(named[name])
    return "\n".join(lines).rstrip() + "\n"


def _call(name: str, thing: Any) -> list[str]:
    """The signature, one parameter a line."""
    signature = inspect.signature(thing)
    shown: list[str] = []
    starred = False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            shown.append("*")
            starred = True
        shown.append(_parameter(parameter))
    result = signature.return_annotation
    after = "" if result is signature.empty else f" -> {_plain(inspect.formatannotation(result))}"
    body = [f"    {parameter}," for parameter in shown]
    return ["```python", f"{name}(", *body, f"){after}", "```"]


def _parameter(parameter: inspect.Parameter) -> str:
    text = f"{_STARS.get(parameter.kind, '')}{parameter.name}"
    if parameter.annotation is not parameter.empty:
        text += f": {_plain(inspect.formatannotation(parameter.annotation))}"
    if parameter.default is not parameter.empty:
        text += f" = {parameter.default!r}"
    return text


def _plain(text: str) -> str:
    """Annotations without the quotes that postponed ones have, and without modules."""
    return _MODULES.sub("", text.replace("'", ""))


def _first(thing: Any) -> str:
    first = _prose(thing).partition("\n\n")[0]
    return first.replace("\n", " ").replace("|", "\\|")


def _prose(thing: Any) -> str:
    return _marked(inspect.getdoc(thing) or "")


def _marked(text: str) -> str:
    """Docstrings as Markdown: double backticks and roles become single backticks."""
    text = re.sub(r":[a-z]+:`~?([^`]+)`", r"`\1`", text)
    return text.replace("``", "`")


def _members(thing: type) -> list[str]:
    """Fields, properties and methods of a class that have a name for others."""
    rows = []
    for name, kind in getattr(thing, "__annotations__", {}).items():
        if not name.startswith("_"):
            rows.append(f"| `{name}` | `{_plain(str(kind))}` |".replace(" | None", " \\| None"))
    for name, member in vars(thing).items():
        if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
            continue
        call = "" if isinstance(member, property) else "()"
        rows.append(f"| `{name}{call}` | {_first(member)} |")
    return ["", "| Member | |", "|---|---|", *rows] if rows else []
