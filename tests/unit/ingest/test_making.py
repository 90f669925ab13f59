import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.domain.items import Item, Skipped, UnreadableItem
from services.ingest.domain.making import MAX_BODY, Origin, wire_of
from services.ingest.domain.wires import Wire, read_wire

SEEN = datetime(2022, 1, 6, 12, 0, tzinfo=UTC)
HARBOUR = Origin("harbourline", trust=0.8, name="harbour-world")
BODY = "BAGHDAD, Jan. 5 (Harbourline) -- A drone struck a depot on Wednesday.\n\nNobody was hurt."


def made(item: Item, origin: Origin = HARBOUR) -> Wire:
    wire = wire_of(item, origin, SEEN)
    assert isinstance(wire, Wire)
    return wire


def test_an_item_becomes_a_wire_with_all_that_it_tells() -> None:
    published = datetime(2022, 1, 5, 21, 10, tzinfo=UTC)
    wire = made(Item(guid="urn:h:1", headline="Drone <b>strikes</b> depot", body=BODY, published=published, version=3))
    assert wire.headline == "Drone strikes depot"
    assert wire.body == BODY
    assert wire.dateline == "BAGHDAD"
    assert (wire.published_at, wire.version, wire.trust) == (published, 3, 0.8)
    assert wire.id.startswith("harbourline-")


def test_a_story_without_headline_goes_by_its_first_sentence() -> None:
    assert made(Item(body="A drone struck a depot. Nobody was hurt.")).headline == "A drone struck a depot."


def test_a_usable_story_without_words_is_unreadable() -> None:
    with pytest.raises(UnreadableItem, match="nothing to read"):
        wire_of(Item(guid="1", headline="<br/>"), HARBOUR, SEEN)


def test_a_canceled_story_needs_no_words() -> None:
    assert made(Item(guid="1", status="canceled")).status == "canceled"


def test_a_revised_story_is_named_by_the_id_that_it_had() -> None:
    assert made(Item(guid="2", headline="h", revises="1")).revises == made(Item(guid="1", headline="h")).id


def test_a_time_far_ahead_is_not_believed_unless_an_embargo_tells_of_it() -> None:
    ahead = SEEN + timedelta(days=30)
    assert made(Item(headline="h", published=ahead, updated=ahead)).published_at == SEEN
    assert made(Item(headline="h", published=ahead, embargo=ahead)).published_at == ahead


def test_a_giant_body_is_cut() -> None:
    assert len(made(Item(headline="h", body="é " * MAX_BODY)).body.encode()) <= MAX_BODY


def test_the_language_of_the_source_goes_before_a_guess() -> None:
    assert made(Item(headline="h", body=BODY * 5), Origin("wire", language="fr")).language == "fr"


def test_the_same_item_gives_the_same_wire() -> None:
    item = Item(headline="h", body=BODY)
    later = wire_of(item, HARBOUR, SEEN + timedelta(hours=1))
    assert not isinstance(later, Skipped)
    assert made(item).model_copy(update={"seen_at": None, "published_at": SEEN}) == later.model_copy(
        update={"seen_at": None, "published_at": SEEN}
    )


def test_a_kill_that_names_a_slug_takes_back_the_story_of_that_slug() -> None:
    wire = made(Item(guid="9", headline="KILL - Iraq-Attack"))
    assert (wire.status, wire.revises) == ("canceled", "slug:iraq-attack")


def test_a_kill_without_a_slug_takes_back_the_story_that_carries_it() -> None:
    wire = made(Item(guid="1", headline="WITHDRAWN: Drone strikes depot", body=BODY))
    assert (wire.status, wire.revises) == ("canceled", None)
    assert wire.id == made(Item(guid="1", headline="Drone strikes depot", body=BODY)).id


def test_a_story_that_editors_must_hold_is_withheld() -> None:
    assert made(Item(guid="1", headline="h", body=BODY, note="Do not use this story.")).status == "withheld"


def test_an_advisory_is_skipped() -> None:
    item = Item(headline="ADVISORY - Plans for Friday", body="We will cover the summit.")
    assert wire_of(item, HARBOUR, SEEN) == Skipped("advisory", "ADVISORY - Plans for Friday")


def test_keywords_are_there_once_short_and_few() -> None:
    words = ("Iraq", "<b>Iraq</b>", " ", "x" * 1000, *map(str, range(200)))
    keywords = made(Item(headline="h", keywords=words)).keywords
    assert keywords[:3] == ("Iraq", "x" * 300, "0")
    assert len(keywords) == 100


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/story", "https://a b", "", "https://h.example/" + "x" * 3000])
def test_what_is_no_address_to_read_at_is_left_out(url: str) -> None:
    assert made(Item(headline="h", url=url)).url is None


TEXTS = st.text() | st.lists(
    st.sampled_from(
        "KILL story EDITORS: <p> </p> <script> &lt; b&gt; \x00 \ud800 \u202e By Jane in ( -- - By\n".split(" ")
    )
).map(" ".join)
MOMENTS = st.none() | st.datetimes(timezones=st.none() | st.timezones() | st.just(timezone(timedelta(hours=23))))
ITEMS = st.builds(
    Item,
    guid=st.none() | TEXTS,
    url=st.none() | TEXTS,
    headline=TEXTS,
    body=TEXTS,
    dateline=st.none() | TEXTS,
    byline=st.none() | TEXTS,
    language=st.none() | TEXTS,
    published=MOMENTS,
    updated=MOMENTS,
    version=st.none() | st.integers(),
    status=st.sampled_from(("usable", "withheld", "canceled")),
    embargo=MOMENTS,
    revises=st.none() | TEXTS,
    slug=st.none() | TEXTS,
    note=st.none() | TEXTS,
    keywords=st.lists(TEXTS, max_size=3).map(tuple),
    subjects=st.lists(TEXTS, max_size=3).map(tuple),
)


@settings(deadline=None)
@given(ITEMS)
def test_any_item_becomes_a_wire_without_markup_or_is_refused_with_a_reason(item: Item) -> None:
    try:
        wire = wire_of(item, HARBOUR, SEEN)
    except UnreadableItem as refused:
        assert "nothing to read" in str(refused)
        return
    if isinstance(wire, Wire):
        written = wire.model_dump_json()
        assert read_wire(written.encode()) == wire
        assert not re.search(r"</?(?:p|script)>|\u202e|\\u0000", written)
