"""Files in a folder that strangers write to: listed, read and put away without following them anywhere else."""

import os
import stat
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

_UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp", "~")
_NO_DETOUR = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class FileChanged(OSError):
    """The file is not the one that was listed: somebody writes to it, or put another in its place."""


class FileTooLarge(ValueError):
    """The file is longer than the limit; the text says how long."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A file as it was listed; it has changed when any of this has."""

    name: str
    size: int
    mtime_ns: int
    inode: int


def listed(folder: Path, pattern: str) -> list[Drop]:
    """The finished regular files in the folder, oldest first; links and what lies in subfolders are left alone.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(folder) as entries:
        plain = [one for one in entries if _wanted(one.name, pattern) and one.is_file(follow_symlinks=False)]
        found = [_drop(one.name, one.stat(follow_symlinks=False)) for one in plain]
    return sorted(found, key=lambda drop: (drop.mtime_ns, drop.name))


def content(folder: Path, drop: Drop, most: int) -> bytes:
    """All bytes of the file.

    Raises:
        FileTooLarge: there are more than `most`.
        FileChanged: it is not the file that was listed.
        OSError: it cannot be read.
    """
    if drop.size > most:
        raise FileTooLarge(f"the file is {drop.size:,} bytes long; at most {most:,} are read")
    with open(folder / drop.name, "rb", opener=lambda path, _: os.open(path, _NO_DETOUR)) as file:
        _check(drop, os.fstat(file.fileno()))
        raw = file.read(drop.size + 1)
        _check(drop, os.fstat(file.fileno()))
    return raw


def room(folder: Path, name: str) -> Path:
    """The subfolder of that name, made if it is not there.

    Raises:
        OSError: it cannot be made, or would lead elsewhere.
    """
    path = folder / name
    path.mkdir(exist_ok=True)
    if path.is_symlink():
        raise NotADirectoryError(f"{path} is a link")
    return path


def put_away(folder: Path, drop: Drop, into: Path, why: str = "") -> None:
    """Moves the file into the subfolder in one step; beside it, why it is there.

    Raises:
        FileChanged: another file lies in its place; that one is left where it is.
        OSError: it cannot be moved.
    """
    _check(drop, os.lstat(folder / drop.name))
    target = into / drop.name
    if os.path.lexists(target):  # agencies use names again: `latest.xml`
        target = into / f"{target.stem}-{_digest(drop)}{target.suffix}"
    if why:
        note = into / f"{target.name}.why.txt"
        note.unlink(missing_ok=True)  # never written through a link
        with note.open("x", encoding="utf-8", errors="backslashreplace") as file:
            file.write(why + "\n")
    (folder / drop.name).replace(target)


def _wanted(name: str, pattern: str) -> bool:
    return not name.startswith(".") and not name.lower().endswith(_UNFINISHED) and fnmatchcase(name, pattern)


def _drop(name: str, found: os.stat_result) -> Drop:
    return Drop(name, found.st_size, found.st_mtime_ns, found.st_ino)


def _check(drop: Drop, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode) or _drop(drop.name, found) != drop:
        raise FileChanged(f"{drop.name} has changed while it was read")


def _digest(drop: Drop) -> str:
    return sha256(f"{drop.size} {drop.mtime_ns} {drop.inode}".encode()).hexdigest()[:10]
