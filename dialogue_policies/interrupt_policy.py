"""The turns that no form, rule or story may hold up: an emergency first, then a person, silence, "repeat" and the like.

Deterministic and untrained. It predicts with certainty and as a no-user prediction, so that it wins over an active
form; right after its action it listens. In this order:

1. somebody speaks of ending a life (`person_first`), or the detector is sure of an emergency, or the words of a caller of
   another language hold one of the agency's phrases (the channel sends them as metadata beside the intent)
   -> emergency_action, which knows what the kind of danger asks for
2. "is anyone in danger?" was asked and is open       -> check_answer_action, whatever was said; then, by the very words,
   another language, the wish for a person and a goodbye; then, who was promised a person for somebody in danger waits for that
   person (promised.py); then, where nothing has come of several turns (progress.py), a person
   is offered, and comes; a machine, a wrong number and the key zero said aloud (`openings`) have their own actions, and so has
   a question about the office that was just named
3. an intent of `interrupts` that is not to be checked -> its action
4. the detector cannot exclude an emergency, or the classifier names one -> check_action (once a call, then 1.); a doubt is not
   asked about where the form of the need asks the same, or was told no
5. any other intent of `interrupts`                   -> its action

An alarm on words that the classifier takes for something in which nobody is in danger (`doubted`: a lost cat, a parking
ticket) or for word salad is asked about first: it must not send anybody to 911, and whoever is in danger says yes. A phrase
of the agency's list overrules this. What each need is (doubted, never_checked ...) stands in agencies/properties.yml, and
what an agency calls danger in its emergency.yml: both as they are for the agency of the turn.

While a report is being taken, people tell what happened in their own words, and "she told me to say it again" is no
wish to hear the question again. Then 3 and 5 hold for the intents of `report_interrupts` only, and while the answer may
be any words at all, only for short or plainly meant ones. A doubtful danger is asked about, and so is an alarm that the
classifier does not share and that is not clear: the report waits.

Which intent leads to which action is data in config.yml.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Dict, FrozenSet, List, Optional

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from agencies.danger.live import DANGERS
from agencies.directory.offices import OFFICES, last_office
from agencies.live_files import agency_of
from dialogue_policies.danger_of_turn import Turn
from dialogue_policies.progress import Progress
from dialogue_policies.promised import only_waits
from nlu_components.needs.classifier import NONSENSE
from spoken.en import about_a_case, concerns, for_a_person, goodbye, repeating, report_link, yes_no
from spoken.en.choices import after_transfer_in, names_a_choice, place_in, wishes_person
from spoken.en.names import name_in
from spoken.en.openings import (
    BARE_MARK,
    CALL_BACK,
    KEY_ZERO,
    STILL_THERE,
    WITHDRAW,
    WRONG_NUMBER,
    asks_which_line,
    opening_in,
    withdraws_an_earlier_one,
)
from spoken.en.report_taken import asks_whether_needed, offer_choice
from spoken.language_of_words import language_of_caller

HIGHEST_PRIORITY = 100
CHECKS_A_CALL = 1
CALL_BACK_SLOTS = ("after_transfer", "call_back_")
ABUSE, DTMF, GOODBYE, REPEAT, SLOWER = "abuse", "dtmf", "goodbye", "ask_repeat", "ask_slower"
HOLD_ON, WHICH_LINE = "hold_on", "which_line"
DANGER_QUESTIONS = ("in_danger_now", "in_danger")  # of a need: they ask what the check asks
OTHER_LANGUAGE = "non_english"
ABOUT_US = ("ask_capabilities", "ask_help")
CONTENT = ("thanks", "goodbye")  # nobody who says so is told that the line was no help
SHORT_WORDS, SURE = 12, 0.5  # an interruption of a free answer is short and sure; the wish for a person is one of both


@dataclass(frozen=True)
class Limits:
    """After so many turns in a row that brought nothing a person is offered, and comes; or after so many in the whole call."""

    offer: int
    person: int
    in_all: int


LIMITS, IN_A_REPORT = Limits(3, 6, 14), Limits(6, 10, 30)  # a report of thirty questions has more digressions


def _is_reporting(report: Dict[str, Any]) -> bool:
    """A report is being taken, or something is being added to one."""
    return bool(report.get("id")) or report.get("stage") == "add"


def _is_settled(report: Dict[str, Any]) -> bool:
    """What the report asks about danger has been denied; or it was filed long ago, and something is added to it."""
    return bool(report.get("settled")) or report.get("stage") == "add"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class InterruptPolicy(Policy):
    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "priority": HIGHEST_PRIORITY,
            "emergency_action": "action_emergency",
            "interrupts": {},
            "report_interrupts": [],
            "report_margin": 5.0,  # log odds above the detector's threshold
            "check_action": "action_check_danger",
            "check_answer_action": "action_danger_answer",
            "openings": {},  # wrong_number | machine | key_zero | withdraw | still_there -> action
            "promised_action": None,  # while somebody in danger waits for the person who was promised
            "office_action": None,  # answers what is asked about an office
            "offer_person_action": "action_offer_person",
            "person_answer_action": "action_person_answer",
            "person_action": "action_hand_over",
            "always_ends_turn": [],  # listen after these too; Rasa would run its fallback action ten times over
        }

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_AND_RULE_DATA

    def __init__(
        self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> None:
        merged = {**self.get_default_config(), **config}
        super().__init__(merged, model_storage, resource, context)
        self._emergency: str = merged["emergency_action"]
        self._interrupts: Dict[str, str] = merged["interrupts"]
        self._report_interrupts: FrozenSet[str] = frozenset(merged["report_interrupts"])
        self._report_margin = float(merged["report_margin"])
        self._check: str = merged["check_action"]
        self._check_answer: str = merged["check_answer_action"]
        self._openings: Dict[str, str] = merged["openings"]
        self._offer: str = merged["offer_person_action"]
        self._offer_answer: str = merged["person_answer_action"]
        self._person: str = merged["person_action"]
        self._office: Optional[str] = merged["office_action"]
        self._promised: Optional[str] = merged["promised_action"]
        own = [self._check, self._check_answer, self._offer, self._offer_answer, self._person, *self._openings.values()]
        own += [one for one in (self._office, self._promised) if one]
        self._ends_turn = frozenset([*own, *merged["always_ends_turn"]])
        self._interrupting = frozenset([self._emergency, *own, *self._interrupts.values()])  # whatever can be due

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> InterruptPolicy:
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> InterruptPolicy:
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[str, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        wanted = self.action_for(tracker)
        if wanted is None or wanted not in domain.action_names_or_texts:
            return self._prediction(self._default_predictions(domain))
        scores = self._default_predictions(domain)
        scores[domain.index_for_action(wanted)] = 1.0
        return self._prediction(scores, is_no_user_prediction=True)

    def action_for(self, tracker: DialogueStateTracker) -> Optional[str]:
        """The interrupting action due now, `action_listen` right after it, or None: the other policies decide."""
        last_action: Optional[str] = None
        for event in reversed(tracker.events):
            if isinstance(event, UserUttered):
                break
            if isinstance(event, ActionExecuted) and last_action is None:
                last_action = event.action_name
        else:
            return None
        if last_action is None:
            return self._due(event, tracker)
        if last_action in self._ends_turn:
            return ACTION_LISTEN_NAME
        if last_action in self._interrupting and last_action == self._due(event, tracker):
            return ACTION_LISTEN_NAME
        return None

    def _due(self, uttered: UserUttered, tracker: DialogueStateTracker) -> Optional[str]:
        turn = self._turn(uttered, tracker)
        if for_a_person.hands_over(turn.text) and not turn.phrase:
            return self._interrupts.get(HOLD_ON)  # whoever comes to the telephone is waited for
        if turn.person_first or turn.sure or self._heard_danger(uttered):
            return self._emergency
        if turn.checking:
            return self._check_answer
        at_once = self._at_once(turn, tracker)
        waits = self._promised and only_waits(
            turn, tracker.get_slot("need"), tracker.get_slot("ticket"), self._interrupts
        )
        if waits and at_once in (None, self._interrupts.get(GOODBYE)):
            return self._promised
        if at_once:
            return at_once
        if stuck := self._stuck(turn, uttered, tracker):
            return stuck
        if opening := self._opening(turn) or self._about_office(turn, uttered, tracker):
            return opening
        if asks_which_line(turn.text) and not turn.report and not self._grave(turn):
            return self._interrupts.get(WHICH_LINE)
        offered = (tracker.get_slot("report") or {}).get("stage") == "offer"
        chosen = offered and (offer_choice(turn.text) or asks_whether_needed(turn.text))
        if chosen and not turn.verdict.get("is"):
            return None  # "you can take it now"; "do I need one" is the offer's own to answer
        if turn.ask.get("slot") == "after_transfer" and after_transfer_in(turn.text):
            return None  # "try again" is no wish to hear that again, "call back" none to know the number of the caller
        if turn.ask.get("between") and place_in(turn.text) is not None:
            return None  # "the first one" is no correction
        if turn.ask.get("kind") == "number" and turn.only_digits:
            return None  # "six zero zero one" sounds like the key zero, and is the PIN that was asked for
        interrupt = self._interrupt(turn)
        if turn.has("never_checked"):
            return interrupt
        if turn.doubtful and not turn.plain_answer:
            asked = tracker.get_slot("danger_checks") or 0
            doubt = not turn.verdict.get("is") and not turn.has("always_911")
            if asked and turn.report and doubt and self._asked_about(uttered, tracker):
                return interrupt  # the same answer once more
            if doubt and not turn.report and self._settled(turn, tracker):
                return interrupt
            return self._checked(turn, interrupt, asked)
        return interrupt

    def _at_once(self, turn: Turn, tracker: DialogueStateTracker) -> Optional[str]:
        """What is granted whatever else is open, by the very words: another language, a person, a goodbye."""
        if not turn.text or turn.text.startswith("/") or turn.verdict.get("is"):
            return None
        named = turn.ask.get("asked") in ("name", "place")  # which may be of any language
        if not named and language_of_caller(turn.text):
            return self._interrupts.get(OTHER_LANGUAGE)
        if wishes_person(turn.text) and not names_a_choice(turn.ask, turn.text):
            return self._person
        known = tracker.get_slot("need") or tracker.get_slot("open_question")
        goes = goodbye.leaves(turn.text) and known and not turn.report and not turn.has("always_911")
        return self._interrupts.get(GOODBYE) if goes else None

    @staticmethod
    def _settled(turn: Turn, tracker: DialogueStateTracker) -> bool:
        """ "Is anyone in danger?" is what the form is asking, and will ask again; or was answered with no to its question."""
        asking = str(turn.ask.get("fact") or turn.ask.get("slot")) in DANGER_QUESTIONS
        return asking or (tracker.get_slot("facts") or {}).get("in_danger_now") is False

    def _turn(self, uttered: UserUttered, tracker: DialogueStateTracker) -> Turn:
        parsed = uttered.parse_data or {}
        scope = parsed.get("scope") or {}
        danger = DANGERS.of(agency_of(uttered.metadata))
        return Turn(
            text=uttered.text or "",
            intent=uttered.intent.get("name") or "",
            confidence=float(uttered.intent.get("confidence") or 0.0),
            verdict=parsed.get("emergency") or {},
            properties=danger.properties,
            needs=danger.needs,
            ask=tracker.get_slot("ask") or {},
            report=_is_reporting(tracker.get_slot("report") or {}),
            settled=_is_settled(tracker.get_slot("report") or {}),
            denied=bool((tracker.get_slot("report") or {}).get("denied")),
            checking=bool(tracker.get_slot("danger_check")),
            nonsense=scope.get("reason") == NONSENSE,
            likely=tuple(scope.get("candidates") or ()),
            nearest=float(scope.get("nearest") or 0.0),
            sureness=float(scope.get("sure") or 0.0),
            entities=uttered.entities or [],
            facts=parsed.get("facts") or {},
            report_margin=self._report_margin,
        )

    def _stuck(self, turn: Turn, uttered: UserUttered, tracker: DialogueStateTracker) -> Optional[str]:
        """Turn after turn that brings nothing: a person is offered, and comes when it goes on like that."""
        person_anyway = turn.has("never_checked") and turn.has_need
        if person_anyway or (turn.text.startswith("/") and turn.intent != DTMF):
            return None  # or the channel tells something
        before = takewhile(lambda event: event is not uttered, tracker.events)
        so_far = Progress.of(before, turn.report)
        limits = IN_A_REPORT if turn.report else LIMITS
        content = (turn.intent in CONTENT or goodbye.wants_nothing_else(turn.text)) and tracker.get_slot("need")
        if so_far.asking and (turn.intent == DTMF or yes_no.read(turn.text).value is not None):
            return self._offer_answer
        if so_far.in_all >= limits.in_all:
            return self._person
        if turn.ask.get("kind") == "number" and turn.only_an_answer:
            return None  # codes and PINs have a limit of their own
        names_another = turn.has_need and turn.confidence >= SURE and turn.intent != tracker.get_slot("need")
        if names_another and not turn.report:
            return None
        if so_far.in_a_row >= limits.person:
            return self._person
        offered = so_far.in_a_row >= limits.offer and not so_far.offered and not content
        return self._offer if offered else None

    def _opening(self, turn: Turn) -> Optional[str]:
        """A machine, a wrong number, an earlier report taken back, the key zero said aloud; in a report only the last two."""
        found = opening_in(turn.text) if self._openings and not turn.phrase else None
        if found == WITHDRAW and turn.report:
            return self._openings.get(found) if withdraws_an_earlier_one(turn.text) else None
        if found is None or (found == KEY_ZERO and turn.ask.get("kind") == "number"):
            return None
        if found == CALL_BACK and str(turn.ask.get("slot")).startswith(CALL_BACK_SLOTS):
            return None  # its form asks about that already
        if found in (KEY_ZERO, STILL_THERE, BARE_MARK) or (
            not turn.report and not (found == WRONG_NUMBER and self._grave(turn))
        ):
            return self._openings.get(found)
        return None

    @staticmethod
    def _grave(turn: Turn) -> bool:
        """A doubt that more than the sound of it stands behind."""
        return turn.doubtful and (bool(turn.verdict.get("is")) or not concerns.names_none(turn.text))

    def _about_office(self, turn: Turn, uttered: UserUttered, tracker: DialogueStateTracker) -> Optional[str]:
        """What is asked about an office that is named, or about the last one while no question is open."""
        if not self._office or turn.report or turn.phrase or turn.ask.get("kind") == "number":
            return None
        last = None if turn.ask else last_office(tracker.get_slot("decision"))
        asked = OFFICES.of(agency_of(uttered.metadata)).asked_about(turn.text, last)
        return self._office if asked else None

    def _heard_danger(self, uttered: UserUttered) -> bool:
        """The words behind `/other_language`, which no part of the pipeline has seen; and what they sound like in English."""
        heard = (uttered.metadata or {}).get("heard")
        if not isinstance(heard, dict):
            return False
        lists = DANGERS.of(agency_of(uttered.metadata)).phrases
        return lists.danger_in(str(heard.get("text") or ""), str(heard.get("english") or "")) is not None

    def _interrupt(self, turn: Turn) -> Optional[str]:
        if wishes_person(turn.text):
            return self._person
        if turn.intent == ABUSE and turn.ask.get("kind") == "yes_no" and yes_no.read(turn.text).value is not None:
            return None  # "yes, damn it"
        if turn.intent == SLOWER and yes_no.read(turn.text).value is not None and not repeating.asks_slower(turn.text):
            return None  # "sure, quickly"
        if turn.intent == SLOWER and repeating.asks_which_is_faster(turn.text):
            return None
        if turn.ask.get("kind") == "number" and self._of_the_number(turn):
            return None
        if turn.intent == GOODBYE and turn.ask and not goodbye.names_goodbye(turn.text):
            return None  # "any time after five" is an answer
        if turn.report and not self._holds_up_a_report(turn):
            return None
        return self._interrupts.get(turn.intent)

    def _of_the_number(self, turn: Turn) -> bool:
        """ "1187754, I just said that", or that there is none, to a question for a number: the form takes it, whatever it sounds like."""
        none = turn.ask.get("slot") == "case_reference" and about_a_case.has_no_number(turn.text)
        way_out = self._interrupts.get(turn.intent) == self._person
        return (none or turn.with_a_number) and not way_out and not turn.text.startswith("/")

    def _holds_up_a_report(self, turn: Turn) -> bool:
        if turn.intent not in self._report_interrupts or names_a_choice(turn.ask, turn.text):
            return False
        if report_link.is_wished(turn.text) and self._interrupts.get(turn.intent) != self._person:
            return False  # the report sends it
        if turn.intent == REPEAT and repeating.asks_meaning(turn.text):
            return False
        if turn.intent in ABOUT_US and turn.ask.get("asked") == "pin":
            return False  # "can you just pick one for me"
        if turn.intent == OTHER_LANGUAGE and turn.ask.get("asked") == "name" and name_in(turn.text):
            return False  # a name of any language is a name
        if turn.text.startswith("/") or not turn.ask.get("free"):
            return True
        short, sure = len(turn.text.split()) <= SHORT_WORDS, turn.confidence >= SURE
        return (short or sure) if turn.has("never_checked") else (short and sure)

    def _asked_about(self, uttered: UserUttered, tracker: DialogueStateTracker) -> bool:
        """These very words were asked about before."""
        said, last = (uttered.text or "").strip().lower(), ""
        for event in takewhile(lambda one: one is not uttered, tracker.events):
            if isinstance(event, UserUttered):
                last = (event.text or "").strip().lower()
            elif isinstance(event, ActionExecuted) and event.action_name == self._check and last == said:
                return True
        return False

    def _checked(self, turn: Turn, interrupt: Optional[str], asked: int) -> Optional[str]:
        """Once a call; in a report again for what sounds like more than a doubt."""
        danger = turn.has("always_911")
        if asked < CHECKS_A_CALL or (turn.report and (danger or turn.verdict.get("is"))):
            return self._check
        return self._emergency if danger else interrupt
