"""How wide a report is: as the terminal, as COLUMNS says, or 80 columns."""

from __future__ import annotations

import io
import os
import struct

import pytest

from imgcif_map.cli.reports import width


@pytest.fixture(autouse=True)
def _no_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.mark.parametrize(
    ("columns", "wide"),
    [("60", 60), ("500", 120), ("0", 80), ("", 80), ("many", 80), ("-5", 80), (None, 80)],
)
def test_without_a_terminal(monkeypatch, columns, wide):
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    assert width(io.StringIO()) == wide
    assert width(None) == wide


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal")
@pytest.mark.parametrize(("columns", "wide"), [(100, 100), (240, 120), (0, 80)])
def test_on_a_terminal(monkeypatch, columns, wide):
    import fcntl
    import pty
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(follower, "w") as stream:
        assert width(stream) == wide
        monkeypatch.setenv("COLUMNS", "70")
        assert width(stream) == 70
    os.close(leader)
