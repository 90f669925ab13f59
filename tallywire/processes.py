"""Child processes and the ports they listen on: what the local broker and the services' stack both need."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType


def free_ports(count: int, besides: Collection[int] = ()) -> list[int]:
    """So many different TCP ports of 127.0.0.1 that nothing listens on at the moment.

    `besides` are ports that were given out before, and are not listened on yet.
    """
    ports: list[int] = []
    with ExitStack() as held:
        while len(ports) < count:
            each = held.enter_context(socket.socket())
            each.bind(("127.0.0.1", 0))
            if (port := each.getsockname()[1]) not in besides:
                ports.append(port)
    return ports


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1."""
    with socket.socket() as probe:
        # As servers do: a connection of an earlier server that still lingers is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def holds_within(seconds: float, question: Callable[[], bool], every: float = 0.1) -> bool:
    """Whether the question is answered yes before the time is over; it is asked once at least."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log, indented; empty if there is none."""
    with suppress(FileNotFoundError):
        return "\n".join(f"    {line}" for line in log.read_text(errors="replace").splitlines()[-lines:])
    return ""


def command_of(pid: int) -> str:
    """The command line that a process was started with; empty if it has ended, even if nobody has asked how."""
    proc = Path("/proc") / str(pid) / "cmdline"
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        return ""
    done = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


@contextmanager
def signals_unwind() -> Iterator[None]:
    """Within, SIGTERM and a closed terminal leave through every `finally` and `with`: no child is orphaned."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def group_of_its_own(command: list[str], log: Path, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that Ctrl-C reaches only us and we stop it in order."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
