"""E-mail by SMTP: plain text, one-click unsubscribe (RFC 8058), a Message-ID that stays the same at every attempt."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from types import TracebackType
from typing import Literal, Self

import aiosmtplib

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent, Outgoing, unset

TIMEOUT_S = 20.0


class Smtp:
    """SMTP has no idempotency key and nothing to ask afterwards; many mail systems drop a second copy by its Message-ID."""

    name = "smtp"
    channels = frozenset({"email"})
    idempotent = False
    searchable = False

    def __init__(
        self,
        host: str,
        port: int,
        security: Literal["starttls", "tls", "none"],
        sender: str,
        user: str | None = None,
        password: str | None = None,
    ) -> None:
        self._sender, self._user, self._password = sender, user, password
        self._make: Callable[[], aiosmtplib.SMTP] = lambda: aiosmtplib.SMTP(
            hostname=host, port=port, timeout=TIMEOUT_S, use_tls=security == "tls", start_tls=security == "starttls"
        )
        self._client: aiosmtplib.SMTP | None = None
        self._one_at_a_time = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._one_at_a_time = asyncio.Lock()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hang_up()

    async def send(self, message: Outgoing) -> Accepted:
        async with self._one_at_a_time:
            client = await self._connected()
            mail = written(message, self._sender)
            try:
                await client.mail(self._sender)
                await client.rcpt(message.to)
            except (aiosmtplib.SMTPException, OSError) as error:
                await self._hang_up()
                raise _before_data(error) from error
            try:
                await client.data(mail.as_bytes())
            except aiosmtplib.SMTPResponseException as error:
                await self._hang_up()
                raise NotSent(f"data {error.code}") from error  # an answer other than 250 means that it was not taken
            except (aiosmtplib.SMTPException, OSError) as error:
                await self._hang_up()
                raise Doubtful(type(error).__name__) from error
            return Accepted(mail["Message-ID"])

    async def find(self, message: Outgoing) -> Accepted | None:
        raise Doubtful("SMTP cannot be asked")

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client and self._client.is_connected:
            return self._client
        client = self._make()
        try:
            await client.connect()
            if self._user:
                await client.login(self._user, self._password or "")
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            raise NotSent(type(error).__name__) from error
        self._client = client
        return client

    async def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client and client.is_connected:
            try:
                await asyncio.wait_for(client.quit(), 3)
            except (aiosmtplib.SMTPException, OSError, TimeoutError):
                client.close()


def written(message: Outgoing, sender: str) -> EmailMessage:
    """The e-mail. Auto-Submitted keeps absence notes from answering (RFC 3834)."""
    mail = EmailMessage()
    mail["From"] = formataddr((message.sender, sender))
    mail["To"] = message.to
    mail["Subject"] = message.subject or message.sender
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    if message.attempted_at:
        mail["Date"] = format_datetime(message.attempted_at)
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.body)
    mail["Content-Language"] = message.language  # afterwards: set_content takes away every Content- header
    return mail


# enhanced codes (RFC 3463) that say that this address does not work: no such mailbox, domain or syntax, moved, switched off
_NO_SUCH = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
# RFC 5321: mailbox unavailable, not local, not allowed as a name. 530, 535, 503, 554 speak of us, not of the mailbox
_MAILBOX = frozenset({550, 551, 553})
# what a server says with 550 when it will not take anything from us: lists, policies, sign-in, relaying
_OURS = re.compile(
    r"block|black|spam|reputation|policy|listed|relay|authenticat|auth\b|spf|dkim|dmarc|\bip\b|banned|denied|helo|rate|limit|tls",
    re.IGNORECASE,
)


def _before_data(error: Exception) -> Exception:
    """AddressRefused only when the answer to RCPT says that this mailbox does not work; all else is ours, and tried again."""
    refused = error.recipients[0] if isinstance(error, aiosmtplib.SMTPRecipientsRefused) else error
    if isinstance(refused, aiosmtplib.SMTPRecipientRefused) and _is_of_the_mailbox(refused.code, refused.message):
        return AddressRefused(f"rcpt {refused.code}")
    return NotSent(
        f"smtp {refused.code}" if isinstance(refused, aiosmtplib.SMTPResponseException) else type(error).__name__
    )


def _is_of_the_mailbox(code: int, said: str) -> bool:
    enhanced = _ENHANCED.search(said)
    if enhanced:
        return enhanced[0] in _NO_SUCH
    return code in _MAILBOX and not _OURS.search(said)


def make(settings: NotifySettings) -> Smtp:
    host, sender = settings.smtp_host, settings.smtp_from
    if not host or not sender:
        raise unset(Smtp.name, "CIVICLINE_SMTP_HOST and CIVICLINE_SMTP_FROM")
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    return Smtp(host, settings.smtp_port, settings.smtp_security, sender, settings.smtp_user, password)
