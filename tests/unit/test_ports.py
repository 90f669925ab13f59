"""Ports for children that are still to be started."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tallywire.processes import free_ports, is_free


def test_ports_are_different_and_free() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    assert all(map(is_free, ports))


def test_a_port_that_was_given_out_before_is_not_given_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    (given,) = free_ports(1)
    offers: Iterator[int] = iter([given, 0])

    class Offered(socket.socket):
        """What the machine offers for port 0 by chance: first the one that nobody listens on yet."""

        def bind(self, address: Any) -> None:
            super().bind((address[0], next(offers)))

    monkeypatch.setattr(socket, "socket", Offered)
    (other,) = free_ports(1, besides=(given,))
    assert other != given
