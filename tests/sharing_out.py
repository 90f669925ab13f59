"""How tests are shared out to several processes (pytest-xdist)."""

from typing import Any

from xdist.scheduler import LoadFileScheduling

TOGETHER = ("tests/browser/", "tests/containers/")
"""The tests of such a folder share a system, which takes long to start."""


class Sharing(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A file's tests go to one process, and a folder's whose tests share a system."""

    def _split_scope(self, nodeid: str) -> Any:
        folder = next((folder for folder in TOGETHER if nodeid.startswith(folder)), None)
        return folder or super()._split_scope(nodeid)
