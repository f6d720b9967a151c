"""Headers read by declared layouts, and EDF through fabio: variants, damage, any bytes."""

from __future__ import annotations

import gzip
import io
import logging
import struct
import sys
from functools import cache
from importlib import import_module, resources
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.formats import fabio as through_fabio
from imgcif_map.sources.gather import open_all
from imgcif_map.sources.headers.facts import Contents, Reader
from imgcif_map.sources.headers.head import StreamHead
from imgcif_map.sources.headers.layout import TYPES, load_layout
from imgcif_map.sources.registry import FORMATS, format_of
from tests.support import make_binary as make

GOOD = {
    "marccd": make.marccd(),
    "mar345": make.mar345(),
    "bruker": make.bruker(),
    "rod": make.rod(omega=(10.0, 10.5)),
    "edf": make.edf(),
}
MODULES = {f.name: f.module for f in FORMATS}


def reader(name: str) -> Reader:
    made: Reader = import_module(MODULES[name]).reader()
    return made


shared_reader = cache(reader)
"""One per format, as in a conversion."""


def read(name: str, data: bytes) -> Contents:
    return reader(name)(StreamHead("x.img", io.BytesIO(data), len(data)))


def facts(name: str, data: bytes) -> dict[str, object]:
    return {fact.key: fact for line in read(name, data).lines for fact in line}


