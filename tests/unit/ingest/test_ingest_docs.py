"""docs/ingest.md says what the program does."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from services.ingest.domain.feeds import Feed, Folder, ForeignTopic, Format, Pusher, read_feeds
from services.ingest.settings import IngestSettings

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "ingest.md").read_text(encoding="utf-8")
COMMON = {"name", "source", "language", "format", "trust"}


def rows(heading: str) -> dict[str, str]:
    """The lines of the first table below a heading, by what their first cell holds in code quotes or plain."""
    table = TEXT.partition(f"{heading}\n")[2].partition("\n\n| ")[2].partition("\n\n")[0].splitlines()[2:]
    cells = [line.strip("| ").split(" | ") for line in table]
    return {cell[0].strip("`[] "): cell[1] for cell in cells}


def test_every_format_that_is_read_is_in_the_table_and_no_other() -> None:
    golden = (ROOT / "tests" / "golden" / "ingest").rglob("*.expected.json")
    told = {
        json.loads(path.read_text(encoding="utf-8"))["format"] for path in golden if path.parent.name != "syndication"
    }
    assert told == set(rows("## Formats")) == set(get_args(Format))


@pytest.mark.parametrize(
    ("entry", "model"), [("feed", Feed), ("folder", Folder), ("topic", ForeignTopic), ("push", Pusher)]
)
def test_every_key_of_an_entry_is_told(entry: str, model: type[BaseModel]) -> None:
    assert set(re.findall(r"`(\w+)`", rows("## Sources: feeds.toml")[entry])) == model.model_fields.keys() - COMMON


def test_every_setting_that_is_named_is_one() -> None:
    named = {name.lower() for name in re.findall(r"TALLYWIRE_INGEST_([A-Z_]+)", TEXT)}
    assert named
    assert named <= IngestSettings.model_fields.keys()


def test_the_file_of_examples_is_valid_with_and_without_its_comments() -> None:
    text = (ROOT / "ops" / "feeds" / "feeds.toml").read_text(encoding="utf-8")
    assert not read_feeds(text).feed
    examples = read_feeds(re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE))
    assert [len(kind) for kind in (examples.feed, examples.folder, examples.topic, examples.push)] == [1, 1, 1, 1]
