from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.headers.head import CHUNK, StreamHead, compression

PACK = {"GZ": gzip.compress, "BZ2": bz2.compress, "XZ": lzma.compress}


def head(data: bytes) -> StreamHead:
    return StreamHead("x", io.BytesIO(data), len(data))


@given(st.binary(max_size=3 * CHUNK), st.integers(0, 4 * CHUNK))
def test_the_first_bytes(data: bytes, count: int) -> None:
    assume(compression(data) is None)
    assert head(data).first(count) == data[:count]


@pytest.mark.parametrize("kind", PACK)
def test_compressed_files_are_seen_through(kind: str) -> None:
    text = b"header " * 9000 + b"END" + bytes(1000)
    found = head(PACK[kind](text))
    assert found.compression == kind
    assert found.size is None
    assert found.until(b"END", 1 << 20) == text[: text.index(b"END") + 3]


@pytest.mark.parametrize("kind", PACK)
@pytest.mark.parametrize("keep", [12, 0.5])
def test_damaged_compressed_files_are_unreadable(kind: str, keep: float) -> None:
    import random

    packed = PACK[kind](random.Random(1).randbytes(8 * CHUNK))
    cut = packed[: int(keep if keep > 1 else keep * len(packed))]
    with pytest.raises(UnreadableValue, match="x is damaged"):
        head(cut).until(b"never there", 1 << 22)


def test_a_marker_across_chunks_is_found() -> None:
    for before in range(CHUNK - 4, CHUNK + 2):
        data = b"a" * before + b"MARK" + b"b" * 100
        assert head(data).until(b"MARK", 1 << 20) == data[: before + 4]


def test_no_more_than_the_limit_is_kept() -> None:
    assert len(head(b"a" * 10 * CHUNK).until(b"MARK", 2 * CHUNK)) == 2 * CHUNK


@pytest.mark.parametrize("pack", PACK.values())
def test_a_bomb_costs_no_more_than_was_asked_for(pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(64 << 20))
    assert len(head(bomb).until(b"MARK", CHUNK)) == CHUNK
