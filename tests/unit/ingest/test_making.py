from datetime import UTC, datetime, timedelta

import pytest

from services.ingest.domain.items import Item, Skipped, UnreadableItem
from services.ingest.domain.making import MAX_BODY, Origin, wire_of
from services.ingest.domain.wires import Wire

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
