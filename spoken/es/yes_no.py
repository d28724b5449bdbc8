"""Sí, no, no sé: the answer to a yes/no question in Spanish. Small: enough to tell a plain yes from everything else. Pure."""

from __future__ import annotations

import re

from spoken.en.yes_no import NO, NONE, UNKNOWN, YES, Answer
from spoken.utterance import fold

_OPENING = re.compile(r"(?:(?:eh|ah|oh|este|pues|bueno|mire|mira|ay|senor|senora|senorita)\b[ ,.]*)+")
# the first that fits; sure or not
_TABLE = (
    ((r"(?:yo )?no (?:lo )?(?:se|recuerdo|me acuerdo|sabria|podria decir|estoy segur[oa]|tengo (?:ni )?idea)\b|ni idea|quien sabe"
     r"|(?:tal vez|quiza|quizas|a lo mejor|puede ser|depende)\b|si y no\b"), UNKNOWN, True),
    (r"(?:no (?:lo )?creo|creo que no|supongo que no|espero que no|no mucho|todavia no)\b", NO, False),
    (r"(?:supongo|creo)(?: que si)?\b|(?:probablemente|esta bien|bueno|vale|ok|okay)$", YES, False),
    (r"no (?:importa|hay problema|se preocupe)\b|nada mas$", NONE, True),
    (r"(?:no|nunca|nadie|ningun[oa]?|tampoco|para nada|claro que no|por supuesto que no|negativo)\b", NO, True),
    (r"(?:si|claro(?: que si)?|por supuesto|correcto|exacto|asi es|afirmativo|cierto|de acuerdo|eso es)\b", YES, True),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern), meaning, sure) for pattern, meaning, sure in _TABLE)


def read(words: str) -> Answer:
    text = re.sub(r"[^\w\s]", " ", fold(words))
    text = " ".join(text.split())
    text = text[opened.end() :] if (opened := _OPENING.match(text)) and opened.end() < len(text) else text
    return next((Answer(told, sure) for pattern, told, sure in _PATTERNS if pattern.match(text)), Answer(NONE))


def meaning(words: str, danger: bool = False) -> str:
    """yes | no | unknown | none, as spoken/en/yes_no.py has it."""
    found = read(words)
    return found.meaning if found.sure or not danger else UNKNOWN
