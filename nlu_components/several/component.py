"""Rasa component: the need classifier, asked again about the parts of one breath.

Output besides the classifier's own: `also` [need], what was asked for in the same breath and must be served after the first;
and the intent of the second half where the caller takes the first back ("i lost my wallet, no actually it was stolen").
Two clauses are two matters only where both are understood and one of them stands apart from any incident (property `apart`:
a ticket, a pothole): "they broke my window and took my bag" is one.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from agencies.properties import properties
from nlu_components.needs.classifier import NeedClassifier
from spoken.en.two_matters import Cut, clauses, instead, pairs, settled, told_along
from spoken.scripts import is_latin

ASIDES = ("ask_recording", "ask_privacy", "ask_capabilities")  # questions about the line
COURTESIES, LONG = ("thanks", "greet", "goodbye", "abuse", "are_you_robot"), 6
OTHER_LANGUAGE = "non_english"
CHANGED = ("scope", "intent", "intent_ranking")  # what another reading of the turn replaces


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NeedsOfBreath(NeedClassifier):
    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            **NeedClassifier.get_default_config(),
            "told": 0.6,  # confidence from which a need stands behind a courtesy
            "sure_of_both": 0.5,  # `sure` of both halves, where the caller says that it is another matter
            "sure_unsaid": 0.85,  # ... and where nothing says so: most calls of two clauses are one story
            "sure_of_mixed": 0.7,  # ... where the whole itself is not surely either
            "sure_of_whole": 0.85,  # `sure` of the whole from which it is no mixture of two
            "sure_of_change": 0.45,  # confidence of what takes the place of the first words
        }

    def process(self, messages: List[Message]) -> List[Message]:
        given = [bool(message.get(INTENT)) for message in messages]
        super().process(messages)
        for message, decided in zip(messages, given):
            if not decided and not is_latin(message.get(TEXT) or ""):
                _in_another_script(message)
            elif not decided and message.get(TEXT) and not message.get(TEXT).startswith("/") and not _alarming(message):
                self._read_in_parts(message)
        return messages

    def _read_in_parts(self, message: Message) -> None:
        if not (self._taken_back(message) or self._behind_courtesy(message) or self._behind_a_question(message)):
            self._two(message)

    def _taken_back(self, message: Message) -> bool:
        text = message.get(TEXT)
        if over := settled(text):
            told = self._read(text[len(over) :].strip(" ,;.!-"), message)
            self._is_read_as(
                told if _sure(told) >= self._config["sure_of_whole"] else self._read(over, message), message
            )
            return True
        after = instead(text)
        if after is None:
            return False
        again = self._read(after, message)
        intent = again.get(INTENT) or {}
        if not _a_need(intent) or intent["confidence"] < self._config["sure_of_change"]:
            return False
        self._is_read_as(again, message)
        return True

    @staticmethod
    def _is_read_as(part: Message, message: Message) -> None:
        """The turn is what this part of it is."""
        for name in CHANGED:
            message.set(name, part.get(name), add_to_output=True)

    def _behind_courtesy(self, message: Message) -> bool:
        """A need that was told between a greeting, a grumble and a thank you: "oh great, a robot. My car got broken into, thanks"."""
        intent = (message.get(INTENT) or {}).get("name")
        if intent not in COURTESIES or len(message.get(TEXT).split()) < LONG:
            return False
        read = [self._read(part, message) for part in clauses(message.get(TEXT))]
        told = max(read, key=_confidence, default=None)
        if told is None or _confidence(told) < self._config["told"]:
            return False
        self._is_read_as(told, message)
        return True

    def _behind_a_question(self, message: Message) -> bool:
        """A need that was told along with a question about the line: "is this recorded, because somebody knocked my fence down"."""
        if (message.get(INTENT) or {}).get("name") not in ASIDES or len(message.get(TEXT).split()) < LONG:
            return False
        read = [self._read(part, message) for part in told_along(message.get(TEXT))]
        told = max(read, key=_confidence, default=None)
        if told is None or _confidence(told) < self._config["told"] or _sure(told) < self._config["sure_of_both"]:
            return False
        message.set("also", [_name(told)], add_to_output=True)
        return True

    def _two(self, message: Message) -> None:
        """The needs in the order in which they were told; a whole that is surely the second one was led up to by the first words."""
        whole, as_told = _name(message), _sure(message) < self._config["sure_of_whole"]
        best: Optional[Tuple[float, Message, str]] = None
        for cut in pairs(message.get(TEXT)):
            least = self._config["sure_of_both" if cut.said else "sure_of_mixed" if as_told else "sure_unsaid"]
            both = self._both(cut.one, cut.other, message, least)
            if both is None:
                continue
            first, second = both
            sure = min(_sure(first), _sure(second))
            mixed = _sure(message) < self._config["sure_of_mixed"] <= sure
            if _two_matters(first, second, cut, None if mixed else whole) and (best is None or sure > best[0]):
                lead, rest = (first, second) if cut.said or as_told or _name(first) == whole else (second, first)
                best = (sure, lead, _name(rest))
        if best is None:
            return
        self._is_read_as(best[1], message)  # its own reading, which is surer than that of the mixture
        message.set("also", [best[2]], add_to_output=True)

    def _both(self, one: str, other: str, message: Message, least: float) -> Optional[Tuple[Message, Message]]:
        """The readings of both; None where one is less sure than that. The shorter is read first: most often it is no need at all."""
        read: Dict[str, Message] = {}
        for part in sorted((one, other), key=len):
            read[part] = self._read(part, message)
            if _sure(read[part]) < least:
                return None
        return read[one], read[other]

    def _read(self, text: str, message: Message) -> Message:
        """The classifier's word on a part of the turn."""
        part = Message({TEXT: text, "metadata": message.get("metadata")})
        super().process([part])
        return part


