"""The findings on such comments themselves, for findings and pages."""

from __future__ import annotations

from imgcif_map.findings import Severity
from imgcif_map.rules.codes import Page

UNUSED = Page(
    "SUP001",
    "unused-suppression",
    Severity.NOTE,
    summary="A comment keeps out a finding that is not there.",
    what="A comment `# imgcif-map: ignore …` names a code, and no finding with that code stands "
    "where the comment applies. Codes that were not looked for are not reported here: those that "
    "are ignored anyway, and those that need a profile where none is given.",
    why="The fault has been mended, or the comment has lost its place. Left as it is, it would "
    "hide the next fault of that kind.",
    fails="# imgcif-map: ignore DDL010 -- written so by the instrument\n"
    "loop_\n  _axis.id\n  _axis.type\n    omega rotation\n",
    passes="# imgcif-map: ignore DDL010 -- written so by the instrument\n"
    "loop_\n  _axis.id\n  _axis.type\n    omega rotaton\n",
    hint="Remove the comment, or the code from it.",
    since="0.1.0",
)
MALFORMED = Page(
    "SUP002",
    "faulty-suppression",
    Severity.WARNING,
    summary="A comment to keep findings out cannot be understood.",
    what="A comment that begins with `# imgcif-map:` says something else than `ignore`, "
    "`ignore-block` or `ignore-file` and one or more codes, families of codes or names of rules; "
    "or one of them does not exist. What can be understood of it is heeded.",
    why="It keeps out nothing, or less than was meant.",
    fails="_axis.id omega # imgcif-map: ignore DDL999\n_axis.type rotation\n",
    passes="_axis.id omega # any other comment\n_axis.type rotation\n",
    hint="Write `# imgcif-map: ignore DDL010 -- the reason`.",
    since="0.1.0",
)
CODES = (UNUSED, MALFORMED)
