"""Posts new incidents of high confidence to a chat's incoming webhook, each once.

CHAT_WEBHOOK_URL=https://chat.example/hook python examples/chat_webhook/webhook.py --confidence 0.9 --sources 2
"""

import argparse
import json
import logging
import os
import signal
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from schemas.incidents import IncidentResolved
from tallywire.consume import Delivery, Handling, Letter, Subscription
from tallywire.exports.words import attribution_words, counted, title
from tallywire.phrases import toll_phrase

log = logging.getLogger("webhook")


class Refused(Exception):
    """The chat will not take this message however often it comes."""


class Posted:
    """Which incidents were posted, on disk: written before an event may be committed."""

    def __init__(self, path: Path) -> None:
        """Opens the file, and makes it where there is none."""
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute("CREATE TABLE IF NOT EXISTS posted (incident_id TEXT PRIMARY KEY)")

    def has(self, incident: IncidentResolved) -> bool:
        """Whether it was posted, under its own id or that of an incident that lives on in it."""
        ids = (incident.incident_id, *incident.supersedes)
        return any(self._file.execute("SELECT 1 FROM posted WHERE incident_id = ?", (one,)).fetchone() for one in ids)

    def add(self, incident: IncidentResolved) -> None:
        """It was posted."""
        self._file.execute("INSERT OR IGNORE INTO posted VALUES (?)", (incident.incident_id,))


@dataclass(frozen=True)
class Poster:
    """Takes deliveries, and posts what is sure enough and was not posted before."""

    posted: Posted
    send: Callable[[str, str], None]
    confidence: float
    sources: int

    def __call__(self, delivery: Delivery[IncidentResolved]) -> None:
        """Posts the incident if it is to be posted."""
        incident = delivery.event
        if self._is_sure(incident) and not self.posted.has(incident):
            self.send(incident.incident_id, message(incident))
            self.posted.add(incident)

    def _is_sure(self, incident: IncidentResolved) -> bool:
        stands = incident.status == "standing" and incident.factuality == "occurred"
        return stands and incident.confidence >= self.confidence and incident.corroboration >= self.sources


def message(incident: IncidentResolved) -> str:
    """The incident in the JSON of chats: what wires say is text, and cannot call people or make links."""
    sources = counted(incident.corroboration, "source")
    lines = [title(incident), toll_phrase(incident), attribution_words(incident)]
    lines.append(f"{sources}, confidence {incident.confidence:.2f}, {incident.incident_id}")
    text = "\n".join(filter(None, lines))
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return json.dumps(
        {"text": safe, "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text[:3000]}}]}
    )


def sender(url: str) -> Callable[[str, str], None]:
    """Posts to the webhook; raises what may pass by, and Refused for what will not."""
    if not url.startswith(("https://", "http://")):
        raise ValueError("CHAT_WEBHOOK_URL must be an address of the web")

    def send(incident_id: str, body: str) -> None:
        # A receiver that knows this header drops what comes twice: after kill -9 between its answer and our note.
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{incident_id.encode().hex()}"'}
        request = urllib.request.Request(url, body.encode(), headers, method="POST")  # noqa: S310 (checked above)
        try:
            with urllib.request.urlopen(request, timeout=20):  # noqa: S310 (the same)
                return
        except urllib.error.HTTPError as error:
            passing = error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code == HTTPStatus.TOO_MANY_REQUESTS
            if passing or error.code == HTTPStatus.REQUEST_TIMEOUT:
                raise
            raise Refused(f"{error.code} {error.reason}") from error

    return send


def given_up(letter: Letter) -> None:
    """Names what is refused, and passes it over; for what may pass by the program ends, to be started again."""
    if not isinstance(letter.error, Refused):
        raise letter.error
    log.error("not posted: %s", letter)


def main() -> None:
    """Follows the incidents until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--confidence", type=float, default=0.9)
    parser.add_argument("--sources", type=int, default=2)
    parser.add_argument("--state", type=Path, default=Path("posted.sqlite"))
    parser.add_argument("--start", choices=("latest", "earliest"), default="latest", help="where a new group begins")
    parser.add_argument("--wait", type=float, default=1.0, help="seconds before the second attempt")
    told = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    poster = Poster(Posted(told.state), sender(os.environ.get("CHAT_WEBHOOK_URL", "")), told.confidence, told.sources)
    wanted = Subscription(IncidentResolved, "chat-webhook", start=told.start)
    handling = Handling(wanted, poster, failed=given_up, attempts=8, hopeless=(Refused,), first_wait=told.wait)

    def began(deliveries: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: deliveries.stop())  # type: ignore[attr-defined] # they are Deliveries

    handling.run(began)


if __name__ == "__main__":
    main()
