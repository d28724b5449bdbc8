"""The commands `worker` and `preview-message` of python -m casework."""

from __future__ import annotations

import logging
import signal
import threading

from agencies.messages.values import EVENTS
from casework.database import Database
from casework.directory.directory import Directory
from casework.migrate import upgrade
from casework.notifications.api.shapes import PreviewRequest
from casework.notifications.catalogue import Catalogue
from casework.notifications.preview import preview
from casework.notifications.serving import make_telling
from casework.settings import Settings

log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Delivers until it is told to stop (TERM or INT); running deliveries end first."""
    directory = Directory(settings.agencies_root)
    directory.load_all()
    database = Database(settings.url, settings.database_threads)
    upgrade(database.engine)
    telling = make_telling(settings, database, directory)
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    telling.start()
    log.info("the notification worker runs")
    stopping.wait()
    telling.stop()
    database.close()


def show(agency_id: str, event: str | None, language: str) -> None:
    """Prints one message, or all of them, as they would be sent."""
    directory, catalogue = Directory(), Catalogue()
    directory.load_all()
    agency, messages = directory.get(agency_id), catalogue.get(agency_id)
    for name in [event] if event else sorted(EVENTS):
        found = preview(messages, agency, PreviewRequest(event=name, language=language))
        unreviewed = "" if found.reviewed_by_native_speaker else ", not reviewed by a native speaker"
        print(f"== {name} ({found.language}{unreviewed}; {', '.join(found.channels)})")
        print(f"-- text, {found.sms.parts} part(s)\n{found.sms.text}")
        print(f"-- e-mail: {found.email.subject}\n{found.email.body}")
        print(f"-- call\n{found.voice}\n")
