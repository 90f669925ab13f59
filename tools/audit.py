"""Whether what our locks name has known vulnerabilities: `python -m tools.audit LOCK ... [-- OPTIONS OF PIP-AUDIT]`.

pip-audit calls what it could not ask about free of vulnerabilities. Here it is told apart: exit code 1 for one that is
known and not in requirements/vulnerabilities.toml; 0 for none, and also where nobody could be asked, which is said.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

IGNORED: Final = Path(__file__).parents[1] / "requirements" / "vulnerabilities.toml"
NETWORK: Final = ("requests.exceptions.", "urllib3.exceptions.", "Could not connect", "ServiceError", "not redirecting")
"""How pip-audit ends when its data base is away: most of these are tracebacks."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, what could not be asked about, and about how many packages an answer came."""

    found: tuple[str, ...]
    unasked: tuple[str, ...]
    asked: int


def judged(dependencies: Sequence[Mapping[str, Any]], ignored: Mapping[str, Any], today: date) -> Verdict:
    """The verdict on what pip-audit says of each package; what is ignored is so until its day."""
    answered = [one for one in dependencies if "skip_reason" not in one]
    found = (_told(one, vuln) for one in answered for vuln in one["vulns"] if not _passed(vuln, ignored, today))
    unasked = (one["name"] for one in dependencies if "skip_reason" in one)
    return Verdict(tuple(found), tuple(unasked), len(answered))


def _passed(vuln: Mapping[str, Any], ignored: Mapping[str, Any], today: date) -> bool:
    names = {vuln["id"], *vuln["aliases"]} & ignored.keys()
    return any(today <= ignored[name]["until"] for name in names)


def _told(one: Mapping[str, Any], vuln: Mapping[str, Any]) -> str:
    mended = ", ".join(vuln["fix_versions"]) or "no release yet"
    return f"{one['name']} {one['version']}: {vuln['id']} ({', '.join(vuln['aliases'])}), mended in {mended}"


def ignored_in(file: Path) -> dict[str, Any]:
    """What does not touch us, by name.

    Raises:
        ValueError: one is without its reason or its day.
    """
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    for name, entry in found.items():
        if not (entry.get("reason") and isinstance(entry.get("until"), date)):
            raise ValueError(f"{file}: {name} wants a reason, and a day as `until = 2027-01-31`")
    return found


def asked(locks: Sequence[str], options: Sequence[str]) -> tuple[Sequence[Mapping[str, Any]] | None, str]:
    """What pip-audit says of each package, or None; and what else it said. It resolves nothing and installs nothing."""
    files = [word for lock in locks for word in ("-r", lock)]
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([*command, "-f", "json", *files, *options], capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)["dependencies"], done.stderr
    except ValueError:
        return None, done.stderr


def report(verdict: Verdict) -> Iterator[str]:
    """The lines that say it."""
    yield from verdict.found
    if verdict.unasked:
        some = ", ".join(verdict.unasked[:5]) + (", ..." if verdict.unasked[5:] else "")
        yield f"NOT AUDITED, the data base that was reached knows nothing of them: {len(verdict.unasked)} ({some})"
    if verdict.asked:
        yield f"{len(verdict.found)} known vulnerabilities in {verdict.asked} packages"


def main(words: Sequence[str]) -> int:
    """The command line; returns the exit code."""
    cut = words.index("--") if "--" in words else len(words)
    ignored = ignored_in(IGNORED)
    dependencies, said = asked(words[:cut], words[cut + 1 :])
    if dependencies is not None:
        verdict = judged(dependencies, ignored, datetime.now(tz=UTC).date())
        print("\n".join(f"audit: {line}" for line in report(verdict)))
        return 1 if verdict.found else 0
    last = (said.strip().splitlines() or ["it said nothing"])[-1]
    if any(sign in said for sign in NETWORK):
        print(f"audit: NOT AUDITED, the data base of vulnerabilities was not reached: {last}")
        return 0
    print(f"audit: pip-audit failed: {last}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
