"""What outlives a project, and what does not; a module of its own, for each of these has a system to itself."""

from pathlib import Path

import pytest

from tests.containers.composed import HALVES, composed, has_image, left_of

pytestmark = [pytest.mark.containers, pytest.mark.slow, pytest.mark.timeout(600)]
BEFORE = "apache/kafka:4.2.0"


def test_down_with_its_volumes_leaves_nothing(tmp_path: Path) -> None:
    with composed(tmp_path) as system:
        system.up("broker")
        assert all(left_of(system.project).values())
    assert not any(left_of(system.project).values())


def test_a_newer_broker_goes_on_with_the_log_of_the_one_before(tmp_path: Path) -> None:
    if not has_image(BEFORE):
        pytest.skip(f"there is no {BEFORE} and it cannot be pulled: no broker was upgraded")
    with composed(tmp_path) as system:
        system.up(TALLYWIRE_BROKER_IMAGE=BEFORE)
        system.tallywire("publish", *HALVES[0])
        assert "0 differences" in system.tallywire("verify")
        system.up()
        assert {told["Config"]["Image"] for told in system.inspected("broker")} != {BEFORE}
        system.tallywire("publish", *HALVES[1])
        assert "0 differences" in system.tallywire("verify", "--patience", "120")
