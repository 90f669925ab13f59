"""Who was silent for a session writes nothing until it has joined again."""

from dataclasses import dataclass

import pytest

from services.common.fence import Fence, Fenced


@dataclass
class Worker:
    """The app and the clock of a worker, in one."""

    consumer_generation_id: int = 1
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def fenced(fence: Fence) -> bool:
    try:
        fence.check()
    except Fenced:
        return True
    return False


def test_who_keeps_its_pulse_may_write() -> None:
    worker = Worker()
    fence = Fence(worker, 10, worker)
    for _ in range(5):
        worker.seconds += 9
        assert not fenced(fence)


def test_who_was_silent_for_a_session_may_not_write_until_it_has_joined_again() -> None:
    worker = Worker()
    fence = Fence(worker, 10, worker)
    worker.seconds += 11
    assert fenced(fence)
    worker.seconds += 1
    assert fenced(fence), "being asked again is no sign that the partitions are its own"
    worker.consumer_generation_id += 1
    assert not fenced(fence)


def test_a_fenced_worker_says_for_how_long_it_was_silent() -> None:
    worker = Worker()
    fence = Fence(worker, 10, worker)
    worker.seconds += 60
    with pytest.raises(Fenced, match="over 10 s"):
        fence.check()
