"""The whole system in containers: exact through kills, scaling and restarts, without rights, and gone afterwards."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.stack import SERVICES
from tests.containers.composed import HALVES, WIRES, Composed, left_of

pytestmark = [pytest.mark.containers, pytest.mark.slow, pytest.mark.timeout(600)]


def test_what_is_published_is_counted_as_the_batch_run_counts_it(system: Composed) -> None:
    system.tallywire("publish", *HALVES[0])
    assert "0 differences" in system.tallywire("verify")
    assert system.asked("/api/v1/incidents?limit=1")["items"]


def test_a_container_that_is_killed_comes_back_and_the_counts_are_exact(system: Composed) -> None:
    system.tallywire("publish", *HALVES[1])
    system.kill("extraction", "aggregation", "api")
    system.wait_until_healthy(*SERVICES)
    assert "0 differences" in system.tallywire("verify", "--patience", "120")
    assert all(told["RestartCount"] == 1 for told in system.inspected("extraction", "aggregation", "api"))


def test_three_readers_share_the_work_and_the_counts_are_exact(system: Composed, tmp_path: Path) -> None:
    system.up("--scale", "extraction=3", "--no-recreate")
    assert len(system.containers("extraction")) == 3
    system.tallywire("publish", *_told_again(tmp_path))
    assert "0 differences" in system.tallywire("verify", "--patience", "120")


def test_after_down_and_up_all_is_there_again(system: Composed) -> None:
    system.tallywire("publish", str(WIRES))
    assert "0 differences" in system.tallywire("verify")
    assert (before := system.asked("/api/v1/incidents?limit=200")["items"])
    system.run("down", "--timeout", "40")
    assert not left_of(system.project)["container"]
    system.up()
    assert system.asked("/api/v1/incidents?limit=200")["items"] == before
    assert "0 differences" in system.tallywire("verify")


def test_every_container_runs_without_rights(system: Composed) -> None:
    for told in system.inspected():
        host, name = told["HostConfig"], told["Name"]
        assert told["Config"]["User"] not in ("", "0", "root"), name
        assert host["CapDrop"] == ["ALL"], name
        assert not host["CapAdd"], name
        assert "no-new-privileges:true" in host["SecurityOpt"], name
        assert host["Memory"] > 0, name
        assert host["PidsLimit"] > 0, name
        assert {at["HostIp"] for ports in host["PortBindings"].values() for at in ports} <= {"127.0.0.1"}, name
        assert host["ReadonlyRootfs"] == ("broker" not in name), name


def _told_again(folder: Path) -> Iterator[str]:
    """The demo's wires, as other agencies tell of the same."""
    for path in sorted(WIRES.iterdir()):
        wire = json.loads(path.read_bytes())
        wire |= {"id": f"{wire['id']}-too", "source": f"{wire['source']} Too"}
        (folder / path.name).write_text(json.dumps(wire))
        yield str(folder / path.name)
