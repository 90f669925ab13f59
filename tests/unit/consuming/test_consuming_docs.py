"""docs/consuming.md says what is there: its snippets are of the kit, its formats and filters those that are known."""

import ast
import re
from pathlib import Path

import tallywire.consume
from tallywire.exports import FORMATS, Filters

DOC = (Path(__file__).parents[3] / "docs" / "consuming.md").read_text()


def test_what_the_snippets_import_is_there() -> None:
    snippets = re.findall(r"```python\n(.*?)```", DOC, re.S)
    assert len(snippets) == 2
    for snippet in snippets:
        compile(snippet, "docs/consuming.md", "exec")
        for node in ast.walk(ast.parse(snippet)):
            if isinstance(node, ast.ImportFrom) and node.module == "tallywire.consume":
                assert {name.name for name in node.names} <= set(tallywire.consume.__all__)


def test_every_format_and_filter_is_told() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", DOC, re.M)) == set(FORMATS)
    names = {field.alias or name for name, field in Filters.model_fields.items()}
    told = DOC[DOC.index("Filters are those") : DOC.index("STIX's Incident")]
    assert names <= set(re.findall(r"`(\w+)`", told))
