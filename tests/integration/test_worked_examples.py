"""The examples do on a real broker what their READMEs say, also when they are killed."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import Popen

import duckdb
import pytest

from schemas.incidents import IncidentResolved
from schemas.vocabulary import IncidentStatus
from services.common.envelope import Envelope
from tallywire.processes import holds_within
from tests.builders import incident_resolved
from tests.consuming import Topics

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def topics(bootstrap: str, namespace: str) -> Topics:
    """Fresh topics."""
    return Topics.made(bootstrap, namespace)


def _environment(topics: Topics, **more: str) -> dict[str, str]:
    told = {"KAFKA_BOOTSTRAP": topics.settings.kafka_bootstrap, "NAMESPACE": topics.settings.namespace}
    return os.environ | {f"TALLYWIRE_{name}": value for name, value in told.items()} | more


class Chat(ThreadingHTTPServer):
    """A chat's webhook: keeps what it is told, and fails as often as it is asked to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.told: list[tuple[str, dict[str, object]]] = []
        self.failures: list[int] = []
        self.lock = threading.Lock()

    def keys(self) -> Counter[str]:
        """How often each incident was posted."""
        with self.lock:
            return Counter(bytes.fromhex(key.strip('"')).decode() for key, _ in self.told)


class _Hook(BaseHTTPRequestHandler):
    server: Chat

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            status = self.server.failures.pop() if self.server.failures else 200
            if status == 200:
                self.server.told.append((self.headers["Idempotency-Key"], body))
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def chat() -> Iterator[Chat]:
    """A chat that listens."""
    server = Chat()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _sure(number: int, **told: object) -> IncidentResolved:
    return incident_resolved(**{"incident_id": f"i{number}", "confidence": 0.95, "corroboration": 3, **told})


def _webhook(topics: Topics, chat: Chat, state: Path) -> Popen[bytes]:
    command = [sys.executable, str(EXAMPLES / "chat_webhook/webhook.py"), "--state", str(state)]
    url = f"http://127.0.0.1:{chat.server_port}/hook"
    return Popen([*command, "--start", "earliest", "--wait", "0.1"], env=_environment(topics, CHAT_WEBHOOK_URL=url))


def test_the_chat_hears_of_each_sure_incident_once_although_it_fails_and_we_are_killed(
    topics: Topics, chat: Chat, tmp_path: Path
) -> None:
    chat.failures = [500, 429, 503]
    topics.tell(*(_sure(number) for number in range(20)), _sure(90, confidence=0.5), _sure(91, corroboration=1))
    topics.tell(_sure(92, status=IncidentStatus.WITHDRAWN))
    kills = 0
    running = _webhook(topics, chat, tmp_path / "posted")
    try:
        for least in (3, 9):
            assert holds_within(60, lambda least=least: len(chat.keys()) >= least, every=0.005)  # type: ignore[misc]
            running.kill()
            running.wait()
            kills += 1
            running = _webhook(topics, chat, tmp_path / "posted")
        assert holds_within(90, lambda: len(chat.keys()) >= 20)
        topics.tell(*(_sure(number, revision=2) for number in range(20)), _sure(93, supersedes=("i3",)), _sure(94))
        assert holds_within(60, lambda: "i94" in chat.keys())  # noqa: SIM118 (a Counter, made anew)
        time.sleep(1)
        running.terminate()
        assert running.wait(30) == 0
    finally:
        running.kill()
    posted = chat.keys()
    assert set(posted) == {f"i{number}" for number in (*range(20), 94)}
    # Killed between the chat's answer and the note of it, an incident comes once more: at most one for each kill.
    assert posted.total() - len(posted) <= kills
    assert "Drone strike" in str(chat.told[0][1]["text"])


def test_what_the_chat_refuses_is_passed_over(topics: Topics, chat: Chat, tmp_path: Path) -> None:
    chat.failures = [400]
    topics.tell(*(_sure(number) for number in range(3)))
    running = _webhook(topics, chat, tmp_path / "posted")
    try:
        assert holds_within(60, lambda: len(chat.keys()) == 2)
    finally:
        running.kill()
        running.wait()


