"""What is made of pip-audit's answers; the last tests run pip-audit itself, with a data base of our own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tallywire.processes import free_ports
from tests.served import Quiet, served
from tools.audit import IGNORED, ignored_in, judged, main, report

HOLE = {"id": "GHSA-1", "aliases": ["CVE-2026-1"], "fix_versions": ["1.1"]}
BAD = {"name": "parser", "version": "1.0", "vulns": [HOLE]}
GOOD = {"name": "reader", "version": "2.0", "vulns": []}
UNASKED = {"name": "hidden", "skip_reason": "not found"}
TODAY = date(2026, 11, 29)


def test_a_known_vulnerability_is_told_with_its_remedy() -> None:
    (told,) = judged([BAD, GOOD], {}, TODAY).found
    assert told == "parser 1.0: GHSA-1 (CVE-2026-1), mended in 1.1"


@pytest.mark.parametrize("name", ["GHSA-1", "CVE-2026-1"])
def test_what_does_not_touch_us_is_passed_over_until_its_day_and_no_longer(name: str) -> None:
    ignored = {name: {"reason": "never parses what strangers send", "until": TODAY}}
    assert judged([BAD], ignored, TODAY).found == ()
    assert len(judged([BAD], ignored, date(2026, 11, 30)).found) == 1


def test_what_could_not_be_asked_about_is_not_called_sound() -> None:
    verdict = judged([GOOD, UNASKED], {}, TODAY)
    assert (verdict.unasked, verdict.asked) == (("hidden",), 1)
    assert any("NOT AUDITED" in line and "1 (hidden)" in line for line in report(verdict))


def test_nothing_is_ignored_without_a_reason_and_a_day(tmp_path: Path) -> None:
    file = tmp_path / "ignored.toml"
    file.write_text('[GHSA-1]\nreason = "so"\n')
    with pytest.raises(ValueError, match="GHSA-1 wants a reason, and a day"):
        ignored_in(file)
    assert ignored_in(IGNORED) is not None


@contextmanager
def answering(vulnerable: str) -> Iterator[str]:
    """The address of a data base that knows one package to be vulnerable."""

    class Answers(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["package"]
            known = {"id": "GHSA-1", "aliases": ["CVE-2026-1"], "summary": "a hole", "affected": [{"package": asked}]}
            answer = json.dumps({"vulns": [known]} if asked["name"] == vulnerable else {}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    with served(Answers) as url:
        yield f"{url}/"


def audited(folder: Path, url: str, lock: str) -> int:
    file = folder / "lock.txt"
    file.write_text(lock)
    return main([str(file), "--", "-s", "osv", "--osv-url", url, "--cache-dir", str(folder)])


LOCK = f"reader==2.0 --hash=sha256:{0:064d}\nparser==1.0 --hash=sha256:{0:064d}\n"


@pytest.mark.parametrize(("vulnerable", "code"), [("parser", 1), ("writer", 0)])
def test_a_lock_with_a_known_vulnerability_fails(
    vulnerable: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(vulnerable) as url:
        assert audited(tmp_path, url, LOCK) == code
    assert f"audit: {code} known vulnerabilities in 2 packages" in capsys.readouterr().out


def test_a_data_base_that_is_away_is_said_and_fails_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (port,) = free_ports(1)
    assert audited(tmp_path, f"http://127.0.0.1:{port}/", LOCK) == 0
    assert "NOT AUDITED, the data base of vulnerabilities was not reached" in capsys.readouterr().out


def test_a_lock_that_cannot_be_read_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audited(tmp_path, "http://127.0.0.1:9/", "reader>=2.0\n") == 2
    assert "pip-audit failed" in capsys.readouterr().err
