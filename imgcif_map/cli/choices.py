"""Words that options take, apart from the options: nothing here needs the command-line parser."""

from __future__ import annotations

from enum import StrEnum


class TextOrJson(StrEnum):
    """``--format`` of most commands."""

    TEXT = "text"
    JSON = "json"


class ReportFormat(StrEnum):
    """``--format`` of commands that check files."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    HTML = "html"


class TestFormat(StrEnum):
    """``--format`` of ``mapping test``."""

    __test__ = False

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    GITHUB = "github"


class FailOn(StrEnum):
    """``--fail-on``: the least severity that gives exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Target(StrEnum):
    """``--to`` of ``convert``."""

    IMGCIF = "imgcif"
    NEXUS = "nexus"
