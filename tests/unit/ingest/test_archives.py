"""Archives are unpacked within limits."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.formats.archives import GZIP, MAX_MEMBER_BYTES, MAX_MEMBERS, ZIP, unpacked
from services.ingest.domain.items import UnreadableDocument


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_what_is_not_packed_comes_as_it_is() -> None:
    assert list(unpacked(b"<rss/>")) == [("", b"<rss/>")]


def test_a_gzip_file_of_several_parts_is_one_document() -> None:
    assert list(unpacked(gzip.compress(b"<rss>") + gzip.compress(b"</rss>"))) == [("", b"<rss></rss>")]


def test_a_zip_archive_gives_its_files_without_the_folders() -> None:
    assert list(unpacked(zipped({"day/": b"", "day/a.xml": b"<a/>", "b.json": b"{}"}))) == [
        ("day/a.xml", b"<a/>"),
        ("b.json", b"{}"),
    ]


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped({"bomb.xml": content})], ids=["gzip", "zip"])
def test_a_file_that_grows_as_no_text_does_is_a_bomb(pack: object) -> None:
    assert callable(pack)
    with pytest.raises(UnreadableDocument, match="grows more than 200 times"):
        list(unpacked(pack(b"\0" * (MAX_MEMBER_BYTES // 2))))


def test_a_file_larger_than_a_document_may_be_is_refused() -> None:
    noise = bytes(range(256)) * (MAX_MEMBER_BYTES // 256 + 1)
    with pytest.raises(UnreadableDocument, match="16,777,216 bytes"):
        list(unpacked(zipped({"a": noise}, zipfile.ZIP_STORED)))


def test_many_files_within_their_limits_are_a_bomb_together() -> None:
    content = bytes(range(256)) * (MAX_MEMBER_BYTES // 256)
    with pytest.raises(UnreadableDocument, match="more than 67,108,864 bytes"):
        list(unpacked(zipped({str(number): content for number in range(5)}, zipfile.ZIP_STORED)))


def test_too_many_files_are_refused_before_any_is_unpacked() -> None:
    with pytest.raises(UnreadableDocument, match="more than 1000"):
        next(unpacked(zipped(dict.fromkeys(map(str, range(MAX_MEMBERS + 1)), b""))))
    with pytest.raises(UnreadableDocument, match="more than 1000"):
        next(unpacked(gzip.compress(b"") * (MAX_MEMBERS + 1)))


@pytest.mark.parametrize("inner", [gzip.compress(b"<a/>"), zipped({"a": b"b"})], ids=["gzip", "zip"])
def test_an_archive_in_an_archive_is_not_opened(inner: bytes) -> None:
    for outer in (gzip.compress(inner), zipped({"inner": inner})):
        with pytest.raises(UnreadableDocument, match="only one level is read"):
            list(unpacked(outer))


def test_methods_that_ask_for_much_memory_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="pack it by deflate"):
        list(unpacked(zipped({"a": b"b" * 100}, zipfile.ZIP_LZMA)))


def test_an_encrypted_file_is_refused() -> None:
    raw = bytearray(zipped({"a": b"b"}))
    for at in (6, raw.index(b"PK\x01\x02") + 8):
        raw[at] |= 1
    with pytest.raises(UnreadableDocument, match="a is encrypted"):
        list(unpacked(bytes(raw)))


@pytest.mark.parametrize("whole", [gzip.compress(b"<rss/>" * 5), zipped({"a.xml": b"<rss/>" * 5})], ids=["gzip", "zip"])
def test_an_archive_cut_off_anywhere_is_refused(whole: bytes) -> None:
    for end in range(4, len(whole)):
        with pytest.raises(UnreadableDocument):
            list(unpacked(whole[:end]))


@given(st.sampled_from([GZIP + b"\x08", ZIP]), st.binary(max_size=200))
def test_any_bytes_are_unpacked_or_refused(start: bytes, rest: bytes) -> None:
    try:
        assert all(isinstance(content, bytes) for _, content in unpacked(start + rest))
    except UnreadableDocument as error:
        assert str(error)


@given(st.integers(0, 150), st.integers(0, 255))
def test_an_archive_with_a_wrong_byte_is_unpacked_or_refused(at: int, byte: int) -> None:
    raw = bytearray(zipped({"a.xml": b"<rss/>" * 5, "b": b"{}"}))
    raw[at] = byte
    try:
        assert all(isinstance(content, bytes) for _, content in unpacked(bytes(raw)))
    except UnreadableDocument as error:
        assert str(error)