def _load(topics: Topics, file: Path, *options: str) -> Popen[bytes]:
    command = [sys.executable, str(EXAMPLES / "warehouse/warehouse.py"), str(file), *options]
    return Popen(command, env=_environment(topics))


def test_the_warehouse_has_exactly_the_newest_snapshots_although_it_is_killed(topics: Topics, tmp_path: Path) -> None:
    file, parquet = tmp_path / "incidents.duckdb", tmp_path / "incidents.parquet"
    for revision in (1, 2, 3):
        topics.tell(*(_sure(n, revision=revision, confidence=revision / 10) for n in range(0, 300, revision)))
    topics.tell(*(_sure(number, revision=1) for number in range(5)))  # comes again, and is old
    for seconds in (4.0, 5.0):
        running = _load(topics, file)
        time.sleep(seconds)
        running.kill()
        running.wait()
    topics.put([Envelope(b"i299", b"", ())])
    assert _load(topics, file, "--until-end", "--parquet", str(parquet)).wait(90) == 0
    expected = {f"i{n}": 3 if n % 3 == 0 else 2 if n % 2 == 0 else 1 for n in range(299)}
    with duckdb.connect() as database:
        found = database.execute("SELECT event_id, revision FROM read_parquet(?)", [str(parquet)]).fetchall()
    assert dict(found) == expected
    assert len(found) == 299
    with duckdb.connect(str(file), read_only=True) as database:
        (snapshot,) = database.execute("SELECT snapshot FROM incidents WHERE event_id = 'i6'").fetchone() or ("",)
    assert IncidentResolved.model_validate_json(snapshot).revision == 3


@pytest.fixture(scope="module")
def node_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tally with what it needs, installed beside the checkout; skips where there is no Node."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("the tally wants Node 20.19 or newer, with npm")
    folder = tmp_path_factory.mktemp("examples") / "tally_node"
    shutil.copytree(EXAMPLES / "tally_node", folder, ignore=shutil.ignore_patterns("node_modules"))
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def _tally(topics: Topics, folder: Path) -> subprocess.CompletedProcess[str]:
    document = EXAMPLES.parent / "docs" / "asyncapi.json"
    return subprocess.run(
        ["node", "tally.mjs", "--document", str(document)],
        cwd=folder,
        env=_environment(topics),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_the_tally_in_javascript_counts_what_stands_by_the_document_alone(topics: Topics, node_modules: Path) -> None:
    empty = _tally(topics, node_modules)
    assert empty.returncode == 0, empty.stderr
    assert json.loads(empty.stdout)["tally"] == {}
    topics.tell(*(_sure(number) for number in range(7)), *(_sure(number) for number in range(3)))
    topics.tell(_sure(0, revision=2, status=IncidentStatus.WITHDRAWN))
    topics.put([Envelope(b"i6", b"", ())])
    done = _tally(topics, node_modules)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"tally": {"ZZ": {"drone_strike": 5}}, "incidents": 6, "events": 8, "invalid": 0}


def test_the_tally_names_what_breaks_its_schema(topics: Topics, node_modules: Path) -> None:
    good = _sure(1).model_dump_json().encode()
    headers = {"content-type": "application/json", "ce_specversion": "1.0", "ce_id": "i1:1", "ce_subject": "i1"}
    headers |= {"ce_type": "incident.resolved.v1", "ce_source": "/tallywire/aggregation"}
    as_sent = tuple((name, value.encode()) for name, value in headers.items())
    newer = tuple((n, v.replace(b"resolved.v1", b"resolved.v2")) for n, v in as_sent)
    wrong = [good.replace(b"drone_strike", b"picnic"), b"{", b"[]"]
    topics.put([*(Envelope(b"i1", value, as_sent) for value in wrong), Envelope(b"i1", good, newer)])
    topics.put([Envelope(b"i1", good, as_sent)])
    done = _tally(topics, node_modules)
    assert done.returncode == 1
    assert json.loads(done.stdout)["invalid"] == 4
    assert json.loads(done.stdout)["incidents"] == 1
    assert "event_type" in done.stderr
    assert "resolved.v2 is not in the document" in done.stderr