def _in_another_script(message: Message) -> None:
    """Whatever the words resemble, the line does not read them."""
    intent = {"name": OTHER_LANGUAGE, "confidence": 1.0}
    scope = {**(message.get("scope") or {}), "reason": None, "candidates": [OTHER_LANGUAGE]}
    for name, value in ((INTENT, intent), ("intent_ranking", [intent]), ("scope", scope)):
        message.set(name, value, add_to_output=True)


def _name(part: Message) -> str:
    return str((part.get(INTENT) or {}).get("name"))


def _confidence(part: Message) -> float:
    intent = part.get(INTENT) or {}
    return float(intent["confidence"]) if _a_need(intent) else 0.0


def _sure(part: Message) -> float:
    """How often such a choice is right (`scope.sure`); 0 for what is no need."""
    return float((part.get("scope") or {}).get("sure") or 0.0) if _a_need(part.get(INTENT) or {}) else 0.0


def _alarming(message: Message) -> bool:
    """Danger was heard: nothing takes that back, and nothing is put before it."""
    dangerous = properties().has((message.get(INTENT) or {}).get("name"), "dangerous")
    return dangerous or bool((message.get("emergency") or {}).get("is"))


def _a_need(intent: Dict[str, Any]) -> bool:
    return any(properties().has(intent.get("name"), word) for word in ("incident", "apart"))


def _two_matters(first: Message, second: Message, cut: Cut, whole: Optional[str]) -> bool:
    """`whole`: what all of it is surely taken for, if anything. A third need means that the parts are its story.

    Two incidents are one story, but where the caller sets them apart, or says of something that nobody did (`natural`: a
    raccoon, a power cut) that it comes on top.
    """
    one, other = _name(first), _name(second)
    if one == other or whole not in (one, other, None):
        return False
    if any(properties().has(need, "apart") for need in (one, other)):
        return True
    natural = [properties().has(need, "natural") for need in (one, other)]
    return cut.separate or all(natural) or (cut.said and any(natural))
