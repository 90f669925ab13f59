"""Who was stopped for a session writes nothing until it knows that its partitions are its own."""

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


def test_who_keeps_its_pulse_may_write_however_seldom_it_asks() -> None:
    worker = Worker()
    fence = Fence(worker, 10, worker)
    for _ in range(60):
        worker.seconds += 0.5
        fence.beat()
    assert not fenced(fence)


@pytest.mark.parametrize("beats_first", [True, False])
def test_who_was_stopped_for_a_session_may_not_write_until_it_has_joined_anew(beats_first: bool) -> None:
    worker = Worker()
    fence = Fence(worker, 10, worker)
    worker.seconds += 11
    if beats_first:
        fence.beat()
    assert fenced(fence)
    worker.seconds += 1
    fence.beat()
    assert fenced(fence)
    worker.consumer_generation_id += 1
    assert not fenced(fence)


def test_who_was_not_given_up_within_another_session_may_write_again() -> None:
    worker = Worker()
    fence = Fence(worker, 10, worker)
    worker.seconds += 60
    with pytest.raises(Fenced, match="over 10 s in generation 1"):
        fence.check()
    for _ in range(20):
        worker.seconds += 0.5
        fence.beat()
    assert not fenced(fence)
