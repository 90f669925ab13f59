"""The proxy of the fault suite does what the suite says that it did."""

import socket
import socketserver
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from threading import Thread

import pytest

from tallywire.processes import free_ports
from tests.faults.proxy import Proxy


class Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while piece := self.request.recv(4096):
            self.request.sendall(piece)


def received(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count and (piece := connection.recv(count - len(found))):
        found += piece
    return found


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        with Proxy(free_ports(1)[0], server.server_address[1]).running() as running:
            yield running
        server.shutdown()


@pytest.fixture
def client(proxy: Proxy) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", proxy.port), timeout=10)) as connection:
        connection.sendall(b"hello")
        assert received(connection, 5) == b"hello"
        yield connection


def test_what_is_delayed_comes_later_and_in_order(proxy: Proxy, client: socket.socket) -> None:
    proxy.delay, began = 0.2, time.monotonic()
    client.sendall(b"one")
    client.sendall(b"two")
    assert received(client, 6) == b"onetwo"
    assert time.monotonic() - began >= 2 * proxy.delay


def test_in_silence_nothing_passes_and_all_comes_behind_it(proxy: Proxy, client: socket.socket) -> None:
    proxy.silent = True
    client.sendall(b"news")
    client.settimeout(0.3)
    with pytest.raises(TimeoutError):
        client.recv(4)
    proxy.silent = False
    client.settimeout(10)
    assert received(client, 4) == b"news"


def test_a_reset_is_seen_and_the_next_connection_holds(proxy: Proxy, client: socket.socket) -> None:
    proxy.reset()
    with pytest.raises(ConnectionResetError):
        client.recv(1)
    with closing(socket.create_connection(("127.0.0.1", proxy.port), timeout=10)) as again:
        again.sendall(b"again")
        assert received(again, 5) == b"again"


def test_where_nothing_answers_the_connection_ends() -> None:
    port, nobody = free_ports(2)
    with (
        Proxy(port, nobody).running(),
        closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as client,
        suppress(ConnectionResetError),
    ):
        assert client.recv(1) == b""
