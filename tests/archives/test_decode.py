"""Images of each format: what is seen of them, what is noticed, and what is not read."""

from __future__ import annotations

import contextlib
import io
import sys
import tracemalloc

import numpy as np
import pytest

from imgcif_map.archives import decode
from imgcif_map.archives.decode import image_of
from imgcif_map.archives.faults import Fault, Kind
from imgcif_map.archives.hdf5 import Hdf5
from imgcif_map.sources.formats.contents import format_of
from tests.support.make_image import cbf, hdf5, pixels, section, smv, tiff


def facts(data: bytes, number: int = 1) -> tuple[object, ...]:
    image = image_of(data, number, "x")
    assert not image.undecoded
    return (image.format, image.fast, image.slow, image.dtype, image.order, image.highest,
            image.at_limit, image.below_limit)  # fmt: skip


def fault(call, *arguments) -> tuple[Kind, str]:
    with pytest.raises(Fault) as caught:
        call(*arguments)
    return caught.value.kind, caught.value.message


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", ["i4", "u2"])
def test_smv(order, kind):
    image = pixels(7, 5).astype(order + kind)
    name = np.dtype(kind).name
    stated = "little_endian" if order == "<" else "big_endian"
    assert facts(smv(image)) == ("SMV", 7, 5, name, stated, 35, 0, 0)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "uint32", "int32"])
def test_tiff_and_cbf(dtype):
    image = pixels(6, 4, dtype, limit=3, below=2)
    limit = np.iinfo(dtype).max
    order = "little_endian" if image.itemsize > 1 else None
    assert facts(tiff(image)) == ("TIFF", 6, 4, dtype, order, limit, 3, 2)
    seen = facts(cbf(image))
    assert (seen[3], *seen[5:]) == (dtype, limit, 3, 2)
    assert facts(cbf(image, packed="none"))[5:] == (limit, 3, 2)


def test_real_numbers_have_no_limit():
    image = pixels(3, 2, "float32")
    image[0, 0] = np.inf
    assert facts(tiff(image)) == ("TIFF", 3, 2, "float32", "little_endian", 6.0, 0, 0)
    assert facts(cbf(image, packed="none"))[5:] == (6.0, 0, 0)


def test_the_second_image_of_a_cbf_file():
    data = cbf(pixels()) + b"\ndata_b\n_array_data.data" + section(pixels(9, 2))
    assert facts(data, 2)[1:3] == (9, 2)
    assert fault(image_of, data, 3, "x") == (Kind.FRAME, "x has no image 3")


def test_a_digest_that_is_another():
    kind, message = fault(image_of, cbf(pixels(), digest="A" * 22 + "=="), 1, "x")
    assert (kind, "MD5" in message) == (Kind.DAMAGED, True)


@pytest.mark.parametrize("make", [cbf, smv, tiff])
def test_every_cut_is_noticed(make):
    data = make(pixels(dtype="uint16"))
    last = data.rfind(b"--CIF-BINARY-FORMAT-SECTION----") + 31 if make is cbf else len(data)
    last -= 6 if make is tiff else 0  # padding, and where a next directory would be
    for end in range(1, last):
        with pytest.raises(Fault) as caught:
            image_of(data[:end], 1, "x")
        assert caught.value.kind is Kind.DAMAGED, end
    image_of(data[:last], 1, "x")


@pytest.mark.parametrize("make", [cbf, smv, tiff])
def test_no_change_of_a_byte_is_more_than_a_fault(make):
    data = bytearray(make(pixels(dtype="uint16")))
    for at in range(len(data)):
        for byte in (0, 0xFF, data[at] ^ 1):
            changed = bytes(data[:at]) + bytes([byte]) + bytes(data[at + 1 :])
            with contextlib.suppress(Fault):
                image_of(changed, 1, "x")


def test_compressed_tiff_through_fabio(monkeypatch):
    pillow = pytest.importorskip("PIL.Image")
    pytest.importorskip("fabio")
    made = io.BytesIO()
    pillow.fromarray(pixels(30, 20, "uint16", limit=4)).save(made, "TIFF", compression="tiff_lzw")
    assert facts(made.getvalue())[1:] == (30, 20, "uint16", "little_endian", 65535, 4, 0)
    monkeypatch.setitem(sys.modules, "fabio.tifimage", None)
    image = image_of(made.getvalue(), 1, "x")
    assert "fabio, which is not installed" in image.undecoded
    assert image.hint == 'pip install "imgcif-map[images]"'
    assert (image.fast, image.slow, image.dtype) == (30, 20, "uint16")


