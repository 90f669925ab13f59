"""How much one address may ask, and who may what."""

from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from services.api.limits import MOST_ADDRESSES, Rates
from services.api.roles import Role, Roles


@given(st.lists(st.floats(0, 3), max_size=60), st.integers(1, 5), st.floats(0.5, 10))
def test_no_more_is_granted_than_the_burst_and_what_came_in_since(pauses: list[float], burst: int, rate: float) -> None:
    now = 0.0
    rates = Rates(rate, burst, lambda: now)
    granted = 0
    for pause in pauses:
        now += pause
        wait = rates.wait("a")
        granted += not wait
        assert 0 <= wait <= 1 / rate
    assert granted <= burst + now * rate + 1e-6


def test_who_waits_as_long_as_told_is_granted() -> None:
    now = 0.0
    rates = Rates(2, 1, lambda: now)
    assert rates.wait("a") == 0
    wait = rates.wait("a")
    now += wait
    assert rates.wait("a") == 0


def test_addresses_do_not_share_and_are_forgotten() -> None:
    rates = Rates(1, 1, lambda: 0.0)
    assert [rates.wait("a"), rates.wait("b")] == [0, 0]
    for number in range(MOST_ADDRESSES):
        rates.wait(str(number))
    assert rates.wait("a") == 0


def test_no_rate_is_no_limit() -> None:
    rates = Rates(0, 1, lambda: 0.0)
    assert not any(rates.wait("a") for _ in range(1000))


def test_without_tokens_everybody_may_everything() -> None:
    assert Roles((), ()).of("") == Role.OPERATOR


def test_only_a_bearer_token_counts() -> None:
    roles = Roles([SecretStr("r" * 16)], [SecretStr("o" * 16)])
    assert roles.of(f"Bearer {'r' * 16}") == Role.READER
    assert roles.of(f"bearer  {'o' * 16} ") == Role.OPERATOR
    assert roles.of(f"Basic {'r' * 16}") == Role.NOBODY
    assert roles.of("r" * 16) == Role.NOBODY
