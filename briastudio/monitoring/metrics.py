"""How much the studio has to do, in Prometheus' words, read from the database at the moment it is asked.

Any web process gives the same answer, so one address is enough for all of them. What has ended is told of the last
hour: rows of older jobs are deleted in the end, which a counter must never notice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest

from datafolder import room
from editor.jobs import turns
from editor.jobs.leases import find_living_workers
from editor.models import Job, Picture, Revision
from engine.models import Request
from imagefiles.room import shared

WINDOW = timedelta(hours=1)


def render() -> bytes:
    """All of it, in the text format of Prometheus (prometheus.io/docs/instrumenting/exposition_formats)."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(StudioCollector())
    return generate_latest(registry)


class StudioCollector:
    """Asks the database when it is asked."""

    def collect(self) -> Iterator[Metric]:
        """Every metric there is."""
        now = timezone.now()
        yield from read_workers()
        yield from read_queues(now)
        yield from read_ended_jobs(now)
        yield from read_room()


def read_workers() -> Iterator[Metric]:
    """The workers that live."""
    yield gauge("studio_workers", "Worker processes that live", find_living_workers().count())


def read_queues(now: datetime) -> Iterator[Metric]:
    """What waits for a worker, and what is being worked on."""
    depth = GaugeMetricFamily("studio_queue_jobs", "Pieces of work that wait for a worker", labels=["queue"])
    age = GaugeMetricFamily("studio_queue_oldest_seconds", "Since when the oldest of them waits", labels=["queue"])
    for queue in settings.TASKS["default"]["QUEUES"]:
        waiting = turns.ready(queue).aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
        depth.add_metric([queue], waiting["count"])
        age.add_metric([queue], (now - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0)
    yield depth
    yield age
    yield by_status("studio_jobs", "Jobs of the editor on record", Job.objects.all())
    yield by_status("studio_api_requests", "Requests of the API on record", Request.objects.all())


def read_ended_jobs(now: datetime) -> Iterator[Metric]:
    """How the jobs of the last hour ended, how long their steps took, and what they asked of a hosted service."""
    ended = Job.objects.filter(finished_at__gt=now - WINDOW)
    jobs: list[Any] = list(ended.values("kind", "params", "status", "steps", "usage", "finished_at"))
    outcomes: dict[tuple[str, str], float] = defaultdict(float)
    steps: dict[tuple[str, str], list[float]] = defaultdict(list)
    for job in jobs:
        tool = name_tool(job)
        outcomes[tool, job["status"]] += 1
        for step, seconds in read_steps(job["steps"], job["finished_at"]):
            steps[tool, step].append(seconds)
    yield by_labels("studio_jobs_ended_last_hour", "Jobs that ended", ["tool", "status"], outcomes)
    mean = {of: sum(seconds) / len(seconds) for of, seconds in steps.items()}
    yield by_labels("studio_step_seconds_last_hour", "What a step took, on average", ["tool", "step"], mean)
    longest = {of: max(seconds) for of, seconds in steps.items()}
    yield by_labels("studio_step_seconds_max_last_hour", "What it took at most", ["tool", "step"], longest)
    yield from read_usage(job["usage"] for job in jobs)


def read_usage(usages: Iterable[dict[str, Any]]) -> Iterator[Metric]:
    """What was asked of a hosted service."""
    taken = list(usages)
    calls = sum(usage.get("calls", 0) for usage in taken)
    waited = sum(usage.get("waited", 0) for usage in taken)
    yield gauge("studio_hosted_calls_last_hour", "Calls of a hosted service", calls)
    yield gauge("studio_hosted_wait_seconds_last_hour", "Seconds that its limits of calls were waited for", waited)


def read_room() -> Iterator[Metric]:
    """Memory for decoding, and the disk."""
    yield gauge("studio_decoding_bytes", "Memory for pictures that are decoded", settings.DECODING_BYTES)
    yield gauge("studio_decoding_bytes_taken", "How much of it is taken on this machine", shared.count_taken())
    yield gauge("studio_disk_free_bytes", "Room on the disk of the data folder", room.count_free(settings.DATA))
    yield gauge("studio_pictures", "Pictures of the editor", Picture.objects.count())
    yield gauge("studio_revisions", "Their revisions", Revision.objects.count())


def name_tool(job: dict[str, Any]) -> str:
    """The slug of the tool that a job applies, else what kind of job it is."""
    return str(job["params"].get("tool") or job["kind"])


def read_steps(steps: list[dict[str, Any]], finished_at: datetime) -> Iterator[tuple[str, float]]:
    """The names of a job's steps, and the seconds that each took."""
    begun = [(step["name"], datetime.fromisoformat(step["at"])) for step in steps if "at" in step]
    for (name, at), (_, until) in pairwise([*begun, ("", finished_at)]):
        yield name, (until - at).total_seconds()


def gauge(name: str, text: str, value: float) -> Metric:
    """A metric of one value."""
    return GaugeMetricFamily(name, text, value=value)


def by_status(name: str, text: str, rows: QuerySet[Any]) -> Metric:
    """How many of some rows have which status."""
    metric = GaugeMetricFamily(name, text, labels=["status"])
    for status, count in rows.order_by("status").values_list("status").annotate(Count("pk")):
        metric.add_metric([status], count)
    return metric


def by_labels(name: str, text: str, labels: list[str], values: dict[tuple[str, str], float]) -> Metric:
    """A metric of a value for each pair of labels."""
    metric = GaugeMetricFamily(name, text, labels=labels)
    for of, value in sorted(values.items()):
        metric.add_metric(of, value)
    return metric
