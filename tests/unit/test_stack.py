"""The stack with tiny real processes in the services' places."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tallywire.stack import Stack, StackFailed

READY = """
import http.server, os
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/ready" else 404)
        self.end_headers()
        self.wfile.write(os.environ["TALLYWIRE_NAMESPACE"].encode())
    def log_message(self, *words): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["TALLYWIRE_WEB_PORT"])), Answer).serve_forever()
"""
NEVER_READY = "import time; print('still recovering', flush=True); time.sleep(60)"
ENDS = "import sys; sys.exit('no such topic: wire.reports.v1')"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + READY


def stack(folder: Path, **programs: str) -> Stack:
    def command(service: str) -> Sequence[str]:
        return [sys.executable, "-c", programs[service]]

    return Stack("127.0.0.1:1", folder, workers=dict.fromkeys(programs, 1), command=command, namespace="t.")


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_services_are_ready_when_start_returns_and_gone_after_the_block(tmp_path: Path) -> None:
    with stack(tmp_path, ingest=READY, extraction=READY) as services:
        pids = [worker.process.pid for worker in services.workers.values() if worker.process]
        assert all(worker.ready for worker in services.workers.values())
        assert services.url("ingest") != services.url("extraction")
    assert len(pids) == 2
    assert not any(lives(pid) for pid in pids)


def test_each_worker_has_a_data_folder_of_its_own(tmp_path: Path) -> None:
    services = Stack(
        "127.0.0.1:1", tmp_path, workers={"extraction": 2}, command=lambda _: [sys.executable, "-c", READY]
    )
    with services:
        assert sorted(services.workers) == ["extraction-1", "extraction-2"]
    assert sorted(each.name for each in (tmp_path / "data").iterdir()) == ["extraction-1", "extraction-2"]


def test_a_service_that_ends_is_reported_with_its_last_words(tmp_path: Path) -> None:
    services = stack(tmp_path, ingest=READY, extraction=ENDS)
    with pytest.raises(StackFailed, match=r"extraction has ended(.|\n)*no such topic: wire\.reports\.v1"):
        services.start()
    assert not services.workers["ingest"].running


@pytest.mark.timeout(30)
def test_a_service_that_does_not_become_ready_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StackFailed, match=r"aggregation is not ready after 1 s(.|\n)*still recovering"):
        stack(tmp_path, aggregation=NEVER_READY).start(patience=1)


def test_a_killed_worker_is_noticed_and_comes_back_at_the_same_address(tmp_path: Path) -> None:
    with stack(tmp_path, ingest=READY) as services:
        before = services.url("ingest")
        services.kill("ingest")
        assert not services.workers["ingest"].running
        services.restart("ingest")
        assert services.workers["ingest"].ready
        assert services.url("ingest") == before


def test_a_worker_that_died_unasked_is_found_by_check(tmp_path: Path) -> None:
    with stack(tmp_path, ingest=READY) as services:
        services.check()
        process = services.workers["ingest"].process
        assert process is not None
        process.kill()
        process.wait()
        with pytest.raises(StackFailed, match="ingest has ended"):
            services.check()


def test_what_ignores_sigterm_is_killed_and_named(tmp_path: Path) -> None:
    services = stack(tmp_path, ingest=DEAF)
    services.start()
    assert services.stop(patience=0.5) == ["ingest"]
    assert not services.workers["ingest"].running
