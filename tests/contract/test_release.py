"""A release: one version everywhere, the same bytes for the same commit, and a bill of all that it ships."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.release import Release, bill, build, checksums, page_libraries, version_of

ROOT = Path(__file__).parents[2]
VERSIONED = ("docker-compose.yml", "ops/kubernetes/base/kustomization.yaml", "web/package.json", "CHANGELOG.md")


def copied(into: Path, mtime: int) -> Path:
    """The project's files in another folder, changed at another time."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, into / name)
            os.utime(into / name, (mtime, mtime))
    return into


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two releases of the same files."""
    made = []
    for mtime in (1_700_000_000, 1_760_000_000):
        folder = tmp_path_factory.mktemp("source")
        build(copied(folder, mtime), folder / "dist", epoch=1_750_000_000)
        made.append(folder / "dist")
    return made[0], made[1]


@pytest.mark.slow
def test_the_same_files_are_the_same_release_byte_for_byte(twice: tuple[Path, Path]) -> None:
    one, other = twice
    assert len(list(one.iterdir())) == 2
    assert checksums(one) == checksums(other)


@pytest.mark.slow
def test_another_file_is_another_release(twice: tuple[Path, Path], tmp_path: Path) -> None:
    folder = copied(tmp_path, 1_700_000_000)
    (folder / "tallywire" / "more.py").write_text('"""More."""\n')
    build(folder, folder / "dist", epoch=1_750_000_000)
    assert not set(checksums(folder / "dist").splitlines()) & set(checksums(twice[0]).splitlines())


@pytest.mark.slow
def test_the_bill_names_what_the_lock_and_the_page_bring(tmp_path: Path) -> None:
    bill(ROOT, tmp_path / "bill.json")
    told = json.loads((tmp_path / "bill.json").read_text())
    assert told["bomFormat"] == "CycloneDX"
    assert told["metadata"]["component"]["version"] == version_of(ROOT)
    named = {f"{one['name']}=={one['version']}" for one in told["components"]}
    locked = {line.split()[0] for line in (ROOT / "requirements/runtime.txt").read_text().splitlines() if "==" in line}
    assert locked
    assert locked <= named
    assert any(name.startswith("leaflet==") for name in named)
    assert not any(name.startswith("esbuild==") for name in named)


def test_a_library_of_the_page_is_named_as_npm_names_it() -> None:
    package = {"version": "2.6.0", "license": "BSD-3-Clause"}
    lock = {
        "packages": {"": {}, "node_modules/@uwdata/flechette": package, "node_modules/tsc": package | {"dev": True}}
    }
    (one,) = page_libraries(lock)
    assert (one["name"], one["purl"]) == ("@uwdata/flechette", "pkg:npm/%40uwdata/flechette@2.6.0")


@pytest.mark.parametrize("file", VERSIONED)
def test_one_version_everywhere(file: str) -> None:
    assert version_of(ROOT) in (ROOT / file).read_text()


def test_an_image_says_when_it_was_committed() -> None:
    assert Release("1.0.0", "abc", 1_750_000_000).created == "2025-06-15T15:06:40Z"
