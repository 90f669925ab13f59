import gzip
import zlib
from collections.abc import AsyncIterator

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.sources.bodies import whole_body
from services.ingest.sources.failures import FetchFailed

MIB = 1024 * 1024


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
WAYS = [*PACKERS.items(), ("deflate", bare), ("", bytes), ("Identity", bytes)]


async def in_pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def unpacked(data: bytes, encoding: str, size: int = 65_536, max_bytes: int = 4 * MIB) -> bytes:
    return await whole_body(in_pieces(data, size), encoding, max_bytes, 200)


@given(st.sampled_from(WAYS), st.binary(max_size=3000), st.integers(1, 200), st.integers(1, 300))
async def test_a_body_is_the_same_however_it_is_packed_and_cut(
    way: tuple[str, object], data: bytes, times: int, size: int
) -> None:
    encoding, pack = way
    assert callable(pack)
    assert await unpacked(pack(data * times), encoding, size) == data * times


@pytest.mark.parametrize(("encoding", "pack"), PACKERS.items())
async def test_a_bomb_is_given_up_before_it_goes_off(encoding: str, pack: object) -> None:
    assert callable(pack)
    with pytest.raises(FetchFailed) as caught:
        await unpacked(pack(bytes(32 * MIB)), encoding, max_bytes=24 * MIB)
    assert caught.value.kind == "bomb"


@pytest.mark.parametrize(("encoding", "pack"), [*PACKERS.items(), ("", bytes)])
async def test_a_body_over_the_limit_is_given_up(encoding: str, pack: object) -> None:
    assert callable(pack)
    with pytest.raises(FetchFailed) as caught:
        await unpacked(pack(b"ab" * 40_000), encoding, max_bytes=79_999)
    assert caught.value.kind == "too-large"


@given(st.sampled_from([*PACKERS.items()]), st.data())
async def test_a_packed_body_that_was_cut_off_is_no_body(way: tuple[str, object], data: st.DataObject) -> None:
    encoding, pack = way
    assert callable(pack)
    packed = pack(b"A drone struck a depot. " * 50)
    with pytest.raises(FetchFailed) as caught:
        await unpacked(packed[: data.draw(st.integers(1, len(packed) - 1))], encoding)
    assert caught.value.kind == "broken"


@given(st.sampled_from(["gzip", "deflate", "br", "", "zstd"]), st.binary(max_size=500))
async def test_any_bytes_are_a_body_or_a_failure(encoding: str, data: bytes) -> None:
    try:
        assert isinstance(await unpacked(data, encoding, 7), bytes)
    except FetchFailed as failed:
        assert failed.kind in {"broken", "encoding"}


async def test_a_packing_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(FetchFailed, match="zstd") as caught:
        await unpacked(b"x", "zstd")
    assert caught.value.kind == "encoding"


async def test_gzip_of_several_members_is_one_body_up_to_a_limit() -> None:
    one = gzip.compress(b"part ")
    assert await unpacked(one * 3 + b"\x00\x00", "gzip", 5) == b"part " * 3
    with pytest.raises(FetchFailed, match="members"):
        await unpacked(one * 1000, "gzip")
