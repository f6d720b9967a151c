"""All rules on values at once, on any values of any type: no crash, one finding for one fault."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.cif.build import build_block, build_column, build_loop
from imgcif_map.cif.document import CifValue, Delimiter, Document
from imgcif_map.cif.reader import parse_cif
from imgcif_map.cif.writer import format_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules.catalogue import rules_of
from imgcif_map.validator import validate
from tests.rules.test_contents import VALID

TYPES = Path(__file__).parent / "data" / "types.dic"
CODES = [rule.code for rule in rules_of("ddl") if "DDL002" <= rule.code < "DDL020"]
EXCLUSIVE = ({"DDL002", "DDL003", "DDL005", "DDL010"}, {"DDL002", "DDL003", "DDL004", "DDL005"})
"""Rules of which only one can be right about a single value.

A number in quotes may be none of the states as well.
"""

TEXT = st.one_of(
    st.one_of(*VALID.values()),
    st.sampled_from(
        [".", "?", "", " 1.5 ", "nan", "1_0", "1(1)", "1.5(2)", "-1", "99", "Cu", "on"]
    ),
).filter(lambda text: text.isprintable())
SINGLE = st.builds(
    CifValue, TEXT, st.sampled_from([Delimiter.BARE, Delimiter.SINGLE, Delimiter.TEXT])
)


def listed(inside: st.SearchStrategy[CifValue]) -> st.SearchStrategy[CifValue]:
    return st.one_of(
        st.lists(inside, max_size=3).map(lambda x: CifValue("", Delimiter.LIST, tuple(x))),
        st.dictionaries(
            st.sampled_from(["a", "b c", "file", "1.0.0", "12"]), inside, max_size=2
        ).map(lambda x: CifValue("", Delimiter.TABLE, tuple(x.items()))),
    )


VALUE = st.one_of(SINGLE, st.recursive(SINGLE, listed, max_leaves=6))


NAMES = sorted(
    set(re.findall(r"'(_t\.\w+)'", TYPES.read_text("utf-8"))) - {"_t.nowhere", "_t.older"}
)
LOOP = st.integers(1, 3).flatmap(
    lambda rows: st.dictionaries(
        st.sampled_from(NAMES),
        st.lists(VALUE, min_size=rows, max_size=rows),
        min_size=1,
        max_size=3,
    )
)


@settings(deadline=None, max_examples=60)
@given(loop=LOOP)
def test_any_value_of_any_type(
    loop: dict[str, list[CifValue]], dictionaries: dict[str, Dictionary]
) -> None:
    columns = [build_column(name, values) for name, values in loop.items()]
    built = Document((build_block("x", [build_loop(columns)]),))
    written = parse_cif(format_cif(built))
    # A comma at the end of an element is reported, though it is one.
    assert {problem.code for problem in written.problems} <= {"CIF033"}
    report = validate(written, dictionaries["types"], select=[*CODES, "INT"])
    assert [f for f in report.findings if f.code == "INT001"] == []
    for codes in EXCLUSIVE:
        places = Counter(
            (str(finding.location.item), place)
            for finding in report.findings
            if finding.code in codes
            for place in finding.positions
        )
        twice = {item for (item, _), n in places.items() if n > 1}
        single = {n for n, x in loop.items() if all(v.delimiter < Delimiter.LIST for v in x)}
        assert not twice & single, report.findings
