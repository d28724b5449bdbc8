"""Makes what tells people (notifications/) out of casework's settings, and runs it in a process of its own."""

from __future__ import annotations

import logging
import signal
import threading
from functools import partial

from agencies.live_files import agencies_root
from agencies.messages.values import EVENTS
from casework.cases.at_risk import of_events
from casework.database import Database
from casework.directory.directory import Directory
from casework.intake.store import places_of
from casework.migrate import upgrade
from casework.notifications.catalogue import Catalogue
from casework.notifications.preview import preview
from casework.notifications.settings import load_notify_settings
from casework.notifications.shapes import PreviewRequest
from casework.notifications.worker import Notifier
from casework.settings import Settings

log = logging.getLogger(__name__)


def make_notifier(settings: Settings, database: Database, directory: Directory) -> Notifier:
    """Loads every agency's messages; raises BadSetting or BrokenAgencyFile."""
    catalogue = Catalogue(settings.agencies_root)
    catalogue.load_all()
    # the token and the folder are casework's own, also where a test gave them
    own = load_notify_settings(service_token=settings.service_token, var=settings.var)
    return Notifier(database, directory, catalogue, own, partial(of_events, places_of=places_of))


def run_worker(settings: Settings) -> None:
    """Delivers until it is told to stop (TERM or INT); running deliveries end first."""
    directory = Directory(settings.agencies_root)
    directory.load_all()
    database = Database(settings.url, settings.database_threads, settings.database_wait_s)
    upgrade(database.engine)
    notifier = make_notifier(settings, database, directory)
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    notifier.start()
    log.info("the notification worker runs")
    stopping.wait()
    notifier.stop()
    database.close()


def print_preview(agency_id: str, event: str | None, language: str) -> None:
    """Prints one message, or all of them, as they would be sent."""
    directory, catalogue = Directory(agencies_root()), Catalogue(agencies_root())
    directory.load_all()
    agency, messages = directory.get(agency_id), catalogue.get(agency_id)
    for name in [event] if event else sorted(EVENTS):
        found = preview(messages, agency, PreviewRequest(event=name, language=language))
        unreviewed = "" if found.reviewed_by_native_speaker else ", not reviewed by a native speaker"
        print(f"== {name} ({found.language}{unreviewed}; {', '.join(found.channels)})")
        print(f"-- text, {found.sms.parts} part(s)\n{found.sms.text}")
        print(f"-- e-mail: {found.email.subject}\n{found.email.body}")
        print(f"-- call\n{found.voice}\n")