def test_formats_by_their_first_bytes():
    assert format_of(hdf5(pixels()[None])) == "HDF5"
    assert format_of(b"FORMAT :100  ") == "Bruker"
    assert format_of(b"\xd2\x04\0\0" + bytes(60) + b"mar research" + bytes(300)) == "MAR"
    assert format_of(b"") is None
    assert format_of(b"<html>") is None


@pytest.mark.parametrize("make", [smv, tiff])
def test_a_header_cannot_reserve_memory(make):
    """Sizes up to the limit that the bytes do not bear out, and beyond it."""
    data = make(pixels(dtype="uint16"))
    if make is smv:
        data = data.replace(b"SIZE1=4", b"SIZE1=4000000").replace(b"    ", b"", 1)
    else:
        data = data.replace(
            (4).to_bytes(4, "little") + b"\x01\x01", (2**24).to_bytes(4, "little") + b"\x01\x01"
        )
    tracemalloc.start()
    with pytest.raises(Fault):
        image_of(data, 1, "x")
    assert tracemalloc.get_traced_memory()[1] < 5e6
    tracemalloc.stop()


def test_a_compressed_file_is_unpacked_up_to_the_limit(tmp_path, monkeypatch):
    import gzip

    from imgcif_map.archives.places import single

    monkeypatch.setattr(decode, "MAX_FILE", 1 << 20)
    path = tmp_path / "bomb.cbf.gz"
    path.write_bytes(gzip.compress(bytes(50 << 20)))
    kind, message = fault(decode.whole, single(path), path.name)
    assert kind is Kind.TOO_LARGE
    assert "when unpacked" in message
    assert "more than 1 MiB are not read" in message


# HDF5


def opened(data: bytes) -> Hdf5:
    return Hdf5.of(data, "x.h5")


@pytest.mark.parametrize(
    "how", [{}, {"compression": "gzip", "shuffle": True}, {"chunks": (1, 2, 2)}]
)
def test_hdf5(how):
    stack = np.stack([pixels(4, 3, "uint16"), pixels(4, 3, "uint16", limit=2)])
    file = opened(hdf5(stack, "/entry/images", **how))
    first, second = file.image("/entry/images", 1), file.image("entry/images", 2)
    assert (first.fast, first.slow, first.dtype, first.highest) == (4, 3, "uint16", 12)
    assert (second.at_limit, second.below_limit) == (2, 0)
    assert fault(file.image, "/entry/images", 3)[0] is Kind.FRAME
    assert fault(file.image, "/entry/images", 0)[0] is Kind.FRAME
    file.close()


def test_usual_filters_and_what_is_said_without_them(monkeypatch):
    plugin = pytest.importorskip("hdf5plugin")
    stack = pixels(40, 30, "uint32", limit=5)[None]
    for chosen in (
        plugin.Bitshuffle(),
        plugin.LZ4(),
        plugin.Blosc(),
        plugin.Zstd(),
        plugin.Zfp(reversible=True),
    ):
        if isinstance(chosen, plugin.Zfp):
            stack = stack.astype("float32")
        image = opened(hdf5(stack, chunks=(1, 30, 40), **chosen)).image("/data", 1)
        assert not image.undecoded, chosen
        assert image.highest is not None
    data = hdf5(stack, chunks=(1, 30, 40), **plugin.Bitshuffle())
    monkeypatch.setattr("h5py.h5z.filter_avail", lambda code: code < 32000)
    monkeypatch.setitem(sys.modules, "hdf5plugin", None)
    image = opened(data).image("/data", 1)
    assert "HDF5 filter 32008 (bitshuffle), which is not installed" in image.undecoded
    assert "imgcif-map[images]" in image.hint
    assert (image.fast, image.slow) == (40, 30)


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    h5py = pytest.importorskip("h5py")
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "data.h5").write_bytes(hdf5(pixels(dtype="uint16")[None]))
    with h5py.File(inside / "master.h5", "w") as file:
        file["near"] = h5py.ExternalLink("data.h5", "/data")
        file["far"] = h5py.ExternalLink("../out/data.h5", "/data")
        file["gone"] = h5py.ExternalLink("gone.h5", "/data")
        layout = h5py.VirtualLayout((2, 3, 4), "uint16")
        layout[0] = h5py.VirtualSource("data.h5", "/data", (1, 3, 4))[0]
        layout[1] = h5py.VirtualSource("../out/data.h5", "/data", (1, 3, 4))[0]
        file.create_virtual_dataset("both", layout)
    with h5py.File(inside / "deep.h5", "w") as file:
        file["in"] = h5py.ExternalLink("data.h5", "/data")
    (inside / "sub").mkdir()
    with h5py.File(inside / "sub" / "low.h5", "w") as file:
        file["up"] = h5py.ExternalLink("../deep.h5", "/in")
        file["out"] = h5py.ExternalLink("../../out/data.h5", "/data")
    low = Hdf5.at(inside, "sub/low.h5")
    assert low.image("up", 1).highest == 12, "up, and still in the folder that was given"
    assert fault(low.image, "out", 1)[0] is Kind.UNSAFE
    assert fault(low.image, "up", 2)[0] is Kind.FRAME
    low.close()
    file = Hdf5.at(inside, "master.h5")
    assert file.image("near", 1).highest == 12
    assert fault(file.image, "far", 1)[0] is Kind.UNSAFE
    assert fault(file.image, "gone", 1)[0] is Kind.MISSING
    assert file.image("both", 1).highest == 12
    assert fault(file.image, "both", 2)[0] is Kind.UNSAFE
    file.close()
    memory = opened((inside / "master.h5").read_bytes())
    assert fault(memory.image, "near", 1)[0] is Kind.MISSING


