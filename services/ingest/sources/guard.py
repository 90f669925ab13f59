"""Which addresses may be asked: none inside, unless the operator names its network.

The guard stands where the socket is made, so that it sees the address that is really connected to: names that resolve
to something else a moment later, numbers in odd notations and redirects all pass here.
"""

import errno
import socket
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from services.ingest.settings import Network

AddressInfo = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]
_NAT64 = IPv6Network("64:ff9b::/96")


class Refused(OSError):
    """An address that may not be asked; the text does not tell it, since names inside are no outsider's business."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EACCES, why)


def guarded_socket(networks: Collection[Network], ports: Collection[int]) -> Callable[[AddressInfo], socket.socket]:
    """A maker of sockets for `aiohttp.TCPConnector` that raises `Refused` for addresses out of bounds."""

    def make(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, (host, port, *_) = info
        why = refusal(host, port, networks, ports)
        if why:
            raise Refused(why)
        return socket.socket(family, kind, protocol)

    return make


def refusal(host: str, port: int, networks: Collection[Network], ports: Collection[int]) -> str | None:
    """Why this address and port may not be asked; None if they may. `networks` are allowed whatever they are."""
    address = _reached(ip_address(host))
    if any(address in network for network in networks):
        return None
    if not _is_public(address):
        return "leads to a private, local or reserved address that TALLYWIRE_INGEST_ALLOWED_NETWORKS does not name"
    return None if port in ports else f"port {port} is not among the allowed ports"


def _reached(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address where packets end: an IPv4 one may be wrapped in an IPv6 one."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or site_local)
