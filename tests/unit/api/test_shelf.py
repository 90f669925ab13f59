"""Large answers are made seldom, and never given when they are too old."""

import threading

from services.api.shelf import FRESH_SECONDS, MOST, OLD_SECONDS, Shelf
from tallywire.processes import holds_within


class Kitchen:
    """Makes answers, and counts them."""

    def __init__(self) -> None:
        self.now, self.made = 0.0, 0
        self.shelf = Shelf(lambda: self.now)

    def make(self) -> tuple[str, bytes]:
        self.made += 1
        return f"v{self.made}", b"%d" % self.made

    def asked(self, etag: str, question: str = "all") -> bytes:
        return self.shelf.taken(question, etag, self.make).body


def test_the_same_version_is_made_once() -> None:
    kitchen = Kitchen()
    assert kitchen.asked("v1") == b"1"
    kitchen.now = 1e6
    assert kitchen.asked("v1") == b"1"


def test_another_version_is_made_when_the_answer_is_old() -> None:
    kitchen = Kitchen()
    assert kitchen.asked("v1") == b"1"
    kitchen.now += FRESH_SECONDS / 2
    assert kitchen.asked("v2") == b"1"
    kitchen.now += FRESH_SECONDS
    assert kitchen.asked("v2") == b"1"
    assert holds_within(5, lambda: kitchen.made == 2, every=0.01)
    kitchen.now += OLD_SECONDS + FRESH_SECONDS
    assert kitchen.asked("v3") == b"3"


def test_many_who_ask_at_once_wait_for_one() -> None:
    kitchen, start = Kitchen(), threading.Barrier(8)
    found: list[bytes] = []

    def ask() -> None:
        start.wait()
        found.append(kitchen.asked("v1"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"1"] * 8


def test_only_so_many_are_kept() -> None:
    kitchen = Kitchen()
    for number in range(MOST + 1):
        kitchen.asked("x", str(number))
    assert kitchen.asked("v1", "0") == b"%d" % (MOST + 2)
