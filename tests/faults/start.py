"""F19, and the broker that is absent: what is wrong at the start. The experiments are tests of their own."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass

AT_START = "F19"
TESTS = "tests/integration/test_faults_at_start.py"


@dataclass(frozen=True, slots=True)
class AtStart:
    """How many tests of what is wrong at the start there were."""

    passed: int
    failed: bool
    said: str
    name: str = AT_START

    def __str__(self) -> str:
        return f"{self.name} {TESTS}: {self.passed} passed{f', and this failed: {self.said}' * self.failed}"


def at_start(bootstrap: str) -> AtStart:
    """Runs those tests against the broker."""
    command = [sys.executable, "-m", "pytest", "-q", TESTS]
    env = {**os.environ, "KAFKA_BOOTSTRAP": bootstrap}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    passed = re.search(r"(\d+) passed", done.stdout)
    return AtStart(int(passed[1]) if passed else 0, done.returncode != 0, done.stdout[-2000:])
