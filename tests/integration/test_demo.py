"""`tallywire demo`, as somebody runs it who then has enough of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tallywire.processes import holds_within

pytestmark = [pytest.mark.integration, pytest.mark.timeout(500)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_the_demo_ends_cleanly_and_leaves_no_process(
    number: signal.Signals, bootstrap: str, namespace: str, tmp_path: Path
) -> None:
    env = {**os.environ, "TALLYWIRE_NAMESPACE": namespace}
    command = [sys.executable, "-m", "tallywire", "demo", "--broker", bootstrap]
    said = tmp_path / "said"
    with said.open("wb") as out:
        demo = subprocess.Popen(command, stdout=out, stderr=out, env=env, cwd=tmp_path, start_new_session=True)
    assert holds_within(300, lambda: b"Ctrl-C ends it" in said.read_bytes() or demo.poll() is not None)
    assert b"verify: 0 differences" in said.read_bytes(), said.read_text()
    services = _services(namespace)
    assert len(services) == 4
    demo.send_signal(number)
    demo.wait(timeout=90)
    assert b"Traceback" not in said.read_bytes()
    assert _services(namespace) == []


def _services(namespace: str) -> list[int]:
    """The processes whose environment names this namespace and whose command is a service."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            ours = f"TALLYWIRE_NAMESPACE={namespace}".encode() in (process / "environ").read_bytes().split(b"\0")
            if ours and b"services." in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found
