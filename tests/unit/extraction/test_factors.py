import json
from pathlib import Path

import pytest

from services.extraction.domain import patterns, text
from services.extraction.domain.factors import needed

DEMO = Path(__file__).parents[2] / "golden" / "demo"


@pytest.mark.parametrize(
    ("expression", "strings", "are_heads"),
    [
        (r"\bclaim(?:s|ed)? it\b", ("claim it", "claimed it", "claims it"), True),
        (r"\b(?:shoot|shooting|shot)s?\b", ("shoot", "shot"), True),
        (r"(?:bomb){1,2}", ("bomb",), True),
        (r"\b(?:in|on) \w+", ("in ", "on "), True),
        (r"(?:killed|wounded) \d+ (?:men|women)", ("killed ", "wounded "), True),
        (r"(?:at least )?\d+ (?:dead|[a-z]+ hurt)", (" hurt", "dead"), False),
        (r"(?:\w+ ){0,3}bomb(?=ed)", ("bomb",), False),
        (r"(?:bomb){0,2}", ("",), False),
        (r"\b(?:bomb|\d+)\b", ("",), False),
        (r"(?<=bomb)ed", ("",), False),
        (r"(?i:bomb)", ("",), False),
        (r"", ("",), False),
    ],
)
def test_every_match_needs_one_of_these(expression: str, strings: tuple[str, ...], *, are_heads: bool) -> None:
    assert needed(expression) == (strings, are_heads)


def test_a_marked_text_is_matched_as_any_other() -> None:
    wires = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DEMO.glob("*.json"))[:12]]
    names = [f"{rule}.{phrase}" for rule, phrases in patterns._phrases().items() for phrase in phrases]
    found = 0
    for plain in (text.folded(wire.get("wire", wire)["body"]) for wire in wires):
        marked = patterns.Marked.of(plain)
        for start, end in ((0, len(plain)), (-5, 300), (100, 180), (150, 700)):
            for pattern in map(patterns.Pattern, names):
                spans = [m.span() for m in pattern.finditer(plain, start, end)]
                first = pattern.search(marked, start, end)
                assert [m.span() for m in pattern.finditer(marked, start, end)] == spans
                assert (first.span() if first else None) == (spans[0] if spans else None)
                found += len(spans)
    assert found
