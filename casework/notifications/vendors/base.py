"""What every vendor does, and what can go wrong with one.

VendorError
├── NotSent           certainly not sent; try again later or elsewhere (busy, down, wrong credentials)
├── AddressRefused    certainly not sent, and never will be to this address; `stop` when the person said so to the vendor
└── Doubtful          nobody knows whether it was sent: the answer broke off
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from casework.errors import BadSetting


@dataclass(frozen=True)
class Outgoing:
    """One message as a vendor gets it. `id` is the same at every attempt; `unsubscribe` is the link of an e-mail.

    `stop_offer`: how a call says that a nine ends these calls, for a vendor that hears keys.
    """

    id: str
    agency: str
    channel: str
    to: str
    body: str
    language: str
    sender: str
    subject: str | None = None
    unsubscribe: str | None = None
    stop_offer: str | None = None
    attempted_at: datetime | None = None


@dataclass(frozen=True)
class Accepted:
    """The vendor took it; `ref` is the vendor's own name for it. `delivered`: there will be no later status."""

    ref: str
    delivered: bool = False


class VendorError(Exception):
    """`code` is short, for operators and metrics, without address or text."""

    def __init__(self, code: str, retry_after_s: float | None = None) -> None:
        super().__init__(code)
        self.code, self.retry_after_s = code[:80], retry_after_s


class NotSent(VendorError):
    pass


class AddressRefused(VendorError):
    def __init__(self, code: str, stop: bool = False) -> None:
        super().__init__(code)
        self.stop = stop


class Doubtful(VendorError):
    pass


class Vendor(Protocol):
    """`idempotent`: the same id again is not sent again. `searchable`: `find` can tell whether an attempt arrived.

    Used as an async context manager for a batch, so that its messages share a connection.
    """

    name: str
    channels: frozenset[str]
    idempotent: bool
    searchable: bool

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def send(self, message: Outgoing) -> Accepted:
        """Raises VendorError. Never takes longer than 30 s."""
        ...

    async def find(self, message: Outgoing) -> Accepted | None:
        """What became of an attempt that broke off at `attempted_at`; None: it did not arrive. Raises VendorError."""
        ...


def unset(name: str, what: str) -> BadSetting:
    """What stops the start when an agency names a vendor that is not set up."""
    return BadSetting(f"an agency's messages/rules.yml names the vendor {name}, which is not set up: set {what}.")
