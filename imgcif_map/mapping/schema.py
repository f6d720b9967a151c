"""Temporary."""

from typing import Any


def check_schema(root: Any) -> None:
    """Nothing yet."""
