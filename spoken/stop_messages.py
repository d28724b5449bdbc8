"""Whether a text to us says stop, in any reasonable words (47 CFR 64.1200(a)(10)), and not "it won't stop barking". Pure.

A text is read clause by clause. A clause stops us when it is nothing but a word of stopping and words that carry none
("please stop now, thanks"), or when it asks us, from its beginning, to end messages or to leave the person alone ("can you
quit texting me"). What is said of somebody else ("tell him to stop texting me", "my ex won't stop calling") does neither.
"""

from __future__ import annotations

import re

from spoken.word_sets import word_set

# words by which people end texts, and begin them again (CTIA Messaging Principles; Twilio's defaults), and in Spanish
STOP_WORDS = word_set(
    """stop stopall unsubscribe cancel end quit optout revoke alto parar pare basta baja unsubcribe unsuscribe unsub
    cancelar stopp stpo sotp"""
)
START_WORDS = frozenset({"start", "unstop", "yes", "si", "sí", "alta"})
# said around the word without changing what it asks
_EMPTY = word_set(
    """please kindly pls plz just now it this that these those ok okay thanks thank you already all everything me us hey
    hi hello yo asap immediately today right away said i want to need would like can could will my your guys people por
    favor gracias ya ahora reply text texts texting message messages messaging msg msgs sms alert alerts notification
    notifications update updates calls calling contact contacting service from police sir maam us out of here number
    mensajes textos"""
)
_ASKED = (
    r"(?:(?:please|kindly|pls|plz|just|now|hey|hi|hello|ok|okay|yo|guys|people|police|so|and|but|also|yes|no|can|could|would|will|"
    r"must|should|you|we|i|want|need|asked|told|said|like|wish|id|to|all|por|favor|ya) )*"
)
_US = (
    r"(?:to |with )?(?:me|us|here|this (?:number|phone)|my (?:number|phone|cell)|these|those|the|any|your|all|more|further"
    r"|of|this|anymore)?"
)
_MESSAGES = (
    r"(?:texts?|texting|messages?|messaging|msgs?|sms|alerts?|notifications?|updates|emails?|e mails?|contact(?:ing)?)"
)
_WRITE = r"(?:text|message|msg|sms|contact|write|email|bother|spam|notify|send|txt)"
_PATTERNS = tuple(
    re.compile(_ASKED + pattern)
    for pattern in (
        rf"(?:stop|quit|cease|halt|end|cancel|discontinue|turn off)(?: (?:sending|getting|receiving|with))?(?: {_US})*? ?{_MESSAGES}\b",
        r"(?:stop|quit|cease) (?:sending|writing|texting|calling) (?:me|us)\b",
        r"(?:stop|quit|cease) (?:writing|bothering|spamming|contacting|notifying|texting|messaging)\b",
        rf"(?:dont|do not|never|not) (?:ever |you )*{_WRITE} (?:me|us|this number|here|anything)\b",
        rf"(?:dont|do not|no longer) (?:want|wish|need|care)\b(?: (?!him|her|them|he|she)\w+){{0,5}}? {_MESSAGES}\b",
        rf"(?:no|not) (?:more|any more|further|additional) (?:\w+ )?{_MESSAGES}\b",
        rf"no {_MESSAGES}\b(?: (?:please|anymore|thanks|thank you))*$",
        (
            r"(?:remove|take|delete|drop|get|unlist|strike) (?:me|us|my (?:number|phone|name)|this (?:number|phone))\b"
            r"(?: (?:off|from|out|please|now|your|of|the|this|list|lists|texts?|messages?|system|database|thing|immediately|thanks))*$"
        ),
        r"(?:opt|opting) (?:me|us|this number)? ?out\b",
        r"(?:unsubscribe|optout|unsub)\b(?: (?:me|us|this|my|please|now|from|number|phone|texts?|messages?|here))*$",
        r"(?:leave (?:me|us) alone|lose (?:my|this) number|wrong (?:number|person))\b",
        r"(?:you have|youve|this is) (?:got |the )*wrong (?:number|person)\b",
        r"no (?:me )?(?:manden|mande|envien|envíen|escriban|escriba|textee|texteen|contacten)\b",
        r"(?:no )?(?:quiero|recibir|mas|más) (?:recibir |mas |más |sus )*(?:mensajes|textos)\b",
        r"(?:dejen|deje|deja) de (?:mandar|enviar|escribir|textear|molestar)",
        r"(?:quitenme|quítenme|borrenme|bórrenme|saquenme|sáquenme)\b",
    )
)
# "don't stop", "did you stop sending updates?", "never unsubscribe me"
_NOT_MEANT = re.compile(
    r"\b(?:dont|do not|never|why|did|have|has|had|wont|will not|doesnt|cant|not) (?:you |they |ever |i )?"
    r"(?:stop|quit|end|cancel|unsubscribe|optout|opt|remove)\b"
)
_CLAUSES = re.compile(r"[.!?,;:\n]+|\bbut\b|\bor\b")


def is_stop(words: str) -> bool:
    """STOP and its kin, alone or in a sentence that asks us to write no more."""
    said = re.sub(r"\bopt[\s-]+out\b", "optout", words[:400].lower())
    said = re.sub(r"[’‘ʼ'`´]", "", said)
    if "".join(re.findall(r"[^\W\d_]+", said)) in STOP_WORDS:  # "S T O P"
        return True
    return any(_stops(" ".join(re.findall(r"[^\W_]+", clause))) for clause in _CLAUSES.split(said))


def is_start(words: str) -> bool:
    return "".join(re.findall(r"[^\W\d_]+", words.lower())) in START_WORDS


def _stops(clause: str) -> bool:
    each = clause.split()
    if not each or _NOT_MEANT.search(clause):
        return False
    if any(word in STOP_WORDS for word in each) and all(word in STOP_WORDS or word in _EMPTY for word in each):
        return True
    return any(pattern.match(clause) for pattern in _PATTERNS)
