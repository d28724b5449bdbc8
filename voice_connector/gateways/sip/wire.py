"""What comes from a softphone that is not trusted: its address, whom it called, its keys. Pure. (The SIP itself is baresip's.)"""

import re

from voice_connector.events import DtmfPressed

_ADDRESS = re.compile(r"sips?:([A-Za-z0-9._%+-]{1,80}@[A-Za-z0-9.-]{1,120})(?::[0-9]{1,5})?(?:[;?>].*)?")
_CALLED = re.compile(r"(?:sips?|tel):(\+?[0-9]{2,20})(?:[;@].*)?")
_KEYS = frozenset("0123456789*#")


def may_call(peer: str | None, allow: tuple[str, ...]) -> bool:
    """Whether this caller's address is on the list; an empty list is everybody who reaches the port."""
    if not allow:
        return True
    found = _ADDRESS.fullmatch((peer or "").strip("<> "))
    return found is not None and found.group(1) in allow


def caller(peer: str | None) -> str | None:
    """Who calls, by the address that the telephone gives itself: sources.py makes a hash of it."""
    found = _ADDRESS.fullmatch((peer or "").strip("<> "))
    return found.group(1).partition("@")[0] if found else None


def dialled(to: str | None) -> str | None:
    """The number that was called, out of the To header; None for a name, or for what is none of the three ways of a number."""
    _, _, address = (to or "").rpartition("<")
    found = _CALLED.fullmatch(address.partition(">")[0].strip())
    return found.group(1) if found else None


def key(digit: str) -> DtmfPressed | None:
    """None for what is no key of a telephone."""
    return DtmfPressed(digit) if digit in _KEYS else None
