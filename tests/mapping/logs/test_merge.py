from __future__ import annotations

from imgcif_map.mapping.logs.merge import agree, merged
from imgcif_map.mapping.logs.model import Log
from imgcif_map.sources.headers.facts import Fact, Header


def header(file: str, *facts: Fact) -> Header:
    return Header(file, tuple((fact,) for fact in facts))


def facts(*given: Fact) -> dict[str, Fact]:
    return {fact.key: fact for fact in given}


HEADERS = [header("a/x_1.cbf", Fact("D", 0.12, "m")), header("a/x_2.cbf", Fact("D", 0.12, "m"))]


def test_common_facts_go_to_all_images_as_one_line() -> None:
    result, said = merged(HEADERS, [Log("l.csv", facts(Fact("T", 100, "K")))])
    assert [h.facts()["T"] for h in result] == [Fact("T", 100, "K")] * 2
    assert result[0].lines[-1] is result[1].lines[-1]
    assert said == []


def test_what_the_header_says_stays_and_is_compared() -> None:
    result, said = merged(HEADERS, [Log("l.csv", facts(Fact("D", 120.0, "mm")))])
    assert (result, said) == (HEADERS, [])
    result, said = merged(HEADERS, [Log("l.csv", facts(Fact("D", 125.0, "mm")))])
    assert result == HEADERS
    [remark] = said
    assert remark.kind == "conflict"
    assert remark.message == (
        "l.csv says D = 125.0 mm, the header of a/x_1.cbf 0.12 m (and in 1 more files); "
        "the header's is used"
    )


def test_rows_find_their_images_by_name_or_path() -> None:
    log = Log(
        "l.csv", single={"x_2.cbf": facts(Fact("O", 2)), "/data/a/x_1.cbf": facts(Fact("O", 1))}
    )
    result, said = merged(HEADERS, [log])
    assert [h.facts()["O"].value for h in result] == [1, 2]
    assert said == []


def test_rows_without_or_with_several_images_are_named() -> None:
    headers = [header("a/x_1.cbf"), header("b/x_1.cbf")]
    rows = {"x_1.cbf": facts(Fact("O", 1)), "x_9.cbf": facts(Fact("O", 9))}
    result, said = merged(headers, [Log("l.csv", single=rows)])
    assert result == headers
    assert [remark.message for remark in said] == [
        "1 rows of l.csv name files that are not there: x_9.cbf",
        "1 rows of l.csv fit several files: x_1.cbf",
    ]


def test_rows_are_compared_with_their_header() -> None:
    log = Log("l.csv", single={"x_1.cbf": facts(Fact("D", 0.5, "m"))})
    result, said = merged(HEADERS, [log])
    assert result == HEADERS
    assert "0.5 m" in said[0].message


def test_agreement() -> None:
    assert agree(Fact("a", 1), Fact("a", 1.00001))
    assert not agree(Fact("a", 1, "m"), Fact("a", 1, "s"))
    assert not agree(Fact("a", [1, 2]), Fact("a", 1))
    assert agree(Fact("a", " x"), Fact("a", "x "))
    assert not agree(Fact("a", "x"), Fact("a", 1))


def test_many_images() -> None:
    many = [header(f"r/x_{i:06d}.cbf", Fact("D", 0.12, "m")) for i in range(30_000)]
    rows = {f"x_{i:06d}.cbf": facts(Fact("O", i * 0.1)) for i in range(30_000)}
    result, said = merged(many, [Log("l.csv", facts(Fact("T", 100)), rows)])
    assert said == []
    assert result[-1].facts()["O"].value == 2999.9
