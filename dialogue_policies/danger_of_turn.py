"""What a turn says about danger, from everything that was heard of it and what the call had asked. Pure.

The question asked is evidence: nothing but the name, place, time, plate, number or choice that was asked for is that answer,
however it sounds. A phrase of the agency's list overrules this and every other doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Collection, Dict, List, Optional, Sequence, Tuple

from agencies.properties import Properties
from spoken.en import concerns, none_of_it, report_offer, whereabouts, yes_no
from spoken.en.numbers import digits_only, number_at, words_of

CHOICE_WORDS, NAME_WORDS = 4, 6
ANY_CONCERN = "any_concern"  # a report's one question about danger
OF_WHOEVER_DID_IT = ("self_service", ANY_CONCERN)  # questions to which "he's gone" is an answer
OF_THE_WHOLE = ("report_summary", "more_to_tell")  # questions to which a yes says nothing of danger
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
SURE_OF_A_LIFE = 0.45  # how often such a choice is right, from which it is taken while a question is open
AGREED = 0.6  # ... and from which it makes a weak alarm a clear one
ROUTINE = 0.9  # ... and from which a need in which nobody is in danger weakens an alarm of the detector alone
# Log odds from the detector's threshold that are needed against that, measured on what people call for; an answer in a report
# is one of twenty, and is doubted less easily.
ALARM_OVER_ROUTINE, DOUBT_OVER_ROUTINE, DOUBT_IN_A_REPORT = 4.0, -2.8, 2.0
DOUBT_IN_A_STORY = (
    -3.0
)  # log odds from the threshold, after danger was denied ("there's a guy looking in my window" lies at -2)
# ... and of a detail that was asked for, after danger was denied
DETAIL_OF_A_THING, DETAIL = -1.0, -2.0
THINGS = ("items.", "plate", "vehicle")  # questions about a thing
TOLD_FREELY = ("what_happened", "suspect", "report_add")  # whose answer may tell anything
WISH_FOR_A_PERSON = "speak_to_person"
STORIES = ("what_happened", "items.", "report_add")  # questions that are answered with one
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
    settled: bool = False  # ... of something that happened, and what it asks about danger has been denied
    denied: bool = False  # ... of anything, and it has been denied
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
            unsure = (
                self.ask and self.sureness < SURE_OF_A_LIFE
            )  # "i can't use the computer", to an offer: asked about first
            likely = self.likely[:1] if self.verdict.get("maybe") and not unsure else ()
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
        if self._of_a_thing or self._only_presence or self._story_of_what_is_over:
            return False
        if self._clear:
            return True
        if self._chooses_first or self._no_to_danger:
            return False
        if self.plain_answer or (self._surely_routine and self._above_threshold < ALARM_OVER_ROUTINE):
            return False  # a yes to the form's own question, which knows what it means; a need that is another
        return not self.report or self._named_by_classifier

    @property
    def doubtful(self) -> bool:
        """Danger cannot be excluded."""
        if self.has("always_911") and not self.has("never_checked"):
            return True
        if (
            self._story_of_what_is_over
            and not self.phrase
            and max(self._above_threshold, self._piece_above) < DOUBT_IN_A_STORY
        ):
            return False
        if self._denied_before or self._denies or self._detail or self._only_chooses:
            return False
        needed = self._doubt_over_routine if not self.report else 0.0 if self.ask.get("free") else DOUBT_IN_A_REPORT
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
            return (yes_no.plainly_answers(self.text, self._fact) or self._only_denies) and self._says(yes_no.NO)
        if self.ask.get("kind") == "number":  # not "three hundred, my mom just collapsed"
            return len(digits_only(self.text)) >= 3 and not (self.verdict.get("is") and self._named_by_classifier)
        return self.ask.get("kind") == "choice" and self._names_a_choice()

    @property
    def only_digits(self) -> bool:
        """Three digits or more, and no other word."""
        words = words_of(self.text)
        return len(digits_only(self.text)) >= 3 and all(
            word.isdigit() or number_at(words, at) for at, word in enumerate(words)
        )

    @property
    def with_a_number(self) -> bool:
        """As many digits as a PIN or more stand in it."""
        return len(digits_only(self.text)) >= 4

    @property
    def _only_denies(self) -> bool:
        """ "No, it's just a couch"; a denial that the classifier takes for a danger is worth a question."""
        grave = any(self.has(word) for word in ("always_911", "dangerous", "person_first", "never_checked"))
        return not grave and yes_no.only_denies(self.text)

    @property
    def plain_answer(self) -> bool:
        """That, or a yes to the form's own question, whose meaning the directory knows. Only doubt is spared by a yes, and of a report no
        alarm that comes with it: "yes that's right, but he's outside again"."""
        if self.only_an_answer:
            return True
        tells_more = self.ask.get("slot") in OF_THE_WHOLE and not yes_no.answers_only(self.text, self._fact)
        alarm = self.report and tells_more and self._named_by_classifier
        return self.ask.get("kind") == "yes_no" and self._says(yes_no.YES) and not alarm

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
        person = (
            self.intent == WISH_FOR_A_PERSON and self.sureness >= MOSTLY_RIGHT
        )  # who comes at once, whatever it is about
        return understood and not told and not self.has("dangerous") and (person or not self.has("never_checked"))

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
    def _story_of_what_is_over(self) -> bool:
        """What happened, told to a report after danger was denied: an alarm is asked about before anybody is rung, a faint doubt is not.

        Not when a fact about danger was told, nor where the classifier is sure of one.
        """
        told = any(value is True for name, value in self.facts.items() if name not in TOLD_OF)
        sure = self.has("always_911") and self.confidence >= BOTH_SURE
        story = self.report and self.settled and str(self.ask.get("slot")).startswith(STORIES)
        return story and not told and not sure

    @property
    def _denied_before(self) -> bool:
        """Danger was denied in this report, and no phrase, fact or judge speaks of it now: a faint doubt asks nobody again."""
        told = any(value is True for name, value in self.facts.items() if name not in TOLD_OF)
        judged = max(self._above_threshold, self._piece_above) >= DOUBT_IN_A_STORY
        judged = judged or self.has("always_911") or self.has("never_checked")
        return self.report and (self.settled or self.denied) and not self.phrase and not told and not judged

    @property
    def _detail(self) -> bool:
        """A detail of a report in which danger was denied ("five drill kits, eleven fifty"): faintly doubtful, and no word in it tells of a
        body, of somebody who is there, of a weapon or a threat. Of 347 emergencies of benchmarks/danger_dev it passes over none."""
        slot = str(self.ask.get("slot"))
        least = DETAIL_OF_A_THING if slot.startswith(THINGS) else DETAIL
        told = any(value is True for name, value in self.facts.items() if name not in TOLD_OF)
        grave = any(self.has(word) for word in ("dangerous", "always_911", "person_first", "never_checked"))
        faint = max(self._above_threshold, self._piece_above) < least
        story = slot.startswith(TOLD_FREELY) or not slot or self.phrase
        open_ = self.report and (self.settled or self.denied) and not story
        return open_ and faint and not told and not grave and concerns.names_none(self.text)

    @property
    def _denies(self) -> bool:
        """A no to the very question about danger that nothing takes back: no alarm, no phrase, no fact, no "but". "No no force, I
        think it fell", and not "no, she's cut pretty bad"."""
        asked = self.checking or (self.report and self._asked_about_danger)
        alarm = self.verdict.get("is") or self._piece_above >= 0 or self.phrase
        return bool(asked) and self._no_without_a_but and not alarm

    @property
    def _no_to_danger(self) -> bool:
        """A no to a question about danger, and the detector alone hears an alarm in its reason, not a clear one ("nah he dipped, i just
        seen him ride off"): asked about once more. A phrase, a fact or a "but" behind the no is none of this."""
        return self._asked_about_danger and self._no_without_a_but

    @property
    def _asked_about_danger(self) -> bool:
        return bool(self.ask.get("danger") or self.ask.get("slot") == ANY_CONCERN)

    @property
    def _no_without_a_but(self) -> bool:
        told = any(value is True for name, value in self.facts.items() if name not in TOLD_OF)
        return yes_no.begins_with_no(self.text) and not none_of_it.hedges(self.text) and not told

    @property
    def _chooses_first(self) -> bool:
        """ "Now, before he wakes the baby": the choice that was offered comes first, and a weak alarm of the rest is asked about."""
        return self.ask.get("slot") == "self_service" and report_offer.chosen_first(self.text) is not None

    @property
    def _only_chooses(self) -> bool:
        """ "Now please, if it's not too long, I have customers": the choice that was offered, and faintly doubtful words in which none
        tells of a body, of somebody who is there, of a weapon or a threat."""
        told = any(value is True for name, value in self.facts.items() if name not in TOLD_OF)
        grave = any(self.has(word) for word in ("dangerous", "always_911", "person_first", "never_checked"))
        faint = max(self._above_threshold, self._piece_above) < DETAIL and not self.verdict.get("is")
        return self._chooses_first and faint and not (told or grave or self.phrase) and concerns.names_none(self.text)

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
