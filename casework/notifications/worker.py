"""The worker: plans what happened, hands out what is due, and delivers it; threads in `serve`, or a process of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import CaseworkError
from casework.notifications import leases, metrics, outbox
from casework.notifications.catalogue import Catalogue
from casework.notifications.delivery import Deliverer
from casework.notifications.planning import FlagsOf, Planner
from casework.notifications.queue import Queue, QueueDown
from casework.notifications.settings import NotifySettings
from casework.notifications.tables import Notification
from casework.notifications.vendors import make_vendor
from casework.notifications.vendors.base import Vendor

log = logging.getLogger(__name__)
_PLANNED_AT_ONCE = 200
_MOST_IN_QUEUE = 40
_COUNT_EVERY_S = 15.0
_SAY_DOWN_EVERY_S = 60.0
_COUNTED = ("queued", "handed", "sending", "dead", "held")


class Notifier:
    """Everything about telling people that a process needs. Raises BadSetting for a vendor that is not set up."""

    def __init__(
        self,
        database: Database,
        directory: Directory,
        catalogue: Catalogue,
        settings: NotifySettings,
        flags_of: FlagsOf,
    ) -> None:
        self.database, self.catalogue, self.settings = database, catalogue, settings
        self.planner = Planner(catalogue, directory, settings.signing_key, flags_of, settings.base_url)
        self.vendors = _Vendors(settings)
        for agency in catalogue.ids():
            for names in catalogue.get(agency).rules.vendors.values():
                for name in names:
                    self.vendors.make(name)
        lease = timedelta(seconds=settings.notify_lease_s)
        self.deliverer = Deliverer(database, self.planner, self.vendors.make, lease)
        self._worker: Worker | None = None

    def start(self) -> None:
        """Starts the worker's threads."""
        self._worker = Worker(self, Queue(self.settings, self.deliverer.deliver))
        self._worker.start()

    def stop(self) -> None:
        if self._worker:
            self._worker.stop()


class _Vendors:
    """Vendors by name. Those with a connection are made anew for each batch, because they live on its event loop."""

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings
        self._console = make_vendor("console", settings)

    def make(self, name: str) -> Vendor:
        return self._console if name == "console" else make_vendor(name, self._settings)


class Worker:
    """One thread that plans and hands out, and the queue's threads that deliver. Several processes may run one each."""

    def __init__(self, notifier: Notifier, queue: Queue) -> None:
        self._notifier, self._queue, self._settings = notifier, queue, notifier.settings
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
        self._unhook: Callable[[], None] = lambda: None
        self._counted, self._said_down = 0.0, -_SAY_DOWN_EVERY_S

    def start(self) -> None:
        self._queue.start(self._settings.notify_threads)
        self._unhook = outbox.on_told(self._wake.set)
        self._thread.start()

    def stop(self) -> None:
        self._unhook()
        self._stopping.set()
        self._wake.set()
        self._thread.join(30)
        self._queue.stop()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                busy = self.turn(datetime.now(UTC))
            except CaseworkError as error:
                log.error("notifications wait for the database", extra={"error": type(error).__name__})
                busy = False
            except Exception as error:  # the thread must outlive anything
                log.error("the notification worker stumbled", extra={"error": type(error).__name__}, exc_info=True)
                busy = False
            if not busy:
                self._wake.wait(self._settings.notify_poll_s)

    def turn(self, now: datetime) -> bool:
        """Plans and hands out once; whether there may be more to do at once."""
        planned, room = self._plan(now), self._room()
        handed = self._hand_out(now, 1 if room is None else room)
        if time.monotonic() - self._counted > _COUNT_EVERY_S:
            self._counted = time.monotonic()
            self._queue.look_after()
            self._count(now)
        if planned == 0 and handed == 0 and room is not None and room < _MOST_IN_QUEUE:
            self._wake.wait(0.05)
            return True
        return planned == _PLANNED_AT_ONCE or handed > 0

    def _room(self) -> int | None:
        """How many batches the queue can take (more wait in the database, where leases do not run out); None: it is down."""
        try:
            return max(0, _MOST_IN_QUEUE - self._queue.length())
        except QueueDown as down:
            self._queue_failed(down)
            return None

    def _plan(self, now: datetime) -> int:
        with self._notifier.deliverer.turn, self._notifier.database.writing() as session:
            events = self._notifier.planner.plan(session, now, _PLANNED_AT_ONCE)
            outcomes = [(event.agency, event.state) for event in events]
        for agency, state in outcomes:
            metrics.events.labels(agency, state).inc()
        return len(outcomes)

    def _hand_out(self, now: datetime, room: int) -> int:
        count, batch = 0, self._settings.notify_batch
        lease = timedelta(seconds=self._settings.notify_lease_s)
        for _ in range(room):
            with self._notifier.deliverer.turn, self._notifier.database.writing() as session:
                token, ids = leases.hand_out(session, now, batch, lease)
            if not ids:
                break
            self._hand(token, ids)
            count += len(ids)
        return count

    def _hand(self, token: str, ids: list[str]) -> None:
        """To the queue; when it does not answer this thread delivers, so that nobody waits for a queue. Both: the second finds nothing."""
        try:
            self._queue.hand(token, ids)
        except QueueDown as down:
            self._queue_failed(down)
            self._notifier.deliverer.deliver(token, ids)

    def _queue_failed(self, down: QueueDown) -> None:
        metrics.queue_failures.inc()
        if time.monotonic() - self._said_down > _SAY_DOWN_EVERY_S:
            self._said_down = time.monotonic()
            log.error("the task queue does not answer; messages go without it, slower", extra={"error": str(down)})

    def _count(self, now: datetime) -> None:
        with self._notifier.database.reading() as session:
            by_state = select(Notification.state, func.count()).where(Notification.state.in_(_COUNTED))
            rows = session.execute(by_state.group_by(Notification.state))
            counts = {row[0]: row[1] for row in rows}
            oldest = session.scalar(
                select(func.min(Notification.due_at)).where(Notification.state.in_(("queued", "handed")))
            )
        for state in _COUNTED:
            metrics.waiting.labels(state).set(counts.get(state, 0))
        metrics.oldest_s.set(max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)
