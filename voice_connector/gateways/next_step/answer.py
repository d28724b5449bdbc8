"""The one line that a dialplan reads. Pure: a decision in, text out, in which nothing can break out of its field.

    civicline1,<act>,<destination>,<phone>,<ticket>,<need>,<language>,<reason>,<ring_s>,<back>

`back` is a pass with which the dialplan brings a caller whom nobody took back into the same call.
`civicline1` comes first so that an error page is never taken for an answer. `act` is transfer or hangup. Every field is
cut to its own alphabet and length: a line feed in this answer once became a real SIP header, a comma would move fields.
"""

import re
from dataclasses import dataclass
from typing import Literal

from voice_connector.call.line import TransferOrder

TAG = "civicline1"
LONGEST = 400
_FIELD = 64
_PASS = 32
_NOT_IN_FIELD = re.compile(r"[^A-Za-z0-9_.-]+")
_NOT_IN_PHONE = re.compile(r"[^0-9]+")


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do with the caller, in words that a dialplan understands."""

    act: Literal["transfer", "hangup"]
    destination: str = ""
    phone: str = ""
    ticket: str = ""
    need: str = ""
    language: str = ""
    reason: str = ""
    ring_s: int = 0  # how long it may ring, as the agency's queue has it
    back: str = ""


def of_order(order: TransferOrder, back: str = "") -> NextStep:
    """The step for a transfer that the call has ordered."""
    return NextStep(
        "transfer",
        destination=order.to.id,
        phone=order.to.phone or "",
        ticket=order.ticket or "",
        need=order.need or "",
        language=order.language or "",
        reason=order.reason,
        ring_s=order.max_wait_s,
        back=back,
    )


def line_of(step: NextStep) -> str:
    """The answer, without a line end."""
    words = (step.ticket, step.need, step.language, step.reason)
    fields = (TAG, step.act, clean(step.destination), clean_phone(step.phone), *map(clean, words))
    fields = (*fields, str(step.ring_s) if 0 < step.ring_s < 1_000 else "", clean(step.back)[:_PASS])
    return ",".join(fields)[:LONGEST]


def clean(value: str) -> str:
    """Letters, digits, dot, dash and underscore only, at most 64: safe in a dialplan, a SIP header and a log."""
    return _NOT_IN_FIELD.sub("", value)[:_FIELD]


def clean_phone(value: str) -> str:
    """A number as it is dialled: digits, with its leading + kept; at most 16."""
    digits = _NOT_IN_PHONE.sub("", value)[:15]
    return f"+{digits}" if digits and value.strip().startswith("+") else digits
