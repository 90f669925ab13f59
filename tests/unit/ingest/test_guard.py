from ipaddress import ip_network

import pytest

from services.ingest.settings import IngestSettings
from services.ingest.sources.guard import refusal

PORTS = (80, 443)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 192.0.2.1 198.18.0.1
    224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 2001:db8::1
    ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1 2002:7f00:1:: 2002:a00:1::1
    2001:0:7f00:1::""".split(),
)
def test_no_address_inside_is_asked_however_it_is_wrapped(address: str) -> None:
    assert "private, local or reserved" in str(refusal(address, 80, (), PORTS))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_public_addresses_are_asked(address: str) -> None:
    assert refusal(address, 443, (), PORTS) is None


def test_only_allowed_ports_are_asked() -> None:
    assert refusal("8.8.8.8", 22, (), PORTS) == "port 22 is not among the allowed ports"


def test_a_network_that_the_operator_names_is_asked_on_any_port_and_no_other_is() -> None:
    networks = (ip_network("10.1.0.0/16"), ip_network("fd00:5::/32"))
    assert refusal("10.1.2.3", 9999, networks, PORTS) is None
    assert refusal("::ffff:10.1.2.3", 9999, networks, PORTS) is None
    assert refusal("fd00:5::1", 9999, networks, PORTS) is None
    assert refusal("10.2.0.1", 80, networks, PORTS)
    assert refusal("127.0.0.1", 80, networks, PORTS)


def test_lists_in_the_environment_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYWIRE_INGEST_ALLOWED_NETWORKS", "127.0.0.0/8, ::1/128")
    monkeypatch.setenv("TALLYWIRE_INGEST_ALLOWED_PORTS", "80,8443")
    settings = IngestSettings()
    assert settings.allowed_networks == (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    assert settings.allowed_ports == (80, 8443)
