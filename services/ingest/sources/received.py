"""Bodies that strangers send: never more than a limit, never for ever."""

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


class TooLarge(ValueError):
    """More bytes than are taken; the text says how many are."""


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """How much is read, and for how long."""

    most: int = 10 * MEBIBYTE
    """Bytes, after decompression."""
    seconds: float = 30.0


async def gathered(chunks: AsyncIterable[bytes], limits: BodyLimits) -> bytes:
    """All the chunks in one.

    Raises:
        TooLarge: there are more bytes than the limit; the rest was not read.
        TimeoutError: they took too long to come.
    """
    body = bytearray()
    async with asyncio.timeout(limits.seconds):
        async for chunk in chunks:
            body += chunk
            if len(body) > limits.most:
                raise TooLarge(f"at most {limits.most:,} bytes are taken, decompressed: send fewer at once")
    return bytes(body)
