"""Ending the process with one line that says why, and an exit code that means something."""

import os
import sys
from typing import NoReturn

EXIT_SETTINGS, EXIT_BROKER, EXIT_UNREADABLE, EXIT_DISK = 2, 3, 4, 5


def stop(who: str, why: str, code: int, at_once: bool = False) -> NoReturn:
    """Ends the process; at once, as a crash would, from where nothing but a crash ends a Faust worker."""
    sys.stderr.write(f"tallywire {who}: {why}\n")
    sys.stderr.flush()
    if at_once:
        os._exit(code)
    sys.exit(code)
