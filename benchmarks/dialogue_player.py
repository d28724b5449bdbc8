"""Plays a caller against a bot: whatever is asked is answered by the question's slot, else by its kind, until the call is over."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from benchmarks.dialogue_script import Dialogue
from voice_connector.bot.messages import Message, no_input, words
from voice_connector.bot.replies import Ask, HangUp, Reply, Transfer
from voice_connector.errors import BotFailed

MOST_TURNS = 60
# the answer's key, where a question's slot has another name than its answer
ANSWER_OF = {
    "self_service": "offer",
    "report_kind": "kind",
    "report_summary": "summary",
    "what_happened": "story",
    "case_reference": "case_number",
    "call_back_number": "phone",
    "suspect": "people",
    "items": "what",
    "looks": "what",
    "contact": "phone",
    "value": "money",
    "amount": "money",
    "damage_value": "money",
    "need": "open",
}
BY_SLOT_WHATEVER_THE_KIND = ("offer", "kind", "summary")
OF_ANOTHER_PERSON = {"name": "people"}  # in a group; their number or plate nobody knows
OTHER_DIGITS = {"voice": "seven two nine five", "web": "7295"}  # for a secret number that is refused as too easy
_MONEY = re.compile(r"\b(?:dollars?|worth|cost|how much)\b", re.IGNORECASE)
_YEAR = re.compile(r"\byear\b|_year\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?]*[.!?]|[^.!?]+$")


class Bot(Protocol):
    async def send(self, call_id: str, message: Message) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Question:
    """What the caller has to answer. `words`: the sentence that asks, without what was said before it."""

    slot: str
    kind: str
    words: str


@dataclass
class Played:
    """`said` and `replies` in turn. `over`: we ended the call or connected it; `failure`: the bot gave no reply."""

    topic: str
    dialogue: Dialogue
    said: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    over: bool = False
    failure: str | None = None

    @property
    def our_words(self) -> int:
        return sum(len(reply.text.split()) for reply in self.replies)

    @property
    def transcript(self) -> str:
        lines = [f"== {self.topic}: {self.dialogue.dialogue}"]
        for number, text in enumerate(self.said):
            lines.append(f"caller: {text}")
            lines += [f"us: {one.text}  {_decided(one)}" for one in self.replies[number : number + 1]]
        return "\n".join([*lines, *([f"no reply: {self.failure}"] if self.failure else [])])


class Caller:
    """Answers by what is asked. A question put again in other words is still the question that it was at first."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue, self._answers = dialogue, dialogue.answers
        self._first_put: dict[str, str] = {}

    def says(self, turn: int, reply: Reply | None) -> str:
        """The caller's turn of this number, from 1; `reply`: what was said to them before, None at the opening."""
        for later in self._dialogue.later:
            if later.turn == turn:
                return later.text
        return self.answer(question_of(reply)) if reply is not None else self._dialogue.opening

    def answer(self, question: Question) -> str:
        key, again = self._key(question), question.slot in self._first_put
        self._first_put.setdefault(question.slot, question.words)
        if key == "pin" and again and "choose" in question.words.lower():
            return OTHER_DIGITS[self._dialogue.channel]
        if key in BY_SLOT_WHATEVER_THE_KIND:
            return self._text(key) or self._default(question)
        if question.kind in ("yes_no", "choice"):
            return self._by_words(question) or self._default(question)
        told = self._text(key)
        return told or (self._dialogue.opening if key == "story" else self._default(question))

    def _key(self, question: Question) -> str:
        """The key of the answer; "default" when nothing that the caller can know is asked."""
        *group, last = question.slot.split(".")
        if group[1:] not in ([], ["1"]):
            return "default"  # the second thing or person of a group
        if group and last in ("name", "phone", "email", "plate", "insurance"):
            return OF_ANOTHER_PERSON.get(last, "default")
        key = ANSWER_OF.get(last, last)
        return key if self._text(key) or key in (*BY_SLOT_WHATEVER_THE_KIND, "story") else self._by_kind(question)

    @staticmethod
    def _by_kind(question: Question) -> str:
        if question.kind == "number" and _YEAR.search(f"{question.slot} {question.words}"):
            return "default"
        if question.kind == "number" and _MONEY.search(question.words):
            return "money"
        return {"number": "number", "place": "where", "open": "open"}.get(question.kind, "default")

    def _text(self, key: str) -> str | None:
        told = self._answers.get(key)
        return told if isinstance(told, str) and not key.startswith("default") else None

    def _by_words(self, question: Question) -> str | None:
        answers = self._answers.get(question.kind)
        for asked in (question.words, self._first_put[question.slot]):
            for key, text in answers.items() if isinstance(answers, dict) else ():
                if re.search(rf"\b(?:{'|'.join(map(re.escape, key.split('|')))})", asked, re.IGNORECASE):
                    return text
        return None

    def _default(self, question: Question) -> str:
        return str(self._answers["default_yes_no" if question.kind == "yes_no" else "default"])


def question_of(reply: Reply) -> Question:
    """What a reply asks; one that only informs asks whether there is anything else, when it asks at all."""
    if isinstance(reply, Ask):
        return Question(reply.ask.slot, reply.ask.kind, asking_sentence(reply.text))
    if "?" in reply.text:
        return Question("anything_else", "yes_no", asking_sentence(reply.text))
    return Question("", "text", reply.text)


def asking_sentence(text: str) -> str:
    """The last question of a text; the whole text where it has none."""
    asking = [one.strip() for one in _SENTENCE.findall(text) if one.endswith("?")]
    return asking[-1] if asking else text


async def play(bot: Bot, topic: str, dialogue: Dialogue, agency: str) -> Played:
    """One call, until we connect or end it, the bot fails, or the caller has spoken `MOST_TURNS` times."""
    caller, played = Caller(dialogue), Played(topic, dialogue)
    call_id = f"played-{uuid.uuid4().hex[:12]}"
    known = {"agency": agency, "channel": dialogue.channel, "language": "en", "call_id": call_id}
    while not played.over and len(played.said) < MOST_TURNS:
        before = played.replies[-1] if played.replies else None
        played.said.append(caller.says(len(played.said) + 1, before))
        asking = {"asking": before.ask.slot} if isinstance(before, Ask) else {}
        try:
            reply = await bot.send(call_id, Message(words(played.said[-1]) or no_input(), {**known, **asking}))
        except BotFailed as failed:
            played.failure = str(failed)
            break
        played.replies.append(reply)
        played.over = isinstance(reply, (Transfer, HangUp))
    return played


async def play_all(
    bot: Bot,
    dialogues: Sequence[tuple[str, Dialogue]],
    agency: str,
    at_once: int,
    done: Callable[[int], None] = lambda number: None,
) -> list[Played]:
    """All of them, `at_once` at a time, in the order given; `done` hears how many are played."""
    limit, finished = asyncio.Semaphore(at_once), 0

    async def one(topic: str, dialogue: Dialogue) -> Played:
        nonlocal finished
        async with limit:
            played = await play(bot, topic, dialogue, agency)
        finished += 1
        done(finished)
        return played

    return list(await asyncio.gather(*(one(*entry) for entry in dialogues)))


def _decided(reply: Reply) -> dict[str, Any]:
    known = reply.decision
    ask = reply.ask.slot if isinstance(reply, Ask) else None
    told = {"act": known.act, "need": known.need, "disposition": known.disposition, "reason": known.reason, "ask": ask}
    return {name: value for name, value in {**told, "facts": known.facts}.items() if value}
