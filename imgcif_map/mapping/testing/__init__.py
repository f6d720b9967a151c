"""Runs the tests that mapping files carry and says what differs, where and why."""

from __future__ import annotations

from imgcif_map.mapping.testing.compare import values_of
from imgcif_map.mapping.testing.model import Problem, TestResult
from imgcif_map.mapping.testing.run import run_mapping_tests

__all__ = ["Problem", "TestResult", "run_mapping_tests", "values_of"]
