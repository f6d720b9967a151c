"""Reads a project file: ``imgcif-map.toml`` or ``[tool.imgcif-map]`` of a ``pyproject.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from imgcif_map.errors import UsageError
from imgcif_map.findings import Severity
from imgcif_map.project.settings import Labels, Project
from imgcif_map.rules.labels import beginning

NAME, SHARED_NAME = "imgcif-map.toml", "pyproject.toml"
TABLE = "imgcif-map"
_MOST_BYTES = 1_000_000


def read_project(file: Path) -> Project | None:
    """The project that a file describes; None for a ``pyproject.toml`` without our table.

    Raises UsageError, with file, key and what is allowed, if the file cannot
    be read or says something that it must not.
    """
    try:
        data = _table(file)
        return None if data is None else _project(data, file)
    except UsageError as error:
        raise UsageError(f"{_shown(file)}: {error.message}", hint=error.hint) from None


def _project(data: Mapping[str, Any], file: Path) -> Project:
    # Most files have no project: what checks one is imported only now.
    from imgcif_map.project.schema import load, problems

    for message, hint in problems(data, load()):
        raise UsageError(message, hint=hint)
    _check_labels(data)
    folder = file.parent
    return Project(
        folder=folder,
        file=file,
        dictionaries=tuple(_path_or_name(name, folder) for name in data.get("dictionaries", ())),
        import_path=tuple(_import_path(data, folder)),
        profile=_path_or_name(data["profile"], folder) if "profile" in data else None,
        labels=Labels(
            tuple(data.get("select", ())),
            tuple(data.get("ignore", ())),
            tuple(data.get("severity", {}).items()),
        ),
        per_file_ignores=tuple((k, tuple(v)) for k, v in data.get("per-file-ignores", {}).items()),
        exclude=tuple(data.get("exclude", ())),
        fail_on=Severity(data["fail-on"]) if "fail-on" in data else None,
        format=data.get("format"),
        jobs=data.get("jobs"),
    )


def _table(file: Path) -> Mapping[str, Any] | None:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise UsageError("too large for a project file")
        raw = file.read_bytes()
    except OSError as error:
        raise UsageError(error.strerror or str(error)) from None
    shared = file.name == SHARED_NAME
    if shared and TABLE.encode() not in raw:  # nothing of ours, whatever else it may be
        return None
    import tomllib

    try:
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError("not UTF-8 text", hint="save the file as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "too deeply nested"
        raise UsageError(f"not legal TOML: {reason}") from None
    if not shared:
        return data
    tool = data.get("tool")
    ours = tool.get(TABLE) if isinstance(tool, dict) else None
    if ours is not None and not isinstance(ours, dict):
        raise UsageError(f"tool.{TABLE}: a table is needed")
    return ours


def _check_labels(data: Mapping[str, Any]) -> None:
    """Raise UsageError for a code or name that no finding has."""
    named = [(key, label) for key in ("select", "ignore") for label in data.get(key, ())]
    named += [("severity", label) for label in data.get("severity", ())]
    for pattern, labels in data.get("per-file-ignores", {}).items():
        named += [(f"per-file-ignores.{pattern}", label) for label in labels]
    for key, label in named:
        try:
            beginning(label)
        except UsageError as error:
            raise UsageError(f"{key}: {error.message}", hint=error.hint) from None


def _import_path(data: Mapping[str, Any], folder: Path) -> list[Path]:
    found = [folder / name for name in data.get("import-path", ())]
    for path in found:
        if not path.is_dir():
            raise UsageError(f"import-path: there is no folder {path}")
    return found


def _path_or_name(text: str, folder: Path) -> str:
    """A file of the project by its whole path; else the name of a packaged or installed one."""
    return str(folder / text) if "/" in text or (folder / text).is_file() else text


def _shown(file: Path) -> str:
    """The file as one would name it from here."""
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
