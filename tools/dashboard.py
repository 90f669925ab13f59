"""Writes the dashboard of ops/observability from a list of its panels: `python -m tools.dashboard`."""

import json
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parents[1] / "ops" / "observability" / "grafana" / "dashboards" / "tallywire.json"
SOURCE = {"type": "prometheus", "uid": "prometheus"}
WIDTH, HEIGHT, ACROSS = 8, 8, 3


class Panel(NamedTuple):
    """What a panel shows, by Prometheus' expressions and how each is named in the legend."""

    title: str
    unit: str
    shown: dict[str, str]
    about: str = ""
    red_from: float | None = None
    """A panel that shows one number in colours; without it, curves."""


def _quantile(share: float, name: str, *labels: str) -> str:
    kept = ", ".join((*labels, "le"))
    return f"histogram_quantile({share}, sum by ({kept}) (rate({name}_bucket[$__rate_interval])))"


def _each_second(name: str, *labels: str) -> str:
    return f"sum by ({', '.join(labels)}) (rate({name}[$__rate_interval]))"


def _more(name: str, *labels: str) -> str:
    return f"sum by ({', '.join(labels)}) (increase({name}[$__rate_interval]))"


HEAD = (
    Panel("Processes absent", "none", {'count(up{job=~"ingest|extraction|aggregation|api"} == 0) or vector(0)': ""},
          "Workers, and the api, that cannot be scraped.", 1),
    Panel("Lag", "short", {"sum(tallywire_lag)": ""}, "Messages that are not dealt with yet, in all stages.", 1000),
    Panel("Longest standstill", "s", {"max(tallywire_standstill_seconds)": ""},
          "Since when a worker has had work and committed nothing.", 60),
    Panel("Delivery to count, p95", "s",
          {f'sum({_quantile(0.95, "tallywire_age_seconds", "topic")})': ""}, "The sum over the stages.", 300),
    Panel("Dead letters in a day", "short", {"sum(increase(tallywire_dead_letters_total[24h])) or vector(0)": ""},
          "`tallywire dlq list` names them.", 1),
    Panel("Feeds that fail", "short", {'sum(tallywire_ingest_feeds{health=~"failing|ended"}) or vector(0)': ""},
          "/feeds of ingest says why.", 1),
)  # fmt: skip
"""One number each, in the first row."""

