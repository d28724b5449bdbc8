"""Wires casework together: settings in, a Sanic app out."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import raw
from sqlalchemy.exc import SQLAlchemyError

from casework import meters
from casework.access.access import Access, Limits
from casework.access.attempts import TryLimit
from casework.access.clients import Clients, given
from casework.access.persons import Persons
from casework.access.pins import Hasher, PinKeys, Pins
from casework.access.pins import hasher as argon2id
from casework.alarms import Alarms
from casework.calls import claiming
from casework.calls.need_to_know import NeedToKnow
from casework.calls.records import Also, RecordRules
from casework.calls.redaction import Redactors, Redacts, load_redactor
from casework.cases import need_to_know, words
from casework.cases.machine import life
from casework.cases.staff import Reports
from casework.contract import ROUTES, as_json
from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import CaseworkError
from casework.http.gate import Gate
from casework.http.guard import LARGEST_BODY, guard
from casework.intake.finding import ReportAgencies
from casework.intake.idle import keep_telling
from casework.intake.reports_of_cases import ReportsOfCases
from casework.migrate import upgrade
from casework.notifications.settings import load_notify_settings
from casework.notifications.staff import CasesUnread
from casework.notifications.worker import Notifier
from casework.notifier import make_notifier
from casework.public_lookups.asking import LookUps
from casework.retention import delete_expired, without_folder
from casework.reviews.close import calls_heard, calls_labelled
from casework.reviews.logging import keep_turns, ranked_again
from casework.scan import keep_scanning
from casework.scanning.base import Scanner
from casework.scanning.choosing import scanner_of
from casework.settings import Settings
from casework.staff_accounts.breached import Breached
from casework.staff_accounts.passwords import Passwords
from casework.staff_accounts.provider.settings import read_providers
from casework.staff_accounts.provider.signing_in import ProviderSigningIn
from casework.staff_accounts.second_factor import Seals
from casework.staff_accounts.sessions import Sessions
from casework.staff_accounts.signing_in import SigningIn
from casework.stores.base import FileStore
from casework.stores.choosing import store_of
from casework.stores.on_disk import OnDisk
from casework.trail.sealing import keep_sealing
from casework.watch import watch
from casework.webhooks.delivery import deliver
from casework.webhooks.reach import Reach
from watching.sanic_app import watch as watch_requests

log = logging.getLogger(__name__)
SEAL_EVERY_S = 300.0
RETENTION_AFTER_S = 60.0


def _calls_kept_close() -> NeedToKnow:
    about = (need_to_know.calls_of_cases, calls_heard, calls_labelled)
    return NeedToKnow(need_to_know.needs(), frozenset(life().need_to_know.roles), about, (need_to_know.calls_served,))


@dataclass
class Services:
    """Everything that handlers use."""

    database: Database
    directory: Directory
    pins: Pins
    access: Access
    record_rules: RecordRules
    notifier: Notifier
    passwords: Passwords
    signing_in: SigningIn
    provider_signing_in: ProviderSigningIn
    gate: Gate
    look_ups: LookUps
    reports: Reports = field(default_factory=ReportsOfCases)
    calls_kept_close: NeedToKnow = field(default_factory=_calls_kept_close)
    cases_unread: CasesUnread = need_to_know.unread_by
    turns: Also = keep_turns
    call_taker_found: claiming.Also = ranked_again
    survey_answered: claiming.Also = ranked_again
    var: Path = Path("var")
    store: FileStore = field(default_factory=lambda: OnDisk(Path("var")))
    trail_anchor: Path | None = None
    scanner: Scanner | None = None
    webhook_reach: Reach = field(default_factory=Reach)
    let_go: frozenset[str] = frozenset()
    without_folder: list[str] = field(default_factory=list)
    _redactor: Redacts | None = None
    _redactors: Redactors | None = None
    _loading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _beside: list[asyncio.Task[Any]] = field(default_factory=list)

    async def redactors(self) -> Redactors:
        """What redacts, loaded at the first use or by the warm-up at start."""
        async with self._loading:
            if self._redactors is None:
                redactor = self._redactor
                self._redactors = Redactors(redactor if redactor else await asyncio.to_thread(load_redactor))
            return self._redactors

    @property
    def warm(self) -> bool:
        """Whether the redactor is there: whoever comes before waits for it, about a second."""
        return self._redactor is not None or self._redactors is not None

    def start(self, retention_every_hours: float) -> None:
        """Starts what runs beside the requests: loading the redactor, and retention."""
        self._beside.append(asyncio.create_task(_keep_sealing(self, self.trail_anchor)))
        keep = _keep_retention(self, retention_every_hours)
        self._beside += [asyncio.create_task(self.redactors()), asyncio.create_task(keep)]
        self._beside.append(asyncio.create_task(_find_words(self)))
        self._beside.append(asyncio.create_task(deliver(self.database, self.webhook_reach)))
        self._beside.append(asyncio.create_task(watch(self.database, self.directory)))
        self._beside.append(asyncio.create_task(keep_scanning(self.database, self.store, self.scanner)))
        self._beside.append(asyncio.create_task(keep_telling(self.database, self.directory)))

    async def stop(self) -> None:
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        self.pins.close()
        self.passwords.close()
        self.database.close()


def build_services(settings: Settings, hasher: Hasher | None = None, redactor: Redacts | None = None) -> Services:
    """Opens and migrates the database and loads every agency; raises CaseworkError or BrokenAgencyFile."""
    directory = Directory(settings.agencies_root)
    directory.load_all()
    rules = RecordRules(settings.contracts)
    database = Database(settings.url, settings.database_threads, settings.database_wait_s)
    upgrade(database.engine)
    breached = Breached(settings.breached_passwords) if settings.breached_passwords else None
    pins, passwords = _pins(settings, hasher), Passwords(hasher, breached=breached)
    return Services(
        database,
        directory,
        pins,
        _access(settings, database, pins),
        rules,
        make_notifier(settings, database, directory),
        passwords,
        SigningIn(database, passwords, Seals(settings.keys)),
        ProviderSigningIn(database, read_providers(settings.staff_identity, directory.ids())),
        _gate(settings, database),
        LookUps(settings.agencies_root, settings.var),
        var=settings.var,
        store=store_of(settings.files, settings.var),
        trail_anchor=settings.trail_anchor,
        scanner=scanner_of(settings.file_scanner),
        webhook_reach=Reach.of(settings.webhook_hosts),
        let_go=settings.let_go,
        _redactor=redactor,
    )


def _pins(settings: Settings, own: Hasher | None) -> Pins:
    """`own`: a test's hasher. Hashes at the cost of the time before keys may be stored for years: they are reckoned with."""
    made = own or argon2id(settings.hash_iterations, settings.hash_memory_kib)
    return Pins(made, settings.hash_threads, PinKeys(settings.keys), () if own else (argon2id(),))


