"""Which article a text repeats: the log's order decides, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.postings import Postings
from services.ingest.domain.sketches import similarity, sketch_of
from services.ingest.domain.syndication import ALIKE, Index, Record, Repeat

STORIES = [" ".join(f"{story}{n}" for n in range(60)) for story in ("boats", "market", "drones")]
TEXTS = [*STORIES, *(text[:250] for text in STORIES), *(f"{text} and a sentence of our own" for text in STORIES)]


def record(article_id: str, text: str, revision: int = 1, at: float = 0.0) -> Record:
    sketch = sketch_of(text)
    assert sketch is not None
    return Record(article_id, revision, at, sketch)


def index(*records: Record, horizon: float = 1000.0, most: int = 1000) -> Index:
    made = Index(horizon, most)
    for one in records:
        made.add(one)
    return made


def answers(made: Index, records: list[Record]) -> list[Repeat | None]:
    return [made[one.article_id, one.revision] for one in records]


def by_hand(records: list[Record]) -> list[Repeat | None]:
    """The same decisions without any index: everything is compared with all that came before."""
    decided: dict[tuple[str, int], tuple[Record, Repeat | None]] = {}
    for one in records:
        if (one.article_id, one.revision) in decided:
            continue
        best = (0.0, "")
        for earlier, repeat in decided.values():
            root = repeat.duplicate_of if repeat else earlier.article_id
            share = similarity(one.sketch, earlier.sketch)
            if one.article_id not in (root, earlier.article_id) and share > best[0]:
                best = (share, root)
        repeat = Repeat(best[1], round(best[0], 3)) if best[0] >= ALIKE else None
        decided[one.article_id, one.revision] = one, repeat
    return [decided[one.article_id, one.revision][1] for one in records]


RECORDS = st.lists(st.builds(record, st.sampled_from("ABCDE"), st.sampled_from(TEXTS), st.integers(1, 3)), max_size=15)


@given(RECORDS)
def test_the_index_finds_what_a_comparison_with_everything_finds(records: list[Record]) -> None:
    assert answers(index(*records), records) == by_hand(records)


def test_a_copy_is_found_among_hundreds_of_texts_that_share_half_of_their_words() -> None:
    form = " ".join(in_letters(n) for n in range(150))
    texts = [f"{form} {' '.join(in_letters(number * 1000 + n) for n in range(150))}" for number in range(1, 200)]
    made = index(*(record(f"A{number}", text) for number, text in enumerate(texts)))
    for number in (0, 100, 198):
        copied = record("copy", f"{texts[number]} and a sentence of our own")
        found = made.find(copied.sketch, "copy")
        assert found is not None
        assert found.duplicate_of == f"A{number}"


def in_letters(number: int) -> str:
    """A word for each number: of digits each would count for more."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:06}")


@given(RECORDS, st.data())
def test_answers_are_the_same_whenever_they_are_asked_and_after_redelivery(
    records: list[Record], data: st.DataObject
) -> None:
    whole = index(*records)
    again = Index(1000.0, 1000)
    for n, one in enumerate(records):
        again.add(one)
        assert again[one.article_id, one.revision] == whole[one.article_id, one.revision]
        again.add(data.draw(st.sampled_from(records[: n + 1])))
    assert answers(again, records) == answers(whole, records)


@given(RECORDS)
def test_no_article_repeats_itself(records: list[Record]) -> None:
    made = index(*records)
    assert all(
        repeat.duplicate_of != one.article_id for one in records if (repeat := made[one.article_id, one.revision])
    )


def test_a_copy_of_a_copy_names_the_first() -> None:
    made = index(record("A", STORIES[0]), record("B", STORIES[0]), record("C", STORIES[0][:250]))
    assert made["A", 1] is None
    assert [made[name, 1].duplicate_of for name in "BC"] == ["A", "A"]  # type: ignore[union-attr]


def test_the_first_record_of_a_revision_decides() -> None:
    made = index(record("B", STORIES[0]), record("A", STORIES[0]), record("B", STORIES[0]))
    assert (made["B", 1], made["A", 1]) == (None, Repeat("B", 1.0))


def test_an_origin_is_not_made_a_copy_of_its_reprint_by_its_own_revision() -> None:
    made = index(record("A", STORIES[0]), record("B", STORIES[0]), record("A", STORIES[0], revision=2))
    assert made["A", 2] is None


def test_what_is_older_than_the_horizon_is_forgotten() -> None:
    made = index(record("A", STORIES[0], at=0), record("B", STORIES[0], at=1000), record("C", STORIES[0], at=1001))
    assert made["B", 1] == Repeat("A", 1.0)
    assert ("A", 1) not in made
    assert made["C", 1] == Repeat("A", 1.0), "B stands yet, and goes by A"


def test_only_so_many_are_held() -> None:
    made = index(*(record(str(n), f"{n} {STORIES[n % 3]}") for n in range(50)), most=10)
    assert len(made) == 10


def test_boilerplate_in_thousands_of_texts_costs_no_more_than_in_a_few() -> None:
    postings = Postings()
    sketch = record("A", STORIES[0]).sketch
    for number in range(5000):
        postings.add(number, sketch.keys)
    assert len(list(postings.having(sketch.keys[0]))) == 64


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=60))
def test_postings_hold_what_was_not_let_go(steps: list[tuple[int, bool]]) -> None:
    postings, oldest = Postings(), 0
    held: list[int] = []
    for number, (value, drops) in enumerate(steps):
        sketch = record("A", " ".join(f"{value}w{n}" for n in range(120))).sketch
        postings.add(number, sketch.hashes)
        held.append(value)
        if drops:
            oldest = max(oldest, number - 20)
            postings.let_go(oldest)
        expected = [n for n in range(number, oldest - 1, -1) if held[n] == value]
        assert list(postings.having(sketch.hashes[0])) == expected
