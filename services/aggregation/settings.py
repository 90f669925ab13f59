"""Aggregation's own settings, read by its `__main__` and nowhere else."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.aggregation.agents import CAUTIOUS


class AggregationSettings(BaseSettings):
    """How much is done at once, and where what is remembered is kept."""

    model_config = SettingsConfigDict(env_prefix="TALLYWIRE_AGGREGATION_", frozen=True)

    store: Literal["memory", "rocksdb"] = "rocksdb"
    """Where the tables stand between their changelogs and us (docs/decisions tell what was measured)."""
    standbys: int = Field(0, ge=0, le=8)
    """How many other workers keep a copy of each table; wants more workers than that."""
    batch: int = Field(CAUTIOUS, ge=1, le=CAUTIOUS)
    """How many waiting reports are handled together."""
    hot_months: int = Field(24, ge=0)
    """Reports of months that are older than a country's newest by more than this are packed page by page; 0: never."""
    open_reports: int = Field(50_000, ge=1)
    """How many reports are kept in memory, those of the months used last; the rest is opened when it is needed."""
