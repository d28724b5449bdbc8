"""Delivers claimed notifications: asks one vendor, and writes down what came of it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from casework.database import Database
from casework.notifications import leases, metrics, outcomes
from casework.notifications.claiming import Claiming, Job
from casework.notifications.planning import Planner
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent, Vendor

log = logging.getLogger(__name__)
MakeVendor = Callable[[str], Vendor]


@dataclass(frozen=True)
class Deliverer:
    """Shared by the worker's threads; it holds no connection of its own between batches."""

    database: Database
    planner: Planner
    make_vendor: MakeVendor
    lease: timedelta
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    # the process's writers take turns: SQLite lets one write, and makes the others sleep longer than they must
    turn: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, token: str, ids: list[str]) -> int:
        """Sends those of the ids that are still this token's; returns how many were taken by a vendor."""
        with self.turn, self.database.writing() as session:
            jobs = Claiming(session, self.planner, token, self.clock(), self.lease).jobs(ids)
        return asyncio.run(self._deliver(token, jobs)) if jobs else 0

    async def _deliver(self, token: str, jobs: list[Job]) -> int:
        by_vendor: dict[str, list[Job]] = defaultdict(list)
        for job in jobs:
            by_vendor[job.vendor].append(job)
        async with AsyncExitStack() as open_vendors:
            done = []
            for name, group in by_vendor.items():
                vendor = await open_vendors.enter_async_context(self.make_vendor(name))
                done += (
                    [self._group(vendor, token, group)]
                    if vendor.idempotent
                    else [self._group(vendor, token, [job]) for job in group]
                )
            return sum(await asyncio.gather(*done))

    async def _group(self, vendor: Vendor, token: str, jobs: list[Job]) -> int:
        """Jobs whose outcomes are written down together: one, unless the vendor would not send it again anyway."""
        outcomes = await asyncio.gather(*(_attempt(vendor, job) for job in jobs))
        with self.turn, self.database.writing() as session:
            for job, outcome in zip(jobs, outcomes):
                self._settle(session, token, job, outcome)
        for job, outcome in zip(jobs, outcomes):
            metrics.attempts.labels(job.vendor, job.message.channel, _named(outcome)).inc()
        return sum(isinstance(outcome, Accepted) for outcome in outcomes)

    def _settle(self, session: Session, token: str, job: Job, outcome: Accepted | Exception) -> None:
        now = self.clock()
        changes = outcomes.changes(session, job, outcome, now)
        mine = leases.settle(session, job.message.id, token, **changes)
        if not mine and isinstance(outcome, Accepted):
            outcomes.late(session, job, outcome, now)
        if changes["state"] in ("dead", "held"):
            log.error(
                "a notification needs an operator",
                extra={
                    "id": job.message.id,
                    "state": changes["state"],
                    "vendor": job.vendor,
                    "error": changes["error"],
                },
            )


async def _attempt(vendor: Vendor, job: Job) -> Accepted | Exception:
    """One attempt. What was in doubt is looked up first, or repeated under the same key, or left to the agency's rule."""
    try:
        if job.in_doubt and not vendor.idempotent:
            if vendor.searchable:
                found = await asyncio.wait_for(vendor.find(job.message), 30)
                if found:
                    return found
            elif job.messages.rules.in_doubt[job.message.channel] == "hold":  # type: ignore[index]
                return Doubtful("held: nobody knows whether it was sent")
        return await asyncio.wait_for(vendor.send(job.message), 60)
    except (NotSent, AddressRefused, Doubtful) as error:
        return error
    except TimeoutError:
        return Doubtful("timeout")
    except Exception as error:  # a vendor's bug must not stop the worker; whether it sent is unknown
        log.error(
            "a vendor failed in an unexpected way",
            extra={"vendor": job.vendor, "error": type(error).__name__},
            exc_info=True,
        )
        return Doubtful(type(error).__name__)


def _named(outcome: Accepted | Exception) -> str:
    return "accepted" if isinstance(outcome, Accepted) else type(outcome).__name__
