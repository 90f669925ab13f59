"""ISO weeks: Monday to Sunday."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week of the ISO calendar."""

    monday: date

    @classmethod
    def of(cls, text: str) -> "Week":
        """The week that is written like `2022-W01`.

        Raises:
            ValueError: none is.
        """
        told = _WEEK.fullmatch(text)
        if told is None:
            raise ValueError(f"{text!r} is no week: write it like 2022-W01")
        try:
            return cls(date.fromisocalendar(int(told[1]), int(told[2]), 1))
        except ValueError as error:
            raise ValueError(f"there is no week {text}: {error}") from error

    @classmethod
    def around(cls, day: date) -> "Week":
        """The week in which the day is."""
        return cls(day - timedelta(days=day.weekday()))

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days."""
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    @property
    def before(self) -> "Week":
        """The week before it."""
        return Week(self.monday - timedelta(days=7))

    @property
    def title(self) -> str:
        """`Week 1 of 2022`."""
        year, week, _ = self.monday.isocalendar()
        return f"Week {week} of {year}"

    @property
    def words(self) -> str:
        """`3 to 9 January 2022`."""
        first, last = self.monday, self.sunday
        begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
        begin += f" {first.year}" if first.year != last.year else ""
        return f"{begin} to {last.day} {last:%B %Y}"

    def __str__(self) -> str:
        """`2022-W01`."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"
