"""Rings for a person when somebody seems to be guessing: an e-mail to whom CIVICLINE_ALARM_EMAIL names, by the SMTP of messages.

The metric civicline_spray_alarms_total rings too, where Prometheus is watched (deploy/prometheus); the trail has it in any case.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from email.message import EmailMessage

import aiosmtplib

from casework.errors import BadSetting
from casework.notifications.settings import NotifySettings

log = logging.getLogger(__name__)
TIMEOUT_S = 20.0
_WORDS = """Many wrong codes, numbers or PINs were tried at {agency} within ten minutes: {tries}, by way of {way}.

Somebody may be guessing. The limits hold: a call, a case and a source are locked after a few tries, and this one way rests when it is
used up; people reach a call-taker meanwhile. Where the tries come from stands in the logs of the connector and the proxy.
What to do: docs/runbooks/casework.md, "The spray alarm rings"."""


class Alarms:
    """Without addresses nothing is sent. Raises BadSetting for addresses without a way to send."""

    def __init__(self, to: Sequence[str], settings: NotifySettings) -> None:
        if to and not (settings.smtp_host and settings.smtp_from):
            raise BadSetting("CIVICLINE_ALARM_EMAIL wants CIVICLINE_SMTP_HOST and CIVICLINE_SMTP_FROM as well.")
        self._to, self._settings = tuple(to), settings
        self._sending: set[asyncio.Task[None]] = set()

    def ring(self, agency: str, tries: int, way: str) -> None:
        """Returns at once; a failure is logged, because the one who looked up a case must not wait for it."""
        if self._to:
            task = asyncio.get_running_loop().create_task(self._send(agency, tries, way))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send(self, agency: str, tries: int, way: str) -> None:
        own, mail = self._settings, EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = f"Guessing at {agency}?", own.smtp_from, ", ".join(self._to)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(_WORDS.format(agency=agency, tries=tries, way=way))
        try:
            await aiosmtplib.send(
                mail, hostname=own.smtp_host, port=own.smtp_port, timeout=TIMEOUT_S, username=own.smtp_user,
                password=own.smtp_password.get_secret_value() if own.smtp_password else None,
                use_tls=own.smtp_security == "tls", start_tls=own.smtp_security == "starttls",
            )  # fmt: skip
        except (aiosmtplib.SMTPException, OSError) as error:
            log.error("an alarm could not be sent by e-mail", extra={"error": type(error).__name__})
