"""What taking wires in costs: `make bench`.

Readers are timed beside feedparser alone on the same bytes in the same run: their ratio says something on any machine.
feedparser stops at markup it has made safe; ours at plain text with paragraphs.
"""

from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.polls import quiet, whole_way
from benchmarks.readers import by_format

WIDTH: Final = 110


def main() -> None:
    """Measure everything, and print tables."""
    console = Console(width=WIDTH)
    heads = ("stories per second of one core", "read", "as wires", "feedparser", "read : feedparser")
    readers = Table(*heads, title="Readers")
    for line in by_format():
        readers.add_row(*line)
    console.print(readers)
    ways = Table("what", "measured", title="Ingest, from the poll on (loopback, embedded broker)")
    for told in (*whole_way(), *quiet()):
        ways.add_row(*told)
    console.print(ways)


if __name__ == "__main__":
    main()
