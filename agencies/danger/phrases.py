"""Words of danger, by kind (`emergency.yml`), looked for in what somebody says. Pure.

A phrase alone is strong evidence; a context ("last week", "in the movie") weakens a phrase and the classifier, and a
present-danger cue ("right now", "still here") takes the context back. What is `sure` ("it's an emergency", a wish to
die) is believed whatever else is said. No list here can silence the classifier alone. Phrases of life danger in other
languages need no classifier, which knows English only. The connector looks for the same while the bot cannot be asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import List, Mapping, Optional, Pattern, Tuple

PART_WORDS, STRIDE_WORDS = 45, 30  # parts as long as the long stories among the training examples
LONG_WORDS = 60  # nearly no example is longer
PIECE_WORDS, MOST_PIECES = (
    3,
    16,
)  # words of a piece at least; pieces that are looked at, of a longer text those of both ends
_JOINT = re.compile(r"[.!?;,]+|\b(?:and|but|also|plus|oh|when|while|because|since)\b", re.I)
_AND_NOW = re.compile(
    r"(?:^|[,.;!?] *|\b(?:and|but|well|so) |\s)(?:right )?now (?=(?:my|the|our|he|she|they|there|it|i|we|some)\w*\b)",
    re.I,
)
_IS = r"(?:is|isn't|'s|am|'m|are|aren't|'re|ain't|can't|cannot|won't|doesn't)"  # no story of last year is told so
_BEGINS_WITH_IT, _ENDS_WITH_IT = re.compile(rf"{_IS}\b"), re.compile(rf"(?:^|\b){_IS}(?: (?:still|just|now))* $")
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ı": "i", "’": "'"})


@dataclass(frozen=True)
class Kind:
    """One kind of danger: under which need it is reported, and how people say it."""

    name: str
    need: str
    phrases: Optional[Pattern[str]] = None  # asked about at least, unless a context explains them
    sure: Optional[Pattern[str]] = None  # an emergency at once

    def found_in(self, lowered: str) -> Optional[Tuple[str, bool]]:
        """(the phrase, whether it is sure)"""
        if found := self.sure and self.sure.search(lowered):
            return found.group(0), True
        found = self.phrases and self.phrases.search(lowered)
        return (found.group(0), False) if found else None


@dataclass(frozen=True)
class Evidence:
    """What the lists found: the first kind with its phrase, the first context, and whether present danger was named."""

    phrase: Optional[str] = None
    context: Optional[str] = None
    present_danger: bool = False
    kind: Optional[Kind] = None
    sure: bool = False
    in_the_present: bool = (
        False  # "he collapsed last year and he's not breathing": the past explains nothing of it, so it is asked
    )

    @property
    def alarming(self) -> bool:
        """A phrase that no past or fiction explains: the caller is asked, whatever the classifier says."""
        return self.sure or (self.phrase is not None and (self.context is None or self.present_danger))

    @property
    def weight(self) -> int:
        """Of several parts of a long story, the one with the most counts."""
        return 4 * self.sure + 2 * self.alarming + self.in_the_present


@dataclass(frozen=True)
class Danger:
    """Danger that was heard without a classifier. No `kind`: said in another language."""

    phrase: str
    kind: Optional[Kind] = None


@dataclass(frozen=True)
class EmergencyPhrases:
    kinds: Tuple[Kind, ...]  # the first that is heard counts
    contexts: Pattern[str]
    present_danger: Pattern[str]
    phrase_weight: float
    context_weight: float
    threshold: Optional[float]  # None: the one measured in training
    elsewhere: Optional[Pattern[str]] = None  # life danger in other languages, one pattern for all of them
    yes_elsewhere: Optional[Pattern[str]] = None  # a yes in other languages, to be found at the beginning
    harmless: Optional[Pattern[str]] = None  # what holds a phrase and is none: not looked into
    told_only: Optional[Pattern[str]] = None  # danger that is quoted, or asked about for the papers
    told_here: Optional[Pattern[str]] = None  # after it: it is said of here and now after all
    languages: Mapping[str, Pattern[str]] = field(default_factory=dict)  # `elsewhere` by language

    def in_other_language(self, text: str) -> Optional[str]:
        """The first phrase of life danger in any other language, as it was said (small letters, without accents)."""
        found = self.elsewhere.search(folded(text.lower())) if self.elsewhere else None
        return found and found.group(0)

    def language_in(self, text: str) -> Optional[str]:
        """The language whose phrase of life danger is heard, by its ISO 639 code."""
        said = folded(text.lower())
        return next((code for code, phrases in self.languages.items() if phrases.search(said)), None)

    def quoted(self, text: str) -> bool:
        """Whether danger is only told: of a film, or of years ago for the papers; not when "but now ..." follows."""
        lowered = text.lower().replace("’", "'")
        found = self.told_only.search(lowered) if self.told_only else None
        return found is not None and not (self.told_here and self.told_here.search(lowered[found.end() :]))

    def yes_in_other_language(self, text: str) -> bool:
        """Whether an answer in another language begins with a yes."""
        said = folded(text.lower()).lstrip(" ¡¿!?.,")
        return bool(self.yes_elsewhere and self.yes_elsewhere.match(said))

    def danger_in(self, text: str, english: str = "") -> Optional[Danger]:
        """What alarms without a classifier: in another language, or in English with no context to explain it."""
        if (found := self.in_other_language(text)) is not None:
            return Danger(found)
        said = [self.evidence(reading) for reading in (text, english) if reading]
        return next((Danger(one.phrase or "", one.kind) for one in said if one.alarming), None)

    def evidence(self, text: str) -> Evidence:
        """Of the whole text; of a long story, of its most alarming part: what was last week explains nothing far from it."""
        return max((self._evidence(part) for part in parts(text)), key=lambda found: found.weight)

    def _evidence(self, text: str) -> Evidence:
        lowered = text.lower().replace("’", "'")
        lowered = self.harmless.sub(" , ", lowered) if self.harmless else lowered
        context, present = self.contexts.search(lowered), bool(self.present_danger.search(lowered))
        explained = context and context.group(0)
        heard = [(kind, found) for kind in self.kinds if (found := kind.found_in(lowered)) is not None]
        if not heard:
            return Evidence(None, explained, present)
        kind, (phrase, _) = heard[0]
        before = lowered[: lowered.index(phrase)]
        now = bool(_BEGINS_WITH_IT.match(phrase) or _ENDS_WITH_IT.search(before))
        return Evidence(phrase, explained, present, kind, any(sure for _, (_, sure) in heard), now)

    def shift(self, evidence: Evidence) -> float:
        """Log-odds added to the classifier's."""
        if evidence.context is not None and not evidence.alarming:
            return -self.context_weight
        return self.phrase_weight if evidence.phrase else 0.0


def parts(text: str) -> List[str]:
    """The text itself; a very long one in overlapping parts, so that danger at the end is not averaged away."""
    words = text.split()
    if len(words) <= LONG_WORDS:
        return [text]
    starts = range(0, len(words) - (PART_WORDS - STRIDE_WORDS), STRIDE_WORDS)
    return [text, *(" ".join(words[start : start + PART_WORDS]) for start in starts)]


def pieces(text: str) -> List[str]:
    """What is said in one breath, piece by piece ("my bike was stolen", "he stabbed me"); nothing where it is one."""
    found = [piece.strip() for piece in _JOINT.split(text)]
    found = [piece for piece in found if len(piece.split()) >= PIECE_WORDS]
    half = MOST_PIECES // 2
    ends = found if len(found) <= MOST_PIECES else [*found[:half], *found[-half:]]
    return ends if len(found) > 1 else []


def since(text: str) -> str:
    """What is said after "now" of here and now: "i saw it in a film now my kitchen burns" -> "my kitchen burns"; else ""."""
    found = list(_AND_NOW.finditer(text))
    return text[found[-1].end() :] if found else ""


def folded(text: str) -> str:
    """Without accents, tone marks and the like: people who type leave them out."""
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
