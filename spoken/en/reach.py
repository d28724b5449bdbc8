"""How somebody wants to be reached, out of one answer: a telephone number, an e-mail address, both, or not at all. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from spoken.en import phones, yes_no
from spoken.en.emails import email_in
from spoken.utterance import fold

_CALLED = re.compile(r"\b(?:call|ring|phone me|calls|voice|land ?line)\b(?! from)")
_TEXTED = re.compile(r"\b(?:text|texts|sms|message)\b")
_NOT = r"\b(?:not|don't|do not|no|never|rather than|instead of)\b[^,.;]{0,20}"
_NOWHERE = re.compile(
    r"\b(?:not at all|none|neither|nothing|nowhere|don't (?:contact|call|text|e-?mail|want)|do not (?:contact|call|text|want)|"
    r"no (?:thanks|thank you|need|contact|news|updates|messages)|rather not|skip)\b"
)


_NO_TEXTS = re.compile(
    r"\b(?:doesn't|does not|don't|do not|doesnt|dont|can't|cannot|can not|won't|not|no)\b[^,.;]{0,20}\b(?:texts?|sms|text messages?)\b"
    r"|\b(?:land ?line|house (?:tele)?phone|home (?:tele)?phone)\b"
)


@dataclass(frozen=True)
class Reach:
    """`by`: sms, email, voice, sms_and_email or none, as the questions of reports have it."""

    phone: Optional[str] = None
    email: Optional[str] = None
    by: str = "none"


def reach_in(text: str, country: str = "US") -> Optional[Reach]:
    """What one answer says; None when it names no way and declines none."""
    folded = fold(text)
    email = email_in(folded)
    phone = phones.phone_in(_without(folded, email, country), country)
    if phone or email:
        return Reach(phone, email, _by(folded, phone, email))
    declined = _NOWHERE.search(folded) or phones.has_no_phone(folded) or yes_no.read(folded).meaning == yes_no.NO
    return Reach() if declined and not phones.means_this_line(folded) else None


def takes_no_texts(text: str) -> bool:
    """ "That's my house phone", "it doesn't do texts"."""
    return bool(_NO_TEXTS.search(fold(text)))


def _without(folded: str, email: Optional[str], country: str) -> str:
    """The words before the address: digits in it are no telephone number."""
    return (
        folded[: max(folded.rfind(" at "), folded.find("@"))]
        if email and not phones.phone_in(folded, country)
        else folded
    )


def _by(folded: str, phone: Optional[str], email: Optional[str]) -> str:
    called = bool(_CALLED.search(re.sub(rf"{_NOT}(?:call|ring|phone|voice)\w*", " ", folded)))
    texted = bool(_TEXTED.search(re.sub(rf"{_NOT}(?:text|sms|message)\w*", " ", folded)))
    if not phone:
        return "email"
    by_phone = "voice" if (called and not texted) or takes_no_texts(folded) else "sms"
    return "sms_and_email" if email and by_phone == "sms" else by_phone