CURVES = (
    Panel("Lag by topic", "short",
          {"sum by (job, topic) (tallywire_lag)": "{{job}}: {{topic}}", "sum(tallywire_api_lag)": "api"},
          "Messages that are on the broker and not committed; of the api: not in its model."),
    Panel("Standstill", "s", {"tallywire_standstill_seconds": "{{job}} {{instance}}"}),
    Panel("Committed", "cps", {"sum by (job, topic) (deriv(tallywire_committed_offset[5m]))": "{{job}}: {{topic}}"},
          "How fast offsets get on, committed by whichever worker."),

    Panel("Age by stage: p50", "s", {_quantile(0.5, "tallywire_age_seconds", "topic"): "{{topic}}"},
          "From the broker's stamp on a message until all that it caused is on the broker: with its waiting."),
    Panel("Age by stage: p95", "s", {_quantile(0.95, "tallywire_age_seconds", "topic"): "{{topic}}"}),
    Panel("Age by stage: p99", "s", {_quantile(0.99, "tallywire_age_seconds", "topic"): "{{topic}}"}),

    Panel("Throughput", "cps", {_each_second("tallywire_messages_total", "topic", "outcome"): "{{topic}} {{outcome}}"},
          "Messages dealt with in a second."),
    Panel("Time of a batch", "s",
          {_quantile(0.5, "tallywire_handling_seconds", "topic"): "{{topic}} p50",
           _quantile(0.99, "tallywire_handling_seconds", "topic"): "{{topic}} p99"},
          "Without the waiting before it."),
    Panel("Wires by outcome", "cps", {_each_second("tallywire_ingest_wires_total", "outcome"): "{{outcome}}"}),

    Panel("Dead letters by reason", "short",
          {_more("tallywire_dead_letters_total", "topic", "reason"): "{{topic}}: {{reason}}",
           _more("tallywire_api_unreadable_total", "topic"): "{{topic}}: passed over by the api"},
          "In each interval."),
    Panel("Feeds by health", "short", {"sum by (health) (tallywire_ingest_feeds)": "{{health}}"}),
    Panel("Feeds that fail most", "short", {"topk(10, tallywire_ingest_feed_failures > 0)": "{{feed}}"},
          "Failures since the last success, weighted."),

    Panel("Feeds read longest ago", "s",
          {"topk(10, time() - tallywire_ingest_feed_last_success_timestamp_seconds)": "{{feed}}"}),
    Panel("Ready", "bool_yes_no",
          {"tallywire_ready": "{{job}} {{instance}}", "tallywire_api_ready": "api {{instance}}"}),
    Panel("Time of the last recovery", "s", {"tallywire_recovery_seconds": "{{job}} {{instance}}"},
          "From the loss of the partitions, or the start, until the tables were whole."),

    Panel("Tables on disk", "bytes", {"tallywire_tables_bytes": "{{job}} {{instance}}"}),
    Panel("Api: answers", "reqps", {_each_second("tallywire_api_requests_total", "status"): "{{status}}"}),
    Panel("Api: time to answer, p95", "s", {_quantile(0.95, "tallywire_api_seconds", "route"): "{{route}}"}),

    Panel("Api: open streams", "short", {"sum by (instance) (tallywire_api_streams)": "{{instance}}"}),
    Panel("Api: events put to streams", "cps",
          {_each_second("tallywire_api_stream_events_total", "job"): "events",
           _each_second("tallywire_api_streams_dropped_total", "job"): "streams dropped: too slow"}),
    Panel("Api: since the broker answered", "s",
          {"time() - tallywire_api_broker_reached_timestamp_seconds": "{{instance}}"}),
)  # fmt: skip
"""Curves, three in a row."""


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana reads it."""
    narrow = ACROSS * WIDTH // len(HEAD)
    placed = [(panel, {"x": at * narrow, "y": 0, "w": narrow, "h": 4}) for at, panel in enumerate(HEAD)]
    for at, panel in enumerate(CURVES):
        row, column = divmod(at, ACROSS)
        placed.append((panel, {"x": column * WIDTH, "y": 4 + row * HEIGHT, "w": WIDTH, "h": HEIGHT}))
    return {
        "uid": "tallywire",
        "title": "Tallywire",
        "description": "Made by `make schemas` from tools/dashboard.py: not to be changed by hand.",
        "tags": ["tallywire"],
        "schemaVersion": 39,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "panels": [_drawn(number, panel, place) for number, (panel, place) in enumerate(placed, 1)],
    }


def _drawn(number: int, panel: Panel, place: dict[str, int]) -> dict[str, Any]:
    queries = [
        {"refId": chr(ord("A") + at), "datasource": SOURCE, "expr": expression, "legendFormat": legend}
        for at, (expression, legend) in enumerate(panel.shown.items())
    ]
    return {
        "id": number,
        "type": "timeseries" if panel.red_from is None else "stat",
        "title": panel.title,
        "description": panel.about,
        "datasource": SOURCE,
        "gridPos": place,
        "targets": queries,
        "fieldConfig": {"defaults": {"unit": panel.unit, **_colours(panel)}, "overrides": []},
    }


def _colours(panel: Panel) -> dict[str, Any]:
    if panel.red_from is None:
        return {"min": 0}
    steps = [{"color": "green", "value": None}, {"color": "red", "value": panel.red_from}]
    return {"thresholds": {"mode": "absolute", "steps": steps}}


def text() -> str:
    """The file."""
    return json.dumps(dashboard(), indent=2) + "\n"


def main() -> None:
    """Writes it."""
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
