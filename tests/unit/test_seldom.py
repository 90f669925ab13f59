"""A library that says the same again and again is heard once in a while."""

import logging

from services.common.seldom import Seldom


class Log:
    """What passes the filter, at times that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0
        self._filter = Seldom(seconds=30, clock=lambda: self.now)

    def says(self, name: str, text: str, *args: object, line: int = 1, level: int = logging.ERROR) -> str | None:
        record = logging.LogRecord(name, level, "library.py", line, text, args, None)
        return record.getMessage() if self._filter.filter(record) else None


def test_what_is_said_again_is_kept_back_and_counted_when_it_is_heard_again() -> None:
    log = Log()
    assert log.says("aiokafka.conn", "no connection to %s", 1) == "no connection to 1"
    assert [log.says("aiokafka.conn", "no connection to %s", n) for n in range(100)] == [None] * 100
    log.now = 30
    assert log.says("aiokafka.conn", "no connection to %s", 7) == "no connection to 7 (100 more like it before)"
    log.now = 60
    assert log.says("aiokafka.conn", "no connection to %s", 8) == "no connection to 8"


def test_what_is_said_elsewhere_is_heard() -> None:
    log = Log()
    assert log.says("aiokafka.conn", "no connection")
    assert log.says("aiokafka.conn", "no coordinator", line=2)


def test_what_we_say_ourselves_is_always_heard() -> None:
    log = Log()
    letters = [log.says("tallywire", "dead letter %s", offset) for offset in range(3)]
    assert letters == ["dead letter 0", "dead letter 1", "dead letter 2"]
