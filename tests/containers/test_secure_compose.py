"""docker-compose.yml with ops/secure.yml: nobody comes in without a name, and no secret is where others can see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.stack import SERVICES
from tests.containers.composed import WIRES, Composed, composed

pytestmark = [pytest.mark.containers, pytest.mark.slow, pytest.mark.timeout(600)]
ONCE = ("run", "--rm", "--no-deps", "topics")
"""What the broker's administrator does."""
USERS = (*SERVICES, "publisher", "reader")


@pytest.fixture(scope="module")
def secured(image: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composed]:
    with composed(tmp_path_factory.mktemp("secure"), "ops/secure.yml") as system:
        system.up("--scale", "extraction=2")
        yield system


def test_it_counts_what_was_published_by_the_user_for_that(secured: Composed, tmp_path: Path) -> None:
    secured.tallywire("publish", str(WIRES), **_as("publisher", secured, tmp_path))
    assert "0 differences" in secured.run(*ONCE, "tallywire", "verify", "--patience", "120")


def test_who_has_no_name_gets_no_answer(secured: Composed, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="KAFKA_SECURITY"):
        secured.tallywire("publish", str(WIRES))
    with pytest.raises(AssertionError, match=r"KAFKA_USER|KAFKA_PASSWORD"):
        secured.tallywire(
            "publish", str(WIRES), **_as("reader", secured, tmp_path) | {"TALLYWIRE_KAFKA_PASSWORD": "guessed"}
        )


def test_no_secret_shows_in_settings_logs_or_lists_of_processes(secured: Composed, tmp_path: Path) -> None:
    words = {_as(user, secured, tmp_path)["TALLYWIRE_KAFKA_PASSWORD"] for user in USERS}
    assert len(words) == len(USERS)
    logs = secured.run("logs", "--no-color")
    told = [str(one) for one in secured.inspected()] + [secured.run("top"), logs]
    assert not [word for word in words for text in told if word in text]
    assert "PRIVATE KEY" not in logs


def test_each_service_sees_its_own_password_and_no_other(secured: Composed) -> None:
    for service in SERVICES:
        assert secured.run("exec", "-T", service, "ls", "/run/tallywire").split() == ["ca.pem", "password"]
        assert "authority" not in secured.run("exec", "-T", service, "cat", "/proc/mounts")


def _as(user: str, system: Composed, folder: Path) -> dict[str, str]:
    """What a client on this machine is told to come as that user."""
    certificate, end, word = system.run(*ONCE, "sh", "/ops/secrets.sh", "show", user).rpartition(
        "-----END CERTIFICATE-----\n"
    )
    (folder / "ca.pem").write_text(certificate + end)
    return {
        "TALLYWIRE_KAFKA_SECURITY": "sasl_ssl",
        "TALLYWIRE_KAFKA_CA": str(folder / "ca.pem"),
        "TALLYWIRE_KAFKA_USER": user,
        "TALLYWIRE_KAFKA_PASSWORD": word.strip(),
    }
