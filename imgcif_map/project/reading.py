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
    data = _table(file)
    if data is None:
        return None
    # Most files have no project: what reads one is imported only now.
    from imgcif_map.project.schema import load, problems

    for message, hint in problems(data, load()):
        raise UsageError(f"{file}: {message}", hint=hint)
    _check_labels(data, file)
    folder = file.parent
    return Project(
        folder=folder,
        file=file,
        dictionaries=tuple(_path_or_name(name, folder) for name in data.get("dictionaries", ())),
        import_path=tuple(_import_path(data, file)),
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
            raise UsageError(f"{file}: too large for a project file")
        raw = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or error}") from None
    shared = file.name == SHARED_NAME
    if shared and TABLE.encode() not in raw:  # nothing of ours, whatever else it may be
        return None
    import tomllib

    try:
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{file}: not UTF-8 text", hint="save the file as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "too deeply nested"
        raise UsageError(f"{file}: not legal TOML: {reason}") from None
    if not shared:
        return data
    tool = data.get("tool")
    ours = tool.get(TABLE) if isinstance(tool, dict) else None
    if ours is not None and not isinstance(ours, dict):
        raise UsageError(f"{file}: tool.{TABLE}: a table is needed")
    return ours


def _check_labels(data: Mapping[str, Any], file: Path) -> None:
    """Raise UsageError for a code or name that no finding has."""
    named = [(key, label) for key in ("select", "ignore") for label in data.get(key, ())]
    named += [("severity", label) for label in data.get("severity", ())]
    for pattern, labels in data.get("per-file-ignores", {}).items():
        named += [(f"per-file-ignores.{pattern}", label) for label in labels]
    for key, label in named:
        try:
            beginning(label)
        except UsageError as error:
            raise UsageError(f"{file}: {key}: {error.message}", hint=error.hint) from None


def _import_path(data: Mapping[str, Any], file: Path) -> list[Path]:
    found = [file.parent / name for name in data.get("import-path", ())]
    for folder in found:
        if not folder.is_dir():
            raise UsageError(f"{file}: import-path: there is no folder {folder}")
    return found


def _path_or_name(text: str, folder: Path) -> str:
    """A file of the project by its whole path; else the name of a packaged or installed one."""
    return str(folder / text) if "/" in text or (folder / text).is_file() else text
