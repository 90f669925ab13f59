"""Aggregation's own settings, read by its `__main__` and nowhere else."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from services.aggregation.agents import CAUTIOUS
from services.common.environment import Environment


class AggregationSettings(Environment):
    """How much is done at once, and where what is remembered is kept."""

    model_config = SettingsConfigDict(env_prefix="TALLYWIRE_AGGREGATION_", frozen=True)

    store: Literal["memory", "rocksdb"] = "rocksdb"
    """Where the tables stand between their changelogs and us (docs/decisions tell what was measured)."""
    standbys: int = Field(0, ge=0, le=8)
    """How many other workers keep a copy of each table, as far as there are others."""
    batch: int = Field(CAUTIOUS, ge=1, le=CAUTIOUS)
    """How many waiting reports are handled together."""
    hot_months: int = Field(24, ge=0)
    """Reports of months that are older than a country's newest by more than this are packed page by page; 0: never."""
    open_reports: int = Field(50_000, ge=1)
    """How many reports are kept in memory, those of the months used last; the rest is opened when it is needed."""

    @model_validator(mode="after")
    def _standbys_are_on_disk(self) -> Self:
        """In memory Faust throws a copy away when a recovery ends, and reads it anew when it is needed."""
        if self.standbys and self.store == "memory":
            raise ValueError("standbys keep their copies on disk: they want store rocksdb")
        return self
