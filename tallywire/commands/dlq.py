"""`dlq`: what could not be read, with its reason; and another try for it."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from kafka import TopicPartition
from kafka.structs import OffsetAndMetadata

from schemas.topics import CONSUMED, Topic
from services.common.admin import BrokerFault, administration
from services.common.letters import ATTEMPTS, PREFIX
from services.common.settings import Settings
from tallywire import screen
from tallywire.commands.tail import full_name
from tallywire.kafka import producer, whole_topic

app = typer.Typer(help="Dead letters: list them, look at one, try them again.", no_args_is_help=True)
TopicName = Annotated[str, typer.Argument(help="the topic they came from, e.g. intake; its dead letters are meant")]


@app.command("list")
def list_(everything: Annotated[bool, typer.Option("--all", help="also those that were replayed")] = False) -> None:
    """List the dead letters that wait: topic, number, origin, reason.

    Examples:

      tallywire dlq list
    """
    settings = Settings()
    for topic in CONSUMED:
        for letter in _letters(settings, topic, everything):
            screen.line(f"{topic.name}  #{letter.offset}  from {_origin(letter)}  {_reason(letter)}")


@app.command()
def show(topic: TopicName, number: Annotated[int, typer.Argument(help="its number in `dlq list`")]) -> None:
    """Show one dead letter: its headers, then its bytes.

    Examples:

      tallywire dlq show intake 3
    """
    for letter in _letters(Settings(), _topic(topic), everything=True):
        if letter.offset == number:
            for name, value in letter.headers:
                screen.line(f"{name}: {value.decode('utf-8', 'replace')}")
            screen.line("")
            screen.line((letter.value or b"").decode("utf-8", "replace"))
            return
    raise BrokerFault(f"there is no dead letter #{number} of {_topic(topic).name}: see `tallywire dlq list --all`")


@app.command()
def replay(
    topic: TopicName,
    number: Annotated[int | None, typer.Argument(help="only this one; without it, all that wait")] = None,
) -> None:
    """Put dead letters back where they came from, after what refused them was mended.

    Examples:

      tallywire dlq replay articles
    """
    settings, source = Settings(), _topic(topic)
    letters = [x for x in _letters(settings, source, number is not None) if number in (None, x.offset)]
    writer = producer(settings)
    sent = [_send(writer, settings.named(source.name), letter) for letter in letters]
    for future in sent:
        future.get(timeout=60)
    writer.close()
    if letters and number is None:
        _mark(settings, source, letters[-1].offset + 1)
    screen.line(f"{len(sent)} dead letters of {source.name} replayed")


def _letters(settings: Settings, topic: Topic, everything: bool) -> Iterator[Any]:
    start = {} if everything else {_place(settings, topic): _marked(settings, topic)}
    yield from whole_topic(settings, settings.named(topic.dead_letters), start)


def _topic(name: str) -> Topic:
    full = full_name(name)
    found = next((topic for topic in CONSUMED if topic.name == full), None)
    if found is None:
        raise BrokerFault(f"no service reads {full}, so it has no dead letters")
    return found


def _send(writer: Any, origin: str, letter: Any) -> Any:
    """The original bytes and headers, with how often it was tried: that it comes back is seen."""
    kept = [(name, value) for name, value in letter.headers if not name.startswith(PREFIX) or name == ATTEMPTS]
    return writer.send(origin, key=letter.key, value=letter.value, headers=kept)


def _header(letter: Any, name: str) -> str:
    return next((v.decode("utf-8", "replace") for n, v in letter.headers if n == PREFIX + name), "?")


def _origin(letter: Any) -> str:
    return f"[{_header(letter, 'partition')}]@{_header(letter, 'offset')}"


def _reason(letter: Any) -> str:
    return f"{_header(letter, 'error.class')}: {_header(letter, 'error.message')}"


def _place(settings: Settings, topic: Topic) -> TopicPartition:
    return TopicPartition(settings.named(topic.dead_letters), 0)


def _group(settings: Settings) -> str:
    return settings.named("tallywire-dlq")


def _marked(settings: Settings, topic: Topic) -> int:
    """The first dead letter that waits."""
    with administration(settings) as client:
        committed = client.list_group_offsets(_group(settings)).get(_group(settings), {})
    mark = committed.get(_place(settings, topic))
    return max(mark.offset, 0) if mark else 0


def _mark(settings: Settings, topic: Topic, offset: int) -> None:
    with administration(settings) as client:
        client.alter_group_offsets(_group(settings), {_place(settings, topic): OffsetAndMetadata(offset, "", None)})
