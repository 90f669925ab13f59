"""Kafka's classes as Java has read them once, kept beside the jars: with them a broker is up in half of the time."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

NAME = "classes.jsa"


def reading(jars: Path) -> list[str]:
    """The options that make Java take the classes from there; none as long as there are none.

    What was kept by another Java, or for other jars, it passes over.
    """
    return [f"-XX:SharedArchiveFile={jars / NAME}"] if (jars / NAME).exists() else []


def writing(jars: Path, folder: Path) -> list[str]:
    """The options that make a broker write its classes into its folder when it ends; none if some are kept."""
    return [] if (jars / NAME).exists() else [f"-XX:ArchiveClassesAtExit={folder / NAME}"]


def keep(jars: Path, written: Path) -> None:
    """Keeps what a broker wrote, if none are kept and there is room; it has ended, so this is whole."""
    if (jars / NAME).exists():
        return
    with suppress(OSError), tempfile.TemporaryDirectory(dir=jars) as partial:
        # Others may be about to read them: they see all of it or nothing.
        shutil.move(written, Path(partial) / NAME)
        (Path(partial) / NAME).rename(jars / NAME)
