"""A TCP proxy on loopback: between the services and the broker, to delay, to fall silent, and to break off."""

import asyncio
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Self

_NO_LINGER = struct.pack("ii", 1, 0)
"""A socket that is closed with this option sends RST: its peer sees "connection reset"."""
_PIECE = 64 * 1024
_Line = asyncio.Queue[tuple[float, bytes]]


class Proxy:
    """Hands bytes through from `port` to `target`, both on 127.0.0.1, and does to them what its fields say.

    Its loop runs in a thread of its own; the fields are set by whoever experiments.
    """

    def __init__(self, port: int, target: int) -> None:
        self.port, self.target = port, target
        self.delay = 0.0
        """Seconds that bytes take, in each direction."""
        self.silent = False
        """Nothing passes and nothing breaks off, as when a cable is pulled."""
        self._sides: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._listening, self._ending = Event(), asyncio.Event()

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Listens for as long as the block lasts."""
        thread = Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)
        thread.start()
        self._listening.wait()
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._ending.set)
            thread.join()

    def reset(self) -> None:
        """Breaks off all connections."""
        self._loop.call_soon_threadsafe(self._break_off)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self._listening.set()
        await self._ending.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        self._break_off()
        await asyncio.sleep(0)

    def _break_off(self) -> None:
        for side in [side for side in self._sides if not side.is_closing()]:
            side.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            side.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._until_heard()
        try:
            answers, ahead = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()  # the broker is down: whoever comes by us sees what all others see
            return
        self._sides |= {writer, ahead}
        try:
            ways = [asyncio.create_task(self._pass_on(*way)) for way in ((reader, ahead), (answers, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
        finally:
            self._sides -= {writer, ahead}
            writer.close()
            ahead.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pieces in their order, each after the delay; several are on their way at a time."""
        line = _Line()
        taking = asyncio.create_task(self._take(reader, line))
        try:
            while True:
                due, piece = await line.get()
                await asyncio.sleep(due - self._loop.time())
                await self._until_heard()
                if not piece:
                    return
                writer.write(piece)
                await writer.drain()
        except OSError:
            return
        finally:
            taking.cancel()

    async def _take(self, reader: asyncio.StreamReader, line: _Line) -> None:
        piece = b"-"
        while piece:
            try:
                piece = await reader.read(_PIECE)
            except OSError:
                piece = b""
            line.put_nowait((self._loop.time() + self.delay, piece))

    async def _until_heard(self) -> None:
        while self.silent:  # noqa: ASYNC110  # a plain field, set from another thread
            await asyncio.sleep(0.05)
