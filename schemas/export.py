"""Writes what is made from the models and topics: JSON Schemas, the AsyncAPI document, the picture in the README.

`python -m schemas.export` rewrites all of it, `--check` names what is stale and exits 1, and `--release` takes the
schemas of today as the ones that later changes must stay compatible with (see schemas/README.md).
"""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from schemas.asyncapi import asyncapi
from schemas.compat import breaking
from schemas.flow import flow_picture
from schemas.json_schema import JsonObject, json_schemas

__all__ = ["asyncapi", "broken_promises", "flow_picture", "generated", "json_schemas", "main", "released", "stale"]

ROOT = Path(__file__).resolve().parent.parent
PICTURE = re.compile(r"(<!-- flow:begin -->\n).*?(<!-- flow:end -->)", re.DOTALL)


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """The command line; returns the exit code."""
    parser = ArgumentParser(prog="python -m schemas.export", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is stale")
    choice.add_argument("--release", action="store_true", help="write schemas/released too, if nothing breaks")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        return _check(root)
    _write(root)
    return _release(root) if chosen.release else 0


def generated(root: Path) -> dict[Path, str]:
    """What each generated file under `root` has to hold."""
    files = {root / "schemas" / "json" / f"{name}.json": _text(schema) for name, schema in json_schemas().items()}
    files[root / "docs" / "asyncapi.json"] = _text(asyncapi())
    readme = root / "README.md"
    if readme.exists() and PICTURE.search(text := readme.read_text(encoding="utf-8")):
        files[readme] = PICTURE.sub(lambda found: f"{found[1]}{flow_picture()}\n{found[2]}", text)
    return files


def stale(root: Path) -> list[Path]:
    """The generated files that are missing, differ from what the models say, or belong to no event any more."""
    files = generated(root)
    changed = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return sorted([*changed, *_leftovers(root, files)])


def released(root: Path = ROOT) -> dict[str, JsonObject]:
    """The schemas of the last release, by `type`."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in _released_files(root)}


def broken_promises(promised: dict[str, JsonObject], current: dict[str, JsonObject]) -> list[str]:
    """What of the released schemas the current ones break; nothing, unless a change has to be undone."""
    gone = [f"{name}: the type is gone, but stored events have it" for name in promised if name not in current]
    return gone + [
        f"{name}: {change}"
        for name, schema in promised.items()
        if name in current
        for change in breaking(schema, current[name])
    ]


def _check(root: Path) -> int:
    paths = stale(root)
    for path in paths:
        sys.stderr.write(f"stale: {path.relative_to(root)} (python -m schemas.export writes it)\n")
    return 1 if paths else 0


def _write(root: Path) -> None:
    files = generated(root)
    for path in stale(root):
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
        else:
            path.unlink()
        sys.stdout.write(f"{path.relative_to(root)}\n")


def _release(root: Path) -> int:
    broken = broken_promises(released(root), json_schemas())
    for change in broken:
        sys.stderr.write(f"breaking: {change}\n")
    if broken:
        return 1
    folder = root / "schemas" / "released"
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in json_schemas().items():
        (folder / f"{name}.json").write_text(_text(schema), encoding="utf-8")
    return 0


def _released_files(root: Path) -> list[Path]:
    return sorted((root / "schemas" / "released").glob("*.json"))


def _leftovers(root: Path, files: dict[Path, str]) -> list[Path]:
    return [path for path in (root / "schemas" / "json").glob("*.json") if path not in files]


def _text(document: JsonObject) -> str:
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
