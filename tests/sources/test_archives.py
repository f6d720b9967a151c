"""Members of archives and folders: names, sizes, single members, and everything hostile."""

from __future__ import annotations

import contextlib
import io
import lzma
import os
import stat
import struct
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources import archivemembers, archivestream, archivetar, archivezip
from imgcif_map.sources.archives import list_archive
from tests.support.packed import KINDS, TARS, Link, add, pack
from tests.support.patience import ends

MEMBERS = {"a.h5": b"one", "run 1/ü.cbf": b"two" * 400, "empty": b""}


@pytest.mark.parametrize("kind", KINDS)
def test_names_sizes_and_content(kind: str, tmp_path: Path) -> None:
    with list_archive(pack(tmp_path / "x", kind, MEMBERS)) as listing:
        assert listing.kind == kind
        assert dict(zip(listing.names, listing.sizes, strict=True)) == {
            name: len(content) for name, content in MEMBERS.items()
        }
        assert not listing.refused
        assert not listing.doubled
        assert listing.ended
        for name in [*listing.names, *reversed(listing.names)]:
            assert listing.open_member(name, 10**6) == MEMBERS[name]
        assert listing.open_member("run 1/ü.cbf", 5) == b"twotw"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_refused(kind: str, tmp_path: Path) -> None:
    path = pack(
        tmp_path / "x", kind, {"a.h5": b"1", "l.h5": Link("a.h5"), "m": Link("/etc/passwd")}
    )
    with list_archive(path) as listing:
        assert list(listing.names) == ["a.h5"]
        assert dict(listing.refused) == {"l.h5": "a link", "m": "a link"}
        with pytest.raises(UnreadableValue, match=r"'l\.h5' in .*: it is a link"):
            listing.open_member("l.h5", 9)
        with pytest.raises(UnreadableValue, match="no such file"):
            listing.open_member("../a.h5", 9)