def _access(settings: Settings, database: Database, pins: Pins) -> Access:
    limits = Limits(
        settings.source_tries, settings.source_lock_minutes, settings.spray_alarm, settings.tries_of_everybody,
        settings.tries_of_unknown,
    )  # fmt: skip
    own = load_notify_settings(service_token=settings.service_token, var=settings.var)
    alarms = Alarms(settings.alarm_email.split(), own)
    return Access(database, pins, TryLimit(settings.tries, settings.lock_minutes), limits, alarms.ring)


def _gate(settings: Settings, database: Database) -> Gate:
    one = settings.service_token.get_secret_value() if settings.one_token else None
    if one:
        log.warning("CIVICLINE_ONE_TOKEN is set: whoever has the service token may do everything; for development only")
    credentials = Clients(database, given(settings.client_tokens.get_secret_value()), one)
    return Gate(credentials, Sessions(database), Persons(database), ReportAgencies(database))


def create_app(settings: Settings, services: Services, name: str = "casework") -> Sanic[Any, Any]:
    """The app; it closes the services when it stops."""
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.ACCESS_LOG = False
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.MOTD = False
    watch_requests(app, meters.REQUESTS, page=False)
    guard(app, services.gate)
    for routes in ROUTES:
        routes.serve(app, services, services.gate)

    @app.get("/v1/openapi.json")
    async def get_openapi(_request: Request) -> HTTPResponse:
        return raw(as_json(), content_type="application/json")

    @app.after_server_start
    async def _start(*_: Any) -> None:
        services.start(settings.retention_every_hours)

    @app.before_server_stop
    async def _stop(*_: Any) -> None:
        await services.stop()

    _start_notifier(app, services.notifier)
    return app


def _start_notifier(app: Sanic[Any, Any], notifier: Notifier) -> None:
    """Beside the requests, unless it runs as a process of its own. What is registered last stops first: it, then the database."""
    if notifier.settings.notify_worker == "apart":
        return

    @app.after_server_start
    async def _start(*_: Any) -> None:
        notifier.start()

    @app.before_server_stop
    async def _stop(*_: Any) -> None:
        await asyncio.to_thread(notifier.stop)


async def _keep_sealing(services: Services, anchor: Path | None) -> None:
    """Seals the audit trail every few minutes; a failure is tried again next time."""
    while True:
        try:
            await services.database.run(keep_sealing, services.database, anchor, datetime.now(UTC))
        except (CaseworkError, OSError, SQLAlchemyError) as error:
            log.error("the audit trail could not be sealed", extra={"error": type(error).__name__})
        await asyncio.sleep(SEAL_EVERY_S)


async def _find_words(services: Services) -> None:
    """Once after the start: cases that cannot be found by their words yet."""
    try:
        done = await services.database.run(words.catch_up, services.database)
    except CaseworkError as error:
        log.error("words of cases could not be written; the next start goes on", extra={"error": type(error).__name__})
        return
    if done:
        log.info("cases can be found by their words", extra={"cases": done})


async def _look_for_folders(services: Services) -> None:
    """Says of each agency once that it has rows and no folder: at /readyz and in the metrics it stands until it has one."""
    database = services.database
    found = await database.run(without_folder, database, services.directory, services.let_go)
    for agency in set(found) - set(services.without_folder):
        log.error("an agency has no folder any more: all of its rows are kept", extra={"agency": agency})
    services.without_folder = found
    meters.WITHOUT_FOLDER.set(len(found))


async def _keep_retention(services: Services, every_hours: float) -> None:
    """Deletes expired rows soon after the start and then every `every_hours`; a failure is tried again next time.

    Not at the start itself: it takes the writers' turn from those who come back after a restart.
    """
    await asyncio.sleep(min(RETENTION_AFTER_S, every_hours * 3600))
    while True:
        try:
            counts = await services.database.run(
                delete_expired,
                services.database,
                services.directory,
                datetime.now(UTC),
                services.var,
                services.store,
                services.let_go,
            )
            log.info("expired rows deleted", extra={"counts": counts})
            await _look_for_folders(services)
        except (CaseworkError, OSError, SQLAlchemyError) as error:
            log.error("expired rows could not be deleted", extra={"error": type(error).__name__})
        await asyncio.sleep(every_hours * 3600)
