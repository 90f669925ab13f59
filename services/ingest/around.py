"""What ingest needs of the process that it runs in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.common.settings import Settings
from services.ingest.settings import IngestSettings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Settings, environment, time, and the partitions that this worker owns."""

    settings: Settings
    ingest: IngestSettings
    environment: Mapping[str, str]
    """Credentials are looked up here by the names that feeds.toml gives."""
    clock: Callable[[], datetime]
    owned: Callable[[], frozenset[int]]
    """The partitions of the intake that are ours at the moment."""
