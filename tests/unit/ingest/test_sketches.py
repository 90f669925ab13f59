"""What a sketch keeps of a text."""

import json
import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.sketches import Sketch, similarity, sketch_of, unpacked
from services.ingest.domain.syndication import ALIKE

ROOT = Path(__file__).resolve().parents[3]
PAIRS = ROOT / "tests" / "golden" / "ingest" / "syndication"
COPIES = json.loads((PAIRS / "copies.json").read_text(encoding="utf-8"))
OTHERS = json.loads((PAIRS / "others.json").read_text(encoding="utf-8"))
WIRES = [
    json.loads(path.read_text(encoding="utf-8"))
    for folder in ("demo/wires", "tests/golden/wires")
    for path in sorted((ROOT / folder).glob("*.json"))
]
REPRINT = {"harbour-0003", "nutmeg-0002"}
WORDS = st.lists(st.sampled_from([f"word{n}" for n in "abcdefghijklmnop"]), max_size=300).map(" ".join)


def sketch(body: str) -> Sketch:
    found = sketch_of(body)
    assert found is not None
    return found


def alike(first: str, second: str) -> float:
    one, other = sketch_of(first), sketch_of(second)
    return similarity(one, other) if one and other else 0.0


@pytest.mark.parametrize("pair", COPIES, ids=lambda pair: pair["what"])
def test_a_copy_is_known_both_ways(pair: dict[str, str]) -> None:
    assert alike(pair["first"], pair["second"]) >= ALIKE + 0.1
    assert alike(pair["second"], pair["first"]) >= ALIKE + 0.1


@pytest.mark.parametrize("pair", OTHERS, ids=lambda pair: pair["what"])
def test_what_tells_of_the_same_in_other_words_or_other_figures_is_no_copy(pair: dict[str, str]) -> None:
    assert alike(pair["first"], pair["second"]) <= ALIKE - 0.05


def test_no_two_wires_of_the_collections_are_copies_but_the_reprint() -> None:
    sketches = {wire["id"]: one for wire in WIRES if (one := sketch_of(wire["body"]))}
    found = {frozenset((a, b)) for a, b in combinations(sketches, 2) if similarity(sketches[a], sketches[b]) >= ALIKE}
    assert found == {frozenset(REPRINT)}


def test_wires_are_known_again_with_words_dropped_and_cut_short() -> None:
    chance = random.Random(4)
    long = [wire["body"] for wire in WIRES if len(wire["body"].split()) > 80]
    dropped = [" ".join(word for word in body.split(" ") if chance.random() > 0.03) for body in long]
    cut = [" ".join(body.split(" ")[: max(45, len(body.split(" ")) // 3)]) for body in long]
    for changed in (dropped, cut):
        known = sum(alike(a, b) >= ALIKE for a, b in zip(long, changed, strict=True))
        assert known >= 0.98 * len(long)


@given(WORDS)
def test_a_text_is_a_copy_of_itself_and_of_its_record(body: str) -> None:
    one = sketch_of(body)
    assert (one is None) == (len(body.split()) < 8)
    if one:
        assert unpacked(one.packed()) == one
        assert similarity(one, one) == 1.0


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_goes_both_ways(first: str, second: str) -> None:
    assert 0.0 <= alike(first, second) == alike(second, first) <= 1.0


@pytest.mark.parametrize("text", ["", "=", "no base64!", "AAA=", "AAAAAAA="])
def test_what_is_no_sketch_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpacked(text)


def test_a_sketch_stays_small_however_long_the_text() -> None:
    assert len(sketch(" ".join(map(str, range(100_000)))).packed()) < 3000
