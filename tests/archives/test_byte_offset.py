"""The byte-offset compression of CBF against a pixel-by-pixel writer and fabio."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.archives import byteoffset
from imgcif_map.archives.byteoffset import unpack
from tests.support.make_image import byte_offset

EDGES = [0, 127, 128, -127, -128, 32767, 32768, -32767, -32768, 2**31 - 1, -(2**31)]
VALUES = st.lists(
    st.one_of(st.sampled_from(EDGES), st.integers(-(2**31), 2**31 - 1), st.integers(-200, 200)),
    min_size=1,
    max_size=60,
)


@given(VALUES, st.sampled_from([1, 3, 16, 1 << 22]))
def test_what_is_packed_is_unpacked(values, piece):
    image = np.array(values, np.int32)
    before = byteoffset._PIECE
    byteoffset._PIECE = piece
    try:
        assert unpack(byte_offset(image), len(image), "int32").tolist() == values
    finally:
        byteoffset._PIECE = before


@given(VALUES, st.integers(1, 20), st.sampled_from([1, 3, 1 << 22]))
def test_whatever_is_cut_off_is_noticed(values, cut, piece):
    data = byte_offset(np.array(values, np.int32))
    before = byteoffset._PIECE
    byteoffset._PIECE = piece
    try:
        with pytest.raises(ValueError, match=f"of {len(values)} pixels"):
            unpack(data[: max(0, len(data) - cut)], len(values), "int32")
    finally:
        byteoffset._PIECE = before


@given(st.binary(max_size=200), st.integers(1, 50))
def test_no_bytes_do_harm(data, count):
    try:
        assert len(unpack(data, count, "int16")) == count
    except ValueError:
        assert len(data) < 15 * count


def test_as_fabio_packs_it():
    compression = pytest.importorskip("fabio.compression")
    image = np.random.default_rng(5).poisson(40, 300_000).astype(np.int32)
    image[::997] = 100_000
    packed = bytes(compression.compByteOffset(image))
    assert packed == byte_offset(image)
    assert (unpack(packed, image.size, "int32") == image).all()


def test_unsigned_values_beyond_the_signed_ones():
    image = np.array([2**32 - 1, 0, 5, 2**32 - 2], np.uint32)
    assert (unpack(byte_offset(image), 4, "uint32") == image).all()