@pytest.mark.parametrize("kind", ["ZIP", *TARS])
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/etc/passwd", "named absolutely"),
        ("C:/x.h5", "named absolutely"),
        ("../x.h5", "named outside the archive"),
        ("a/../../x.h5", "named outside the archive"),
        ("a\\..\\x.h5", "named outside the archive"),
        ("a\nb.h5", "characters that no CIF file can hold"),
        ("n" * 5000, "more than 4096 characters"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(
    kind: str, name: str, why: str, tmp_path: Path
) -> None:
    listing = list_archive(pack(tmp_path / "x", kind, {name: b"1", "..a/b..h5": b"2"}))
    assert list(listing.names) == ["..a/b..h5"]
    ((shown, reason),) = listing.refused.items()
    assert why in reason
    assert len(shown) < 250
    assert shown.isprintable()


def test_devices_and_hard_links_in_tar_files(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        for flag in (tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo(f"t{flag.decode()}")
            info.type, info.linkname = flag, "a"
            tar.addfile(info)
        info = tarfile.TarInfo("folder")
        info.type = tarfile.DIRTYPE
        tar.addfile(info)
        add(tar, "a", b"1")
    listing = list_archive(tmp_path / "x.tar")
    assert list(listing.names) == ["a"]
    assert dict(listing.refused) == {
        "t1": "a link", "t3": "no regular file", "t4": "no regular file", "t6": "no regular file",
    }  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_links_in_folders(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    os.mkfifo(tmp_path / "f" / "pipe")
    (tmp_path / "f" / "loop").symlink_to(tmp_path)
    listing = list_archive(tmp_path / "f")
    assert dict(listing.refused) == {"loop": "a link", "pipe": "no regular file"}
    with pytest.raises(UnreadableInput, match="neither a regular file nor a folder"):
        list_archive(tmp_path / "f" / "pipe")


def test_a_file_that_becomes_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"s")
    path = pack(tmp_path / "f", "folder", {"a": b"1"})
    listing = list_archive(path)
    (path / "a").unlink()
    (path / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(UnreadableValue):
        listing.open_member("a", 9)


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "ZIP", {"a": b"1"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert dict(list_archive(path).refused) == {"a": "encrypted"}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_in_every_form_of_tar(form: int, tmp_path: Path) -> None:
    names = ["p" * 90 + "/" + "n" * 60, "./a", "ü/b.h5", "x" * 100]
    if form != tarfile.USTAR_FORMAT:
        names.append("/".join(["q" * 99] * 20))
    path = pack(tmp_path / "x", "TAR", {n: n.encode()[:3] for n in names}, format=form)
    with list_archive(path) as listing:
        assert list(listing.names) == names
        assert [listing.open_member(n, 99) for n in names] == [n.encode()[:3] for n in names]


def test_a_name_twice_means_the_last_member(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        for content in (b"old", b"between", b"newer"):
            add(tar, "b" if content == b"between" else "a", content)
    with list_archive(tmp_path / "x.tar") as listing:
        assert list(listing.names) == ["a", "b"]
        assert listing.doubled == {"a"}
        assert list(listing.sizes) == [5, 7]
        assert listing.open_member("a", 9) == b"newer"


def test_sizes_beyond_octal_numbers(tmp_path: Path) -> None:
    """GNU base-256 and pax sizes; the data is a hole in the file."""
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        path = tmp_path / f"x{form}.tar"
        info = tarfile.TarInfo("big")
        info.size = 9 * 2**30
        head = info.tobuf(form)
        with path.open("wb") as file:
            file.write(head)
            file.truncate(len(head) + info.size)
            file.seek(0, os.SEEK_END)
            file.write(tarfile.TarInfo("after").tobuf() + bytes(1024))
        listing = list_archive(path)
        assert dict(zip(listing.names, listing.sizes, strict=True)) == {
            "big": info.size,
            "after": 0,
        }


def test_sparse_members_are_listed_but_not_opened(tmp_path: Path) -> None:
    info = tarfile.TarInfo("holes")
    info.type, info.size = b"S", 512
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[482] = 1  # an extension follows
    block[483:495] = b"%011o\0" % 10**6
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    rest = bytes(512) + b"d" * 512 + tarfile.TarInfo("after").tobuf() + bytes(1024)
    (tmp_path / "x.tar").write_bytes(bytes(block) + rest)
    with list_archive(tmp_path / "x.tar") as listing:
        assert dict(zip(listing.names, listing.sizes, strict=True)) == {"holes": 10**6, "after": 0}
        with pytest.raises(UnreadableValue, match="sparse"):
            listing.open_member("holes", 9)


@pytest.mark.parametrize("kind", ["ZIP", *TARS])
def test_truncated_archives(kind: str, tmp_path: Path) -> None:
    members = {f"m{n}": os.urandom(3000) for n in range(20)}
    whole = pack(tmp_path / "x", kind, members)
    data = whole.read_bytes()
    for length in (len(data) // 3 + 7, len(data) // 2, 700):
        whole.write_bytes(data[:length])
        with pytest.raises(UnreadableInput, match="damaged or truncated"):
            list_archive(whole)


@pytest.mark.parametrize("kind", ["ZIP", *TARS])
def test_an_archive_damaged_after_it_was_listed(kind: str, tmp_path: Path) -> None:
    members = {f"m{n}": os.urandom(3000) for n in range(20)}
    path = pack(tmp_path / "x", kind, members)
    listing = list_archive(path)
    path.write_bytes(path.read_bytes()[:900])
    with listing, pytest.raises(UnreadableValue, match=r"m19|damaged"):
        listing.open_member("m19", 10)


def test_a_tar_file_without_end_mark_is_listed_and_said_to_have_none(tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "TAR", {"a": b"1" * 512})
    path.write_bytes(path.read_bytes()[:1024])
    listing = list_archive(path)
    assert list(listing.names) == ["a"]
    assert not listing.ended


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"", "is empty"),
        (b"CIF" * 400, "is no archive"),
        (b"\x28\xb5\x2f\xfd" + bytes(600), "a Zstandard file"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(600), "a 7z file"),
        (b"\x89HDF\r\n\x1a\n" + bytes(600), "a HDF5 file"),
        (b"\x1f\x8b" + bytes(600), "damaged or truncated"),
        (b"BZh" + bytes(600), "damaged or truncated"),
        (b"\xfd7zXZ\x00" + bytes(600), "damaged or truncated"),
        (b"PK\x03\x04" + bytes(600), "damaged or truncated"),
    ],
)
def test_files_that_are_no_archives(start: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(start)
    with pytest.raises(UnreadableInput, match=words):
        list_archive(tmp_path / "x")


def test_one_compressed_file_is_no_tar_archive(tmp_path: Path) -> None:
    (tmp_path / "a.cbf.xz").write_bytes(lzma.compress(b"###CBF" * 1000))
    with pytest.raises(UnreadableInput, match="holds no tar archive"):
        list_archive(tmp_path / "a.cbf.xz")
    with pytest.raises(UnreadableInput, match="no such"):
        list_archive(tmp_path / "nothing")


def test_empty_archives(tmp_path: Path) -> None:
    for kind in KINDS:
        assert list(list_archive(pack(tmp_path / f"e{kind}", kind, {})).names) == []


def test_xz_streams_one_after_the_other(tmp_path: Path) -> None:
    data = pack(tmp_path / "x", "TAR", MEMBERS).read_bytes()
    path = tmp_path / "y.tar.xz"
    path.write_bytes(
        b"".join(lzma.compress(data[at : at + 700]) for at in range(0, len(data), 700))
    )
    assert list(list_archive(path).names) == list(MEMBERS)


def test_xz_that_wants_much_memory_is_refused(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 2**30}]
    data = lzma.compress(tarfile.TarInfo("a").tobuf() + bytes(1024), filters=filters)
    (tmp_path / "x.tar.xz").write_bytes(data)
    with pytest.raises(UnreadableInput, match=r"[Mm]emory"):
        list_archive(tmp_path / "x.tar.xz")


def test_what_expands_without_end_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(archivestream, "FREE", 2**20)
    monkeypatch.setattr(archivestream, "MAX_EXPANSION", 100)
    path = pack(tmp_path / "x", "TBZ", {"a": bytes(20 * 2**20)})
    with pytest.raises(UnreadableInput, match="expands more than 100 times"):
        list_archive(path)


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_of_members_is_bounded(kind: str, tmp_path: Path, monkeypatch) -> None:
    for module in (archivemembers, archivezip):
        monkeypatch.setattr(module, "MAX_MEMBERS", 10)
    with pytest.raises(UnreadableInput, match="more than 10 members"):
        list_archive(pack(tmp_path / "x", kind, {f"m{n}": b"" for n in range(11)}))


def test_the_length_of_all_names_is_bounded(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(archivemembers, "MAX_NAMES", 100)
    with pytest.raises(UnreadableInput, match="names of its members are too long"):
        list_archive(pack(tmp_path / "x", "TAR", {f"{n}" * 60: b"" for n in range(2)}))


def test_a_header_larger_than_any_name_is_refused_unread(tmp_path: Path) -> None:
    info = tarfile.TarInfo("long")
    info.type, info.size = b"L", 2**33
    (tmp_path / "x.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(2048))
    with pytest.raises(UnreadableInput, match="larger than any name"):
        list_archive(tmp_path / "x.tar")


def test_a_zip_directory_of_any_size_is_not_read(tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "ZIP", {"a": b"1"})
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, len(data) - 10, 2**31)
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match="too large"):
        list_archive(path)


def test_names_in_zip_files_that_are_not_labelled_as_utf8(tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "ZIP", {"ü.h5": b"1"})
    data = path.read_bytes()
    for at in (data.rindex(b"PK\x01\x02") + 8, data.index(b"PK\x03\x04") + 6):
        data = data[:at] + bytes((data[at], data[at + 1] & ~8)) + data[at + 2 :]
    path.write_bytes(data)
    with list_archive(path) as listing:
        assert list(listing.names) == ["ü.h5"]
        assert listing.open_member("ü.h5", 9) == b"1"


@pytest.mark.parametrize("kind", TARS[1:])
def test_members_in_order_are_read_in_one_pass(kind: str, tmp_path: Path, monkeypatch) -> None:
    members = {f"m{n}": bytes([n]) * 5000 for n in range(30)}
    listing = list_archive(pack(tmp_path / "x", kind, members))
    opened = []
    real = archivetar.TarStream

    def counted(*arguments):
        opened.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(archivetar, "TarStream", counted)
    with listing:
        for name, content in members.items():
            assert listing.open_member(name, 3) == content[:3]
        assert len(opened) == 1
        listing.open_member("m0", 3)
        assert len(opened) == 2


def test_data_is_passed_over_without_being_held(tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "TGZ", {"a": bytes(100 * 2**20), "b": b"1"})
    tracemalloc.start()
    try:
        with list_archive(path) as listing:
            assert listing.open_member("b", 9) == b"1"
        assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["ZIP", "TGZ"])
def test_a_hundred_thousand_members(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    names = [f"run/image_{n:06}.cbf" for n in range(100_000)]
    if kind == "ZIP":
        with zipfile.ZipFile(path, "w") as made:
            for name in names:
                made.writestr(name, b"")
    else:
        with tarfile.open(path, "w:gz", compresslevel=1) as tar:
            for name in names:
                tar.addfile(tarfile.TarInfo(name))
    with ends():
        listing = list_archive(path)
    assert list(listing.names) == names


SPECIAL = ["a", "./a", "../a", "/a", "a/", "A", "b/a"]
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(
        NAMES | st.sampled_from(["a", "./a", "../a", "/a", "a/", "A", "b/a"]), max_size=8
    )
)
def test_any_names_are_listed_or_refused(names: list[str], tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("any") / "x.tar"
    with tarfile.open(path, "w") as tar:
        for name in names:
            add(tar, name, b"1")
    with list_archive(path) as listing:
        kept = list(listing.names)
        assert len(kept) == len(set(kept))
        assert set(kept) <= set(names)
        assert all(listing.open_member(name, 9) == b"1" for name in kept)
        if not any(name.endswith("/") for name in names):
            lost = set(names) - set(kept)
            assert len(lost) >= len(listing.refused)
            assert bool(lost) == bool(listing.refused)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.parametrize("kind", ["ZIP", *TARS])
def test_any_damage_is_one_clear_error_or_none(kind: str, data, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("damage")
    members = {"a/b.h5": b"x" * 700, "l": Link("a"), "n" * 150: b"y"}
    path = pack(folder / "x", kind, members, **({} if kind == "ZIP" else {"format": 1}))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    with contextlib.suppress(UnreadableInput), list_archive(path) as listing:
        for name in listing.names:
            with contextlib.suppress(UnreadableValue):
                assert len(listing.open_member(name, 100)) <= 100


def test_old_headers_without_a_magic_word(tmp_path: Path) -> None:
    block = bytearray(512)
    block[:4] = b"a.h5"
    block[100:136] = b"0000644\0" + b"0000000\0" * 2 + b"00000000003\0"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    (tmp_path / "x").write_bytes(bytes(block) + b"abc" + bytes(509 + 1024))
    with list_archive(tmp_path / "x") as listing:
        assert (listing.kind, list(listing.names)) == ("TAR", ["a.h5"])
        assert listing.open_member("a.h5", 9) == b"abc"


def test_permissions(tmp_path: Path) -> None:
    path = pack(tmp_path / "x", "TAR", {"a": b""})
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("permissions do not bind this user")
    with pytest.raises(UnreadableInput, match="cannot read"):
        list_archive(path)
    path.chmod(stat.S_IRUSR)


def test_pax_names_are_those_the_standard_library_reads(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        info = tarfile.TarInfo("short")
        info.pax_headers = {"path": "a/long name of a pax header.h5", "comment": "é" * 300}
        tar.addfile(info)
    (tmp_path / "x").write_bytes(stream.getvalue())
    with tarfile.open(tmp_path / "x") as tar:
        assert list(list_archive(tmp_path / "x").names) == tar.getnames()
