"""How what a caller says becomes the key of a row, and how a row's key is written one way."""

from __future__ import annotations

from spoken.en.plates import asked_plate, has_no_plate


def one_way(text: str) -> str:
    """Letters and digits alone, in capitals."""
    return "".join(one for one in text.upper() if one.isalnum())


def key_of(said: str, kind: str, country: str) -> str | None:
    """The key, or None when there is none in it ("no plate", "I don't remember")."""
    if kind != "plate":
        return one_way(said) or None
    if has_no_plate(said.lower()):
        return None
    found = asked_plate(said, country) or said
    plain = "" if "?" in found else one_way(found)  # one of its characters is not known
    return plain if 2 <= len(plain) <= 8 else None
