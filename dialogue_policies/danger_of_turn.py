"""What a turn says about danger, from everything that was heard of it and what the call had asked. Pure.

The question asked is evidence: nothing but the name, place, time, plate, number or choice that was asked for is that answer,
however it sounds. A phrase of the agency's list overrules this and every other doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Collection, Dict, List, Optional, Sequence, Tuple

from agencies.properties import Properties
from spoken.en import whereabouts, yes_no
from spoken.en.numbers import digits_only

CHOICE_WORDS, NAME_WORDS = 4, 6
OF_WHOEVER_DID_IT = ("self_service", "any_concern")  # questions to which "he's gone" is an answer
TOLD_OF = ("just_happened", "stalked_or_threatened")  # facts about what is over: they decide who takes the call
TOLD_AS = {"place": "where", "when": "when", "name": "name", "plate": "plate"}  # kind of question -> entity
OF_DIGITS = (
    "number",
    "money",
    "phone",
    "contact",
    "pin",
    "place",
    "plate",
    "when",
    "serial",
)  # kinds of which digits are an answer
SURE, SURE_IN_A_REPORT = 0.35, 0.5  # confidence from which the classifier's word is taken in the middle of a question
BOTH_SURE, NOT_FAR = 0.9, -2.0  # ... and from which, so many log odds below the threshold, it makes an alarm of a doubt
AGREED = 0.6  # ... and from which it makes a weak alarm a clear one
ROUTINE = 0.9  # ... and from which a need in which nobody is in danger weakens an alarm of the detector alone
# Log odds from the detector's threshold that are needed against that, measured on what people call for; an answer in a report
# is one of twenty, and is doubted less easily.
ALARM_OVER_ROUTINE, DOUBT_OVER_ROUTINE, DOUBT_IN_A_REPORT = 4.0, -2.8, 2.0
# Surer still of something that is no danger, and nearly these words are an example of it: more log odds are needed to ask. Of words
# that are only near (cosine 0.55) as well, it passed over four of 968 held-out emergencies, for 30 questions less: taken back.
KNOWN, VERY_CLOSE, DOUBT_OVER_VERY_CLOSE = 0.97, 0.79, 0.0
# Or nine of ten choices like this one are right (`scope.sure`, which is measured): of 28 emergencies in 623 that are only asked about,
# none lay there, and of 106 needless questions in 1,157 other calls nine (sentences of others, benchmarks/danger_dev).
MOSTLY_RIGHT = 0.9


@dataclass(frozen=True)
class Turn:
    """One turn of a call. `ask`: the open question; `report`: one is being taken; `checking`: danger is being asked about."""

    text: str
    intent: str
    confidence: float
    verdict: Dict[str, Any]
    properties: Properties
    ask: Dict[str, Any] = field(default_factory=dict)
    report: bool = False
    checking: bool = False
    nonsense: bool = False
    likely: Tuple[str, ...] = ()  # needs that it may be about when it was not understood, best first
    entities: Sequence[Dict[str, Any]] = ()
    facts: Dict[str, Any] = field(default_factory=dict)
    needs: Collection[str] = ()  # of the agency
    nearest: float = 0.0  # cosine to the closest example that the classifier knows
    sureness: float = 0.0  # how often a choice like the classifier's is right
    report_margin: float = 5.0  # log odds above the detector's threshold that make an alarm clear by itself

    def has(self, word: str) -> bool:
        return self.properties.has(self.intent, word)

    @property
    def has_need(self) -> bool:
        """The classifier names a need of the agency's, not a move of the talk."""
        return self.intent in self.needs

    @property
    def phrase(self) -> bool:
        """A phrase of the agency's list was said that no past or fiction explains, and not as a number asked for."""
        if self.verdict.get("sure"):
            return not self._only_digits()
        return self.verdict.get("why") == "phrase" or bool(
            self.verdict.get("phrase") and not self.verdict.get("context")
        )

    @property
    def person_first(self) -> bool:
        """Somebody speaks of ending a life: in a phrase, or by the classifier's word, surer of it while a question is open."""
        if self.phrase and self.properties.has(self.verdict.get("need"), "person_first"):
            return True
        if self.only_an_answer or self.text.startswith("/"):
            return False
        if not self.has("person_first"):
            likely = self.likely[:1] if self.verdict.get("maybe") else ()
            return any(self.properties.has(need, "person_first") for need in likely)
        needed = SURE_IN_A_REPORT if self.report else SURE if self.ask else 0.0
        return bool(self.verdict.get("maybe")) or self.confidence >= needed

    @property
    def sure(self) -> bool:
        """An emergency. In a report an alarm of the detector alone must be clear; a weaker one is asked about.

        Its threshold is measured on what people call for, and a report has twenty answers: at three false alarms in a
        hundred, every second report would end in one.
        """
        if not self.verdict.get("is"):
            return self._agreed_on
        if self.phrase or self.checking:
            return True
        if self.has("doubted") or self.nonsense or self.only_an_answer:
            return False  # nothing in it says who should come, so the caller is asked
        if self._of_a_thing or self._only_presence:
            return False
        if self._clear:
            return True
        if self.plain_answer or (self._surely_routine and self._above_threshold < ALARM_OVER_ROUTINE):
            return False  # a yes to the form's own question, which knows what it means; a need that is another
        return not self.report or self._named_by_classifier

    @property
    def doubtful(self) -> bool:
        """Danger cannot be excluded."""
        if self.has("always_911") and not self.has("never_checked"):
            return True
        needed = DOUBT_IN_A_REPORT if self.report else self._doubt_over_routine
        above = max(self._above_threshold, self._piece_above)
        overruled = (self._surely_routine or self.nonsense) and not self.phrase and above < needed
        if overruled and (
            self.report or not self.has("threatening")
        ):  # whoever is threatened is asked by the form anyway
            return False
        return bool(self.verdict.get("maybe") or self.verdict.get("is"))

    @property
    def _doubt_over_routine(self) -> float:
        known = self.confidence >= KNOWN and self.nearest >= VERY_CLOSE
        return DOUBT_OVER_VERY_CLOSE if known or self.sureness >= MOSTLY_RIGHT else DOUBT_OVER_ROUTINE

    @property
    def only_an_answer(self) -> bool:
        """Nothing but the place, time, name, plate, digits or choice that was asked for, or a no ("he's gone")."""
        if self.phrase:
            return False
        asked = str(self.ask.get("asked"))
        if asked in TOLD_AS and self._is_only(TOLD_AS[asked]):
            return True
        if asked == "name" and _spells(self.text):
            return True
        if self.ask.get("slot") in OF_WHOEVER_DID_IT and whereabouts.only_that_they_left(self.text):
            return True
        if self.ask.get("kind") == "yes_no":
            return yes_no.plainly_answers(self.text, self._fact) and self._says(yes_no.NO)
        if self.ask.get("kind") == "number":
            return len(digits_only(self.text)) >= 3
        return self.ask.get("kind") == "choice" and self._names_a_choice()

    @property
    def plain_answer(self) -> bool:
        """That, or a yes to the form's own question, whose meaning the directory knows. Only doubt is spared by a yes."""
        return self.only_an_answer or (self.ask.get("kind") == "yes_no" and self._says(yes_no.YES))

    @property
    def _fact(self) -> str:
        return str(self.ask.get("fact") or self.ask.get("slot") or "")

    def _says(self, meaning: str) -> bool:
        found = yes_no.read(self.text, self._fact)
        return found.meaning == meaning and found.sure

    @property
    def _agreed_on(self) -> bool:
        """The detector is not far from an alarm, and the classifier is sure of a need that is danger and nothing else."""
        told_only = self.verdict.get("quoted") or self.verdict.get("context")
        beside = self.report or self.ask or self.checking or told_only
        sure = self.has("always_911") and self.confidence >= BOTH_SURE
        near = self.verdict.get("maybe") and "log_odds" in self.verdict and self._above_threshold >= NOT_FAR
        return bool(sure and near and not beside)

    @property
    def _named_by_classifier(self) -> bool:
        danger = self.has("always_911") or self.has("never_checked")
        return danger and self.confidence >= AGREED and self._above_threshold >= ALARM_OVER_ROUTINE

    @property
    def _surely_routine(self) -> bool:
        """Two judges who differ: the classifier, trained apart from the detector, is sure of something that is no danger.

        Not when a fact was told (somebody is there, hurt, armed), whatever it is taken for.
        """
        understood = self.confidence >= ROUTINE and self.intent != "nlu_fallback"
        told = any(value is True for name, value in self.facts.items() if name not in TOLD_OF)
        return understood and not told and not self.has("dangerous") and not self.has("never_checked")

    @property
    def _above_threshold(self) -> float:
        return float(self.verdict.get("log_odds") or 0) - float(self.verdict.get("threshold") or 0)

    @property
    def _piece_above(self) -> float:
        """Of the most dangerous piece of what was said: "my bike was stolen, my chest hurts" is about a bike only as a whole."""
        return float(self.verdict.get("piece") or -99.0) - float(self.verdict.get("threshold") or 0)

    @property
    def _clear(self) -> bool:
        return self._above_threshold >= self.report_margin

    @property
    def _of_a_thing(self) -> bool:
        """A description that a report asked for, in which nobody and no danger is named: asked about before anybody is rung."""
        return self.report and bool(self.ask.get("free")) and not whereabouts.names_somebody(self.text)

    @property
    def _only_presence(self) -> bool:
        """ "He's there right now", after a complaint about a parked car: asked about. To a question of yes or no it may be the yes."""
        beside = self.ask and self.ask.get("kind") != "yes_no"
        return bool(beside and whereabouts.only_that_it_is_there(self.text))

    def _only_digits(self) -> bool:
        """Digits, in signs or words, in answer to a question for them: a house number may be the emergency number."""
        asked = str(self.ask.get("asked") or self.ask.get("kind"))
        digits = digits_only(self.text)
        return asked in OF_DIGITS and bool(digits) and len(self.text.split()) <= len(digits)

    def _is_only(self, entity: str) -> bool:
        found = [one for one in self.entities if one.get("entity") == entity and one.get("end")]
        return any(one["end"] - one["start"] >= 0.6 * len(self.text) for one in found)

    def _names_a_choice(self) -> bool:
        said = set(re.findall(r"[a-z]{3,}", self.text.lower())) - {"and", "the"}
        named = (said & set(str(one).lower().split()) for one in self.ask.get("choices") or ())
        return len(self.text.split()) <= CHOICE_WORDS and any(named)


def _spells(text: str) -> bool:
    """Three letters or more one by one: "Milos Havranek, H A V R A N E K"."""
    words: List[Optional[str]] = re.findall(r"[\w']+", text)
    letters = [word for word in words if word and len(word) == 1 and word.isalpha()]
    return len(letters) >= 3 and len(words) - len(letters) <= NAME_WORDS
