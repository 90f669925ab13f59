"""Makes dist/ of the last commit: sdist, wheel, SBOM, checksums, and the image where Docker answers: `make release`.

The same commit gives the same bytes: times are the commit's, and what is not committed is refused.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tallywire.broker import docker_answers

ROOT: Final = Path(__file__).parents[1]
JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Release:
    """What a release is called, and what it is made of."""

    version: str
    revision: str
    epoch: int

    @property
    def created(self) -> str:
        """When it was committed, as the labels of an image say it."""
        return datetime.fromtimestamp(self.epoch, tz=UTC).isoformat().replace("+00:00", "Z")


def version_of(root: Path) -> str:
    """The version in pyproject.toml."""
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def committed(root: Path) -> Release:
    """The last commit."""
    revision, epoch = _git(root, "log", "-1", "--format=%H %ct").split()
    return Release(version_of(root), revision, int(epoch))


def uncommitted(root: Path) -> str:
    """What is not in the last commit, a file a line."""
    return _git(root, "status", "--porcelain")


def build(root: Path, into: Path, epoch: int) -> None:
    """Makes sdist and wheel of the files under `root`, the same bytes for the same files."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    _run(sys.executable, "-m", "hatchling", "build", "--directory", str(into.resolve()), cwd=root, env=env)


def bill(root: Path, into: Path) -> None:
    """Writes the SBOM (CycloneDX): what requirements/runtime.txt names, and the libraries that the page is built of."""
    options = ("--pyproject", "pyproject.toml", "--mc-type", "application", "--output-reproducible", "--of", "JSON")
    _run(
        sys.executable,
        "-m",
        "cyclonedx_py",
        "requirements",
        "requirements/runtime.txt",
        *options,
        "-o",
        str(into),
        cwd=root,
    )
    told: JsonObject = json.loads(into.read_text(encoding="utf-8"))
    lock: JsonObject = json.loads((root / "web" / "package-lock.json").read_text(encoding="utf-8"))
    told["components"] += page_libraries(lock)
    into.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def page_libraries(lock: JsonObject) -> Iterator[JsonObject]:
    """What of npm's lock the page brings to a browser, as components; what only builds it is none."""
    for path, package in lock["packages"].items():
        if path and not package.get("dev"):
            name = path.rpartition("node_modules/")[2]
            purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
            licence = [{"license": {"id": package["license"]}}] if package.get("license") else []
            yield {
                "type": "library",
                "name": name,
                "version": package["version"],
                "purl": purl,
                "bom-ref": purl,
                "licenses": licence,
            }


def checksums(folder: Path) -> str:
    """A line for each file, as `sha256sum --check` reads them."""
    files = sorted(file for file in folder.iterdir() if file.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def image(root: Path, release: Release) -> None:
    """Builds the image, with labels that say what it is made of."""
    labels = {"VERSION": release.version, "REVISION": release.revision, "CREATED": release.created}
    words = [word for name, value in labels.items() for word in ("--build-arg", f"{name}={value}")]
    _run("docker", "build", *words, "--tag", f"tallywire:{release.version}", ".", cwd=root)


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _run(*words: str, cwd: Path, env: Mapping[str, str] | None = None) -> None:
    subprocess.run(words, cwd=cwd, env=env, check=True)


def main() -> int:
    """The command line; returns the exit code."""
    if files := uncommitted(ROOT):
        print(f"release: commit first, a release is made of a commit; not in it:\n{files}", file=sys.stderr)
        return 1
    release, dist = committed(ROOT), ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    build(ROOT, dist, release.epoch)
    bill(ROOT, dist / f"tallywire-{release.version}.cdx.json")
    sums = checksums(dist)
    (dist / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(sums, end="")
    if docker_answers():
        image(ROOT, release)
    else:
        print(f"release: NO IMAGE, Docker does not answer; tallywire:{release.version} is to be built where it does")
    return 0


if __name__ == "__main__":
    sys.exit(main())
