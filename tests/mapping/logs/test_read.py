from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableInput
from imgcif_map.mapping.logs.read import is_log, read_log
from imgcif_map.sources.headers.facts import Fact


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


KEY_VALUES = {
    "log.csv": "key,value,unit\nDistance,120.5,mm\n_diffrn_source.beamline,I04\nNote,\nRuns,3\n",
    "semicolons.csv": "Key;Value\nDistance [mm];120.5\n_diffrn_source.beamline;I04\nRuns;3\n",
    "one.csv": "Distance (mm),_diffrn_source.beamline,Runs\n120.5,I04,3\n",
    "tabs.tsv": "Parameter\tValue\tUnit\nDistance\t120.5\tmm\n"
    "_diffrn_source.beamline\tI04\nRuns\t3\n",
    "log.json": '{"Distance": {"value": 120.5, "unit": "mm"}, "_diffrn_source.beamline": "I04",'
    ' "Runs": 3, "Note": null}',
    "log.yaml": "Distance: {value: 120.5, unit: mm}\n_diffrn_source.beamline: I04\nRuns: 3\n",
    "bom.csv": "\ufeffkey,value,unit\r\nDistance,120.5,mm\r\n"
    "_diffrn_source.beamline,I04\r\nRuns,3\r\n",
}


@pytest.mark.parametrize("name", KEY_VALUES)
def test_keys_and_values_in_any_form(tmp_path: Path, name: str) -> None:
    log = read_log(write(tmp_path, name, KEY_VALUES[name]))
    assert log.common == {"Distance": Fact("Distance", 120.5, "mm"), "Runs": Fact("Runs", 3)}
    assert log.names == {"_diffrn_source.beamline": Fact("_diffrn_source.beamline", "I04")}
    assert log.single == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "File,Omega [deg],Sample\nx_1.cbf,0.5,a\nx_2.cbf,1,\n"),
        ("a.json", '[{"file":"x_1.cbf","Omega":{"value":0.5,"unit":"deg"},"Sample":"a"},'
                   '{"file":"x_2.cbf","Omega":{"value":1,"unit":"deg"}}]'),
        ("a.yml", "- {image: x_1.cbf, 'Omega [deg]': 0.5, Sample: a}\n"
                  "- {image: x_2.cbf, 'Omega [deg]': 1}\n"),
    ],
)  # fmt: skip
def test_rows_of_single_images(tmp_path: Path, name: str, text: str) -> None:
    log = read_log(write(tmp_path, name, text))
    assert log.single == {
        "x_1.cbf": {"Omega": Fact("Omega", 0.5, "deg"), "Sample": Fact("Sample", "a")},
        "x_2.cbf": {"Omega": Fact("Omega", 1, "deg")},
    }


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", ",\n", "no cells that say anything"),
        ("a.csv", "a,b\n1,2\n3,4\n", "2 rows and no column that says of which image"),
        ("a.csv", "file,a\nx,1\nx,2\n", "a.csv:3: a second row for x"),
        ("a.csv", "file,a\nx,1,2\n", "a.csv:2: 3 cells below 2 headings"),
        ("a.csv", "file,a,a\nx,1,2\n", "a.csv:1: the heading 'a' stands twice"),
        ("a.csv", "key,value\na,1\na,2\n", "a.csv:3: a stands twice"),
        ("a.csv", "key,value\n,1\n", "a.csv:2: a value without a key"),
        ("a.csv", "file,a\n,1\n", "a.csv:2: no file is named"),
        ("a.csv", 'key,value\na,"1\n', "not a table"),
        ("a.csv", b"key,value\na,\xe9\n", "is not text in UTF-8 (byte 12)"),
        ("a.json", "{", "a.json:1:2"),
        ("a.json", '{"a": 1, "a": 2}', "the key 'a' stands twice"),
        ("a.json", '{"a": NaN}', "NaN is no value"),
        ("a.json", "3", "neither keys with values nor"),
        ("a.json", "[" * 100_000, "a.json"),
        ("a.json", '{"a": {"b": 1}}', "a is neither a value nor a list"),
        ("a.yaml", "a: [1\n", "a.yaml"),
        ("a.yaml", "a: !!python/object:os.system x\n", "a.yaml"),
        ("a.txt", "a 1", "is no experiment log"),
    ],
)
def test_what_is_wrong_says_where(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_log(write(tmp_path, name, text))
    assert words in caught.value.message


def test_lists_of_numbers(tmp_path: Path) -> None:
    log = read_log(write(tmp_path, "a.yaml", "Beam_xy: {value: [10.5, 20], unit: pixels}\n"))
    assert log.common["Beam_xy"] == Fact("Beam_xy", [10.5, 20], "pixels")


def test_logs_are_told_by_their_suffix() -> None:
    assert is_log(Path("a.CSV"))
    assert not is_log(Path("a.cbf"))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=80) | st.binary(max_size=80), st.sampled_from(["csv", "json", "yaml"]))
def test_anything_else_is_unreadable_or_a_log(
    tmp_path_factory, text: str | bytes, suffix: str
) -> None:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    path = write(tmp_path_factory.mktemp("l"), f"a.{suffix}", data)
    try:
        log = read_log(path)
    except UnreadableInput:
        return
    assert log.path == str(path)