def values(name: str, data: bytes) -> dict[str, object]:
    return {key: fact.value for key, fact in facts(name, data).items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", GOOD)
def test_recognised_by_first_bytes(name: str) -> None:
    found = format_of(GOOD[name][: 1 << 14])
    assert found is not None
    assert found.name == name


def test_others_are_not_taken_for_them() -> None:
    assert format_of(b"II*\0" + bytes(5000)) is None
    assert format_of(struct.pack("<i", 1234) + bytes(5000)) is None
    assert format_of(b"FORMAT :85" + bytes(100)) is None
    assert format_of(b'{"ByteOrder": 1}') is None
    smv = format_of(b"{\nHEADER_BYTES=  512;\nDIM=2;\nBYTE_ORDER=little_endian;\n}")
    assert smv is not None
    assert smv.name == "smv"


@pytest.mark.parametrize("name", [n for n in GOOD if n != "edf"])
def test_layouts_make_sense(name: str) -> None:
    layout = load_layout(name)
    names = [entry.name for entry in layout.fields]
    assert len(names) == len(set(names))
    spans = []
    for entry in layout.fields:
        wide = entry.count if entry.type == "text" else struct.calcsize(f"<{TYPES[entry.type]}")
        spans.append((entry.offset, entry.offset + wide, entry.name))
        assert entry.by is None or entry.by in names
    spans.sort()
    for (_, end, first), (start, _, second) in pairwise(spans):
        assert end <= start, f"{first} and {second} overlap"
    assert not spans or isinstance(layout.header, int)
    assert not spans or spans[-1][1] <= layout.header  # type: ignore[operator]
    assert set(sum(layout.differences.values(), ())) <= set(names)


def test_every_layout_is_a_format() -> None:
    folder = resources.files("imgcif_map.sources.layouts")
    found = {Path(f.name).stem for f in folder.iterdir() if f.name.endswith(".yaml")}
    assert found == {"marccd", "mar345", "bruker", "rod"}


@pytest.mark.parametrize("order", ["<", ">"])
def test_marccd_in_both_orders(order: str) -> None:
    found = facts("marccd", make.marccd({"start_phi": -12_345, "polarization_x": 7}, order=order))
    assert found["start_phi"] == ("start_phi", -12.345, "deg", None, None)
    assert found["xtal_to_detector"][1:3] == (150_250, "um")  # type: ignore[index]
    assert found["source_wavelength"][1:3] == (97_934, "fm")  # type: ignore[index]
    assert found["pixelsize_x"][1:3] == (79_346, "nm")  # type: ignore[index]
    assert found["beam_x"][1] == 19.5  # type: ignore[index]
    assert found["acquire_timestamp"][1] == "2007-06-26T09:43:09"  # type: ignore[index]


def test_marccd_without_order_flag_goes_by_the_tiff_header() -> None:
    assert values("marccd", make.marccd({"order": 0}, order=">"))["nfast"] == 40
    with pytest.raises(UnreadableValue, match="in which order"):
        read("marccd", b"XXXX" + make.marccd({"order": 0})[4:])
    assert values("marccd", make.marccd({"acquired": b"yesterday"}))["acquire_timestamp"] == (
        "yesterday"
    )


@pytest.mark.parametrize("order", ["<", ">"])
def test_mar345_in_both_orders(order: str) -> None:
    found = values("mar345", make.mar345({"phi_start": 1500, "phi_end": 3000}, order=order))
    assert found["wavelength"] == 1.5418
    assert (found["phi_start"], found["phi_turn"]) == (1.5, 1.5)
    assert (found["CENTER_X"], found["CENTER_Y"]) == (19.5, 20.25)
    assert found["GENERATOR"] == "SEALED TUBE  kV 40.0  mA 50.0"


def test_mar345_repeated_lines_are_all_kept() -> None:
    data = make.mar345(text={"REMARK": "one".ljust(48) + "\nREMARK         two"})
    assert values("mar345", data)["REMARK"] == "one two"


def test_bruker_lines() -> None:
    found = values("bruker", make.bruker({"SITE": "a place, 20 \xb0C", "TITLE": "x: y"}))
    assert found["SITE"] == "a place, 20 \xb0C"
    assert found["TITLE"] == "x: y"
    assert found["ANGLES_chi"] == 54.7
    assert found["DISTANC_sensor"] == 5.2
    assert found["DETTYPE_name"] == "CMOS-PHOTONII"
    assert "DISTANC_sensor" not in values("bruker", make.bruker({"DISTANC": "5.0"}))
    with pytest.raises(UnreadableValue, match="by its own account"):
        read("bruker", make.bruker({"HDRBLKS": "999999"}))


def test_rod_motor_steps_are_degrees() -> None:
    found = facts("rod", make.rod(omega=(-10.25, -9.75), kappa=(134.0, 134.0)))
    assert found["start_omega"][1:3] == (-10.25, "deg")  # type: ignore[index]
    assert found["turn_omega"][1] == 0.5  # type: ignore[index]
    assert found["start_kappa"][1] == 134.0  # type: ignore[index]
    assert found["TIME"][1] == "Tue Jun 26 09:43:09 2007"  # type: ignore[index]
    assert found["NX"][1] == 40  # type: ignore[index]


def test_rod_with_other_sections_is_refused() -> None:
    with pytest.raises(UnreadableValue, match="this layout is not known"):
        read("rod", GOOD["rod"].replace(b"NK=   1024", b"NK=   2048"))


def test_numbers_that_are_none_are_said() -> None:
    found = facts("rod", make.rod({"distance": float("nan")}))
    assert found["distance"].problem == "distance is not a finite number"  # type: ignore[attr-defined]


def test_edf_lists_and_line_ends() -> None:
    for newline in ("\n", "\r\n"):
        found = values("edf", make.edf(newline=newline))
        assert (found["motor/omega"], found["counter/mon"]) == (10.0, 1000)
        assert found["Dim_1"] == 40
        assert "motor_mne" not in found
    odd = read("edf", make.edf({"motor_pos": "1.0"}))
    assert odd.problems == ("2 names in motor_mne, 1 values in motor_pos",)


def test_edf_general_block_is_read_with_the_header() -> None:
    general = b"{\nEDF_DataFormatVersion = 2.40 ;\nEDF_BinarySize = 0 ;\nflag = 7 ;\n}\n"
    found = values("edf", general + make.edf())
    assert (found["flag"], found["Dim_2"]) == (7, 30)


def test_what_fabio_drops_is_a_problem_and_not_on_the_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    data = make.edf({"title": "\xb5"})
    assert "Drop" in read("edf", data).problems[0]
    assert capfd.readouterr() == ("", "")
    assert not logging.getLogger("fabio").handlers or logging.getLogger("fabio").propagate


def test_sizes_that_lead_back_into_the_header_end() -> None:
    for size in range(-1100, 2, 7):
        data = make.edf({"Size": str(size)})
        try:
            read("edf", data)
        except UnreadableValue:
            continue


def test_several_images_in_one_edf_file() -> None:
    assert "more than one image" in read("edf", make.edf() * 2).problems[0]


def test_names_in_a_header_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {"EDF_BinaryFileName": "secret.bin", "EDF_BinaryFileSize": "2400"}
    (tmp_path / "a.edf").write_bytes(make.edf(keys))
    (tmp_path / "secret.bin").write_bytes(bytes(2400))
    monkeypatch.chdir(tmp_path)
    before = {p: p.stat().st_atime_ns for p in tmp_path.iterdir()}
    monkeypatch.setattr("os.path.exists", lambda path: pytest.fail(f"looked for {path}"))
    assert values("edf", make.edf(keys))["EDF_BinaryFileName"] == "secret.bin"
    assert set(before) == set(tmp_path.iterdir())
    assert before[tmp_path / "secret.bin"] == (tmp_path / "secret.bin").stat().st_atime_ns


def test_without_fabio_the_user_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fabio.edfimage", None)
    (tmp_path / "a.edf").write_bytes(make.edf())
    with pytest.raises(UnreadableInput) as caught:
        open_all([tmp_path / "a.edf"])
    assert caught.value.hint == 'pip install "imgcif-map[images]"'
    assert "fabio" in caught.value.message


def test_whatever_fabio_raises_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def readheader(self, file: object) -> None:
            raise RecursionError

    monkeypatch.setattr(through_fabio, "_class", lambda module, name: Broken)
    with pytest.raises(UnreadableValue, match="RecursionError"):
        read("edf", make.edf())


@pytest.mark.parametrize("name", GOOD)
def test_equal_values_are_one_object(name: str) -> None:
    read_one = reader(name)
    first, second = (read_one(StreamHead("x", io.BytesIO(GOOD[name]))).lines for _ in range(2))
    assert all(a is b for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("name", GOOD)
def test_no_pixels_are_needed(name: str) -> None:
    data = GOOD[name]
    short = read(name, data[:5120])
    assert [f for line in short.lines for f in line] == [
        f for line in read(name, data).lines for f in line
    ]


@pytest.mark.parametrize(("name", "size"), [("marccd", 2000), ("mar345", 3000), ("rod", 1500)])
def test_a_file_that_ends_in_its_header(name: str, size: int) -> None:
    with pytest.raises(UnreadableValue, match=f"ends in its header: {size} of"):
        read(name, GOOD[name][:size])


@pytest.mark.parametrize("name", GOOD)
def test_compressed_files_are_read_in_place(name: str, tmp_path: Path) -> None:
    path = tmp_path / "run_0001.img.gz"
    path.write_bytes(gzip.compress(GOOD[name]))
    [source] = open_all([path])
    assert source.format == name


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=150, deadline=None)
@given(noise=st.binary(max_size=60), at=st.integers(0, 4200), cut=st.integers(0, 5000))
def test_any_bytes_are_read_or_refused(name: str, noise: bytes, at: int, cut: int) -> None:
    good = GOOD[name]
    read_one = shared_reader(name)
    for data in (noise, good[:cut], good[:at] + noise + good[at + len(noise) :], good[:at] + noise):
        try:
            contents = read_one(StreamHead("x.img", io.BytesIO(data), len(data)))
        except UnreadableValue:
            continue
        assert all(fact.key for line in contents.lines for fact in line)
        assert contents.needed is None or contents.needed > 0
