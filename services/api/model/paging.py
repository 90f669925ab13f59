"""Pages of a table's rows, in falling order of a number and an id."""

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from services.api.model.cursors import cursor, key_of

Condition = tuple[str, Sequence[Any]]


class Listing(NamedTuple):
    """What is listed: columns of a table, in falling order of the columns `number` and `identity`."""

    table: str
    number: str
    identity: str
    shown: str

    def page(
        self, db: sqlite3.Connection, conditions: Sequence[Condition], question: str, limit: int, after: str | None
    ) -> tuple[list[Any], str | None]:
        """So many rows (number, identity, what is shown) behind the cursor `after`, and where the next page begins.

        Raises:
            WrongCursor: `after` is none of this question.
        """
        if after is not None:
            key = key_of(question, after, (int, str))
            conditions = (*conditions, (f"({self.number}, {self.identity}) < (?, ?)", key))
        where = " AND ".join(sql for sql, _ in conditions) or "1"
        values = [value for _, values in conditions for value in values]
        rows = db.execute(
            f"SELECT {self.number}, {self.identity}, {self.shown} FROM {self.table} WHERE {where} "
            f"ORDER BY {self.number} DESC, {self.identity} DESC LIMIT ?",
            (*values, limit + 1),
        ).fetchall()
        return rows[:limit], cursor(question, rows[limit - 1][:2]) if len(rows) > limit else None
