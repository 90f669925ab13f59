"""What a broker without Docker is made of: a Java, and Kafka's jars, fetched once by Maven."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POM = ROOT / "ops/kafka/pom.xml"
HOME = ROOT / ".kafka"
"""Where what belongs to the local broker lies: its jars, and the state of the one that `make broker` starts."""

OLDEST_JAVA = 17
"""Kafka 4 brokers do not start on less."""


class BrokerUnavailable(Exception):
    """There is no Kafka broker, and here is why and what to do about it."""


def java_version(said: str) -> int | None:
    """The feature version in what `java -version` says: 17 of `17.0.15`, 8 of `1.8.0_402`; None if there is none."""
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None


def java() -> str:
    """The Java to run Kafka with, from JAVA_HOME or PATH; BrokerUnavailable if there is none that is new enough."""
    home = os.environ.get("JAVA_HOME")
    command = str(Path(home) / "bin/java") if home else shutil.which("java")
    if not command or not Path(command).exists():
        raise BrokerUnavailable(f"there is no Java ({home or 'on PATH'}). {how_to_install()}")
    said = subprocess.run([command, "-version"], capture_output=True, text=True, check=False).stderr
    version = java_version(said)
    if version is None or version < OLDEST_JAVA:
        raise BrokerUnavailable(f"{command} is Java {version or '(unknown)'}, too old for Kafka. {how_to_install()}")
    return command


def how_to_install() -> str:
    """One sentence on how a machine gets what the local broker needs, exact where we know the machine."""
    wanted = f"Kafka from its jars needs Java {OLDEST_JAVA} or newer and Maven"
    if shutil.which("apt-get"):
        sudo = "" if os.geteuid() == 0 else "sudo "
        packages = "openjdk-17-jre-headless maven"
        return f"{wanted}: {sudo}apt-get update && {sudo}apt-get install -y {packages} (or start Docker)"
    return f"{wanted}: install both, or start Docker, or name a broker (BROKER=HOST:PORT)"


def jars(home: Path = HOME) -> Path:
    """The folder with Kafka's jars, fetched on the first call and again when the pom asks for other ones."""
    if not POM.exists():
        raise BrokerUnavailable(f"{POM} is missing: a broker from jars starts from a checkout of the project only")
    folder = home / f"lib-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"
    if not folder.exists():
        _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise BrokerUnavailable(f"there is no mvn on PATH to fetch Kafka's jars with. {how_to_install()}")
    print("fetching Kafka's jars with Maven (45 MB, once)", file=sys.stderr)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, and renamed when it is whole: an interrupted or a second fetch leaves nothing half.
    with tempfile.TemporaryDirectory(dir=folder.parent) as partial:
        _copy_dependencies(maven, Path(partial) / "lib")
        if not folder.exists():
            (Path(partial) / "lib").rename(folder)


def _copy_dependencies(maven: str, into: Path) -> None:
    command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={into}"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join(f"    {line}" for line in (done.stdout + done.stderr).splitlines()[:8])
        raise BrokerUnavailable(f"Maven could not fetch Kafka's jars:\n{said}")
