"""What callers say around the matter and what says nothing about it: greetings, courtesies, hesitations, impatience, a name. Pure.

"good morning, this is maria lopez, um, my car was stolen, thank you so much" is judged as "my car was stolen". Short turns stay
whole: "thank you", "okay yeah" and "my name is Maria" are moves of the talk. A yes or no in front stays too.
"""

from __future__ import annotations

import re

LEAST_WORDS = 4  # of what is left; else the whole turn is the matter
_GAP = r"[\s,.;:!…-]*"
_NAME_STOPS = (
    r"about|a|an|the|my|not|no|yes|it|its|where|what|who|how|why|when|for|to|from|in|on|at|of|and|so|just|kind|really|regarding|"
    r"concerning|that|this|there|is|was|our|your|his|her|their|because|happening|still|going|already|only|all|urgent|important"
)
_NO_NAME_AFTER = rf"{_NAME_STOPS}|i|i'm|somebody|someone|we|he|she|they"
_WORD = r"[^\W\d_][\w'’-]*"
_NAME = rf"(?:(?!(?:{_NAME_STOPS})\b){_WORD})(?: (?!(?:{_NO_NAME_AFTER})\b){_WORD}){{0,2}}"
_LEADS = (
    r"(?:hi|hello|hey|hiya)(?: there| again)?(?=[\s,.!]|$)",
    r"good (?:morning|afternoon|evening|day)(?: to you)?",
    r"(?:excuse me|pardon me|(?:i'm )?sorry to bother you)(?=[\s,.!])",
    r"(?:could|can|would) you (?:please )?help me(?: please)?(?: out)?(?=[\s,.!?])[?]?",
    r"(?:um+|uh+|er+|erm|ah|oh|hmm+|so|well|okay|ok|alright|all right|right|basically|like)(?=[\s,.!]|$)",
    r"(?:yeah|yes|yep)(?= ?,? ?(?:hi|hello|hey|so|um|uh|good)\b)",
    r"i(?:'m| am) (?:so |really )?(?:sick|tired|sick and tired|fed up) (?:of|with) (?:waiting|calling|this)[^,.;!]{0,30}[,.;!]",
    r"let me think(?:[ ,]+yeah)?(?=[\s,.])",
    r"how (?:do|should|can) i (?:say|put) (?:this|it)",
    r"for (?:heaven|god|christ|goodness|pete)'?s'? sake",
    r"i(?:'ve| have) never called (?:before|here before|this number before)",
    rf"(?:this is|my name is|my name's|the name is) {_NAME}(?: (?:speaking|calling|here))?(?:[,.;]| and\b)",
    r"and(?= )",
)
_TAILS = (
    r"thank you(?: so much| very much)?|thanks(?: a lot| so much| in advance)?|many thanks",
    r"please|i(?:'d| would) (?:really )?appreciate (?:it|that|your help)",
    r"and i(?:'m| am) (?:really |so |just )?(?:fed up|sick|angry|mad|upset|tired)(?: (?:with|of|about) (?:this|it|you))?",
    r"you know(?: what i mean)?|i guess|if you know what i mean",
    r"(?<=[,.] )(?:yeah|okay|right|so)",
    rf"(?:my name is|my name's|this is) {_NAME}|(?<=[,.;!?] ){_NAME} is my name",
)
_LEAD = re.compile(rf"^{_GAP}(?:(?:{'|'.join(_LEADS)}){_GAP})+", re.IGNORECASE)
_TAIL = re.compile(rf"(?:{_GAP}\b(?:{'|'.join(_TAILS)}))+{_GAP}$", re.IGNORECASE)
_PICTURES = re.compile(r"[\u2190-\u2bff\u3000-\u303f\ufe0e\ufe0f\u200d\U0001f000-\U0001faff]+")
MOST_CHARACTERS = 1000  # of each end


def bare(text: str) -> str:
    """The matter alone; the text as it was when hardly anything would be left."""
    plain = " ".join(_PICTURES.sub(" ", text).split())
    matter = _without_tail(_without_lead(plain))
    return matter if len(matter.split()) >= LEAST_WORDS else plain or text


def _without_lead(text: str) -> str:
    lead = _LEAD.match(text[:MOST_CHARACTERS])
    return text[lead.end() :] if lead else text


def _without_tail(text: str) -> str:
    head, end = text[:-MOST_CHARACTERS], text[-MOST_CHARACTERS:]
    return head + _TAIL.sub("", end)
