"""The days that accounts and pieces name, and how closely they do."""

from services.aggregation.domain.accounts import Account

LONGEST_SPAN_DAYS = 31
"""What is dated no closer is only compared with what is dated the same: it would look like everything."""

Dates = tuple[int | None, int | None]


def dates(account: Account) -> Dates:
    """The days that an account names."""
    return account.earliest, account.latest


def dates_of(piece: frozenset[Account]) -> Dates:
    """The days that all accounts of a piece name."""
    return dates(next(iter(piece)))


def level(key: Dates) -> int:
    """How loosely something is dated: 0 a day, 1 a night, 2 a longer span, 3 hardly or not at all."""
    earliest, latest = key
    if earliest is None or latest is None or latest - earliest >= LONGEST_SPAN_DAYS:
        return 3
    return min(latest - earliest, 2)


def is_closer(key: Dates, than: Dates) -> bool:
    """Whether something is dated so much more closely that the other may belong to it."""
    return level(key) < level(than) < 3  # noqa: PLR2004  # what is hardly dated belongs to nothing else


def overlap(key: Dates, other: Dates) -> bool:
    """Whether two spans have a day in common."""
    (a, b), (c, d) = key, other
    return a is not None and b is not None and c is not None and d is not None and a <= d and c <= b