def test_images_put_together_from_modules_are_not_put_together_here(tmp_path):
    """HDF5 would open the files of the modules itself, wherever they are."""
    h5py = pytest.importorskip("h5py")
    (tmp_path / "data.h5").write_bytes(hdf5(pixels(dtype="uint16")[None]))
    with h5py.File(tmp_path / "master.h5", "w") as file:
        layout = h5py.VirtualLayout((1, 6, 4), "uint16")
        for row in (0, 3):
            layout[:, row : row + 3] = h5py.VirtualSource("data.h5", "/data", (1, 3, 4))
        file.create_virtual_dataset("both", layout)
    file = Hdf5.at(tmp_path, "master.h5")
    image = file.image("both", 1)
    assert "put together from parts" in image.undecoded
    assert (image.fast, image.slow, image.dtype) == (4, 6, "uint16")
    file.close()


def test_virtual_data_sets_behind_links_and_in_other_folders(tmp_path):
    """The sources of a virtual data set are named relative to its own file."""
    h5py = pytest.importorskip("h5py")
    for folder, limit in (("a", 2), ("b", 0)):
        (tmp_path / folder).mkdir()
        stack = np.stack([pixels(dtype="uint16", limit=limit)] * 2)
        (tmp_path / folder / "data.h5").write_bytes(hdf5(stack))
    with h5py.File(tmp_path / "a" / "virtual.h5", "w") as file:
        layout = h5py.VirtualLayout((4, 3, 4), "uint16")
        layout[:2] = h5py.VirtualSource("data.h5", "/data", (2, 3, 4))
        layout[2:] = h5py.VirtualSource("../b/data.h5", "/data", (2, 3, 4))
        file.create_virtual_dataset("all", layout)
    with h5py.File(tmp_path / "master.h5", "w") as file:
        file["linked"] = h5py.ExternalLink("a/virtual.h5", "/all")
    for name, path in (("a/virtual.h5", "all"), ("master.h5", "linked")):
        file = Hdf5.at(tmp_path, name)
        assert [file.image(path, n).at_limit for n in (1, 2, 3, 4)] == [2, 2, 0, 0]
        file.close()


def test_chunks_and_images_that_are_too_large():
    h5py = pytest.importorskip("h5py")
    made = io.BytesIO()
    with h5py.File(made, "w") as file:
        file.create_dataset("wide", (1, 70_000, 70_000), "uint16", chunks=(1, 100, 100))
        file.create_dataset("deep", (400_000, 20, 20), "uint16", chunks=(400_000, 20, 20))
    file = opened(made.getvalue())
    kind, message = fault(file.image, "wide", 1)
    assert kind is Kind.TOO_LARGE
    assert "more than 67108864 pixels" in message
    kind, message = fault(file.image, "deep", 1)
    assert kind is Kind.TOO_LARGE
    assert "chunks of 305 MiB" in message


def test_every_cut_of_an_hdf5_file_is_noticed():
    data = hdf5(pixels(dtype="uint16")[None], compression="gzip")
    for end in range(0, len(data), 97):
        with pytest.raises(Fault) as caught:
            opened(data[:end])
        assert caught.value.kind is Kind.DAMAGED


def test_damaged_pixels_are_noticed():
    stack = np.random.default_rng(1).integers(0, 9, (1, 50, 40)).astype("uint16")
    data = bytearray(hdf5(stack, compression="gzip", chunks=(1, 50, 40)))
    at = data.find(b"\x78\x5e") if b"\x78\x5e" in data else data.find(b"\x78\x01")
    data[at + 20 : at + 60] = bytes(40)
    kind, message = fault(opened(bytes(data)).image, "/data", 1)
    assert kind is Kind.DAMAGED
    assert "cannot be read" in message
