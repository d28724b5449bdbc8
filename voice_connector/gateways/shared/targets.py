"""Where a transfer goes, in a form that is safe on a wire: a clean number or SIP address, and short clean values beside it. Pure."""

import re
from collections.abc import Mapping

from voice_connector.agency_line import Person
from voice_connector.call.line import TransferOrder

_NUMBER = re.compile(r"\+?[0-9]{2,15}")
_SIP = re.compile(r"sips?:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_NOT_A_VALUE = re.compile(r"[^A-Za-z0-9 ._-]")
_LONGEST_VALUE = 80


def sip_address(person: Person, sip: Mapping[str, str]) -> str | None:
    """The SIP address that the settings give this destination."""
    address = sip.get(person.id, "")
    return address if _SIP.fullmatch(address) else None


def number(person: Person) -> str | None:
    """The number without its decoration; None when there is none that can be dialled."""
    found = re.sub(r"[ ().-]", "", person.phone or "")
    return found if _NUMBER.fullmatch(found) else None


def can_be_dialled(person: Person, sip: Mapping[str, str]) -> bool:
    return sip_address(person, sip) is not None or number(person) is not None


def headers(order: TransferOrder) -> dict[str, str]:
    """What rides beside the call: a line break in a value would be a header of its own at the far end, so none passes."""
    values = {
        "X-Civicline-Ticket": order.ticket,
        "X-Civicline-Reason": order.reason,
        "X-Civicline-Need": order.need,
        "X-Civicline-Language": order.language,
    }
    return {name: _NOT_A_VALUE.sub("", value)[:_LONGEST_VALUE] for name, value in values.items() if value}
