"""The shape of report forms: reports/<kind>.yml, and what all kinds share in reports/common.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from agencies.directory.shape import Id, Part, Spoken
from spoken.usage import Usage

AnswerKind = Literal[
    "text", "yes_no", "choice", "place", "when", "number", "money", "name", "phone", "email", "plate", "serial", "contact"
]  # fmt: skip
FormKind = Literal[
    "text", "yes_no", "choice", "place", "when", "number", "money", "name", "phone", "email", "plate", "serial", "contact",
    "items", "people",
]  # fmt: skip
Clean = Literal["digits", "letters_and_digits", "plate_characters", "upper", "lower", "no_spaces"]
# what people ask beside a report (spoken/en/asides.py)
Topic = Literal[
    "bank", "who_pays", "get_back", "pictures", "drive_it", "left_as_it_is", "towed", "cleaned", "somebody_comes", "caught", "costs",
    "minor", "number", "length", "wanted", "post", "other",
]  # fmt: skip
FormChannel = Literal["voice", "chat", "web"]

# what casework takes out of the answers by these ids, wherever a form asks them, and the kinds that they may have
MEANINGS: dict[str, tuple[str, ...]] = {
    "any_concern": ("yes_no",),
    "more_to_tell": ("yes_no",),
    "where": ("place",),
    "when": ("when",),
    "anonymous": ("yes_no",),
    "name": ("name",),
    "phone": ("phone",),
    "email": ("email",),
    "contact_by": ("choice",),
    "contact": ("contact",),
}
CONTACT = "contact"  # one question for how somebody can be reached
CONTACT_PARTS = ("phone", "email", "contact_by")  # what one answer to `contact` fills
ANY_CONCERN = "any_concern"  # one question about everything that would end the form; those that it stands for follow
MORE_TO_TELL = "more_to_tell"  # one question for the optional ones: without a yes they are not asked, but may be told
OFFICER_ASKS = "officer_asks"  # the officer's own words, when more information is wanted
UNKNOWN, GIVEN = "unknown", "given"


def _one_question(text: str) -> str:
    if text.count("?") > 1:
        raise ValueError("two questions in one turn|ask one, and the other in a question of its own")
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"this is not a pattern ({error})|write a regular expression for the whole answer") from None
    return text


def _as_sentence(value: Any) -> Any:
    return {"say": value} if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _fits_read_back(text: str) -> str:
    if text.count("[") != text.count("]") or re.search(r"\[[^\]]*\[|\][^\[]*\]", text):
        raise ValueError("brackets do not fit|put what may be left out between one [ and one ]")
    return text


ReadBackText = Annotated[str, Field(min_length=1, max_length=280), AfterValidator(_fits_read_back)]
Prompt = Annotated[Spoken, Field(max_length=280), AfterValidator(_one_question)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class Between(Part):
    """A number above `over` and below `under`; one of them may be left out. Of a text: how many words it has."""

    over: float | int | None = None
    under: float | int | None = None

    def holds(self, number: float) -> bool:
        return (self.over is None or number > self.over) and (self.under is None or number < self.under)


Wanted = bool | str | list[bool | str] | Between
Conditions = Annotated[list[Annotated[dict[Id, Wanted], Field(min_length=1)]], BeforeValidator(_as_list)]


class Check(Part):
    """What an answer must be, beyond its kind, and the one sentence that explains it.

    `clean` is done first; `pattern` fits the whole answer; `min`, `max` are for numbers and money, `years_ahead` for
    years (0: not after this one); `past` and `within_years` are for times; `refuse` are answers that nobody means.
    """

    clean: list[Clean] = Field([])
    pattern: Pattern | None = None
    min: float | int | None = None
    max: float | int | None = None
    years_ahead: int | None = Field(None, ge=0, le=5)
    past: bool = False
    within_years: int | None = Field(None, ge=1, le=120)
    refuse: list[str] = Field([])
    says: Spoken


class Ends(Part):
    """This answer, while all of `when` holds, ends the form."""

    answer: Wanted
    when: Conditions = Field(default=[])
    ending: Id


class Flags(Part):
    answer: Wanted
    flag: Id


class Asked(Part):
    """What every question has. `reprompt` is said when there was no answer or none that fits.

    `fact`: what the conversation may know already (in a group: of the first one). `words`: of each choice, further words that
    name it. `only_told`: it is not asked by itself, but counts when it is told. `named`: words by which people name what it asks for,
    so that it is heard where they answer several questions at once.
    """

    id: Id
    label: Annotated[str, Field(min_length=1, max_length=60)]
    prompt: Prompt
    reprompt: Prompt
    help: Spoken | None = None
    choices: dict[Id, Spoken] | None = None
    words: dict[Id, list[str]] = Field(default={})
    named: list[str] = Field(default=[])
    check: Id | None = None
    fact: Id | None = None
    optional: bool = False
    unknown_allowed: bool = True
    only_told: bool = False
    when: Conditions = Field(default=[])


AskedT = TypeVar("AskedT", bound=Asked)


class EachQuestion(Asked):
    """A question about every item or person; its conditions may name its neighbours and the form's questions.

    `not_of`: things, by their last word, of which it makes no sense: the serial number of shoes.
    """

    kind: AnswerKind
    not_of: list[str] = Field(default=[])

    @model_validator(mode="after")
    def _has_fitting_choices(self) -> EachQuestion:
        return _choices_fit(self, self.kind)


class AskedPart(Part):
    """One of the things that `any_concern` asks about in one sentence: `of`, the questions that it stands for."""

    of: Annotated[list[Id], Field(min_length=1)]
    say: Annotated[str, Field(min_length=4, max_length=80)]


class FormQuestion(Asked):
    """A question of a form. `when`: any one of these must hold.

    `parts`: of `any_concern`, what its sentence is made of where some of it has been answered before.
    Kind items or people: `each` is asked for every one, then `more` while `more_when` holds; `prompt` asks for the first one;
    `said`: how one of them is read back. `more_again`, `more_label`: where common.yml's `asking` does not fit.
    """

    kind: FormKind
    parts: list[AskedPart] = Field([])
    said: ReadBackText | None = None
    ends: list[Ends] = Field([])
    flags: list[Flags] = Field([])
    each: list[EachQuestion] = Field([])
    more: Prompt | None = None
    more_again: Spoken | None = None
    more_label: str | None = None
    more_when: Conditions = Field(default=[])
    most: int = Field(5, ge=1, le=20)

    @model_validator(mode="after")
    def _is_whole(self) -> FormQuestion:
        group = self.kind in ("items", "people")
        if group != bool(self.each) or group != bool(self.more):
            raise ValueError(
                "each, more and kind do not fit|give each and more to kind items or people, and to no other"
            )
        if group and (self.ends or self.flags or self.fact or self.check):
            raise ValueError("a group cannot end the form, set flags, or have fact or check|put that into a question")
        if self.id in MEANINGS and self.kind not in MEANINGS[self.id]:
            raise ValueError(f"'{self.id}' has a meaning and is of kind {MEANINGS[self.id][0]}|use another id")
        return _choices_fit(self, self.kind)


def _choices_fit(question: AskedT, kind: str) -> AskedT:
    if (kind == "choice") != (question.choices is not None):
        raise ValueError("choices and kind do not fit|give choices for kind choice, and for no other kind")
    if not set(question.words) <= set(question.choices or {}):
        raise ValueError("words are given for what is no choice|use the names of choices")
    return question


class Ending(Part):
    """Where the form stops: `reason` is an id for reports, `say` is said before handing over."""

    disposition: Literal["911", "call_taker"]
    reason: Id
    say: Spoken
    flags: list[Id] = Field([])


class Problems(Part):
    """One sentence for each way in which an answer does not fit its kind."""

    nothing: Spoken
    too_long: Spoken
    yes_no: Spoken
    choice: Spoken
    when: Spoken
    number: Spoken
    money: Spoken
    name: Spoken
    phone: Spoken
    this_line: Spoken | None = None  # "the number I'm calling from"; without it `phone` is said
    email: Spoken
    plate: Spoken
    serial: Spoken
    group: Spoken
    contact: Spoken | None = None  # without it `phone` is said
    cannot_skip: Spoken
    must_know: Spoken


class PinWords(Part):
    """Asking for the PIN; `too_simple` for those that everybody tries first, `leaving` to somebody who stops before the end."""

    prompt: Prompt
    leaving: Prompt | None = None  # without it `prompt` is said
    reprompt: Prompt
    help: Spoken
    not_four: Spoken
    too_simple: Spoken


class Asking(Part):
    """Words around the questions of every kind: after one of a group, and what an officer wants to know.

    more_again     before the group's own `more`, when its answer was neither yes nor no
    more_label     on a page: whether there was another after the one of this {number}
    officer_asks   {question} in the officer's own words; officer_again when the answer did not fit
    anything_more  when an officer only wants to hear more
    """

    more_again: Spoken
    more_label: Annotated[str, Field(min_length=1, max_length=60)]
    officer_asks: Spoken
    officer_again: Prompt
    officer_label: Annotated[str, Field(min_length=1, max_length=60)]
    anything_more: Spoken


class Leaving(Part):
    """Said when somebody leaves before the end; {code} is the access code, spoken."""

    stopped: Spoken
    handed_over: Spoken
    emergency: Spoken


class Sentence(Part):
    """One sentence of a read-back. `unsure`: said instead where the person's words say only that it may be so."""

    say: ReadBackText
    unsure: ReadBackText | None = None
    when: Conditions = Field(default=[])


class ReadBack(Part):
    """How answers are read back. `says`: sentences with {question} in them; one is left out when an answer of it was not told,
    or its `when` does not hold; between [ ] stands what may be missing. `unsaid`: told, but not read back.
    """

    says: list[Annotated[Sentence, BeforeValidator(_as_sentence)]] = Field([])
    unsaid: list[Id] = Field([])


class AnswerWords(Part):
    """How answers without words of their own are read back; `unknown_written` stands on a page."""

    agreed: Spoken
    denied: Spoken
    unknown: Spoken
    unknown_written: Spoken
    skipped: Spoken


class Common(Part):
    """reports/common.yml. `blocks` are lists of questions that kinds use together; `usage` comes from agency.yml; `asked`: what is
    answered to a question beside a report, by its topic.
    """

    questions: dict[Id, Any] = Field({})
    blocks: dict[Id, list[Any]] = Field({})
    endings: dict[Id, Ending] = Field(min_length=1)
    checks: dict[Id, Check] = Field({})
    default_checks: dict[AnswerKind, Id] = Field({})
    problems: Problems
    answer_words: AnswerWords
    pin: PinWords
    leaving: Leaving
    asking: Asking
    read_back: ReadBack = Field(ReadBack(says=[], unsaid=[]))
    filed_say: Spoken
    answered_say: Spoken
    asked: dict[Topic, Spoken] = Field({})
    usage: Usage = Usage()


class Form(Part):
    """reports/<kind>.yml with everything it uses put in. `read_back` of the kind comes before that of common.yml.

    `words`: further words by which a caller tells this kind from others of the same need. `asked`: as in common.yml, for this kind.
    """

    need: Id
    title: str
    spoken: Spoken
    words: list[str] = Field([])
    asked: dict[Topic, Spoken] = Field({})
    anonymous_allowed: bool = False
    channels: list[FormChannel] = Field(["voice", "chat", "web"], min_length=1)
    read_back: ReadBack = Field(ReadBack(says=[], unsaid=[]))
    questions: list[FormQuestion] = Field(min_length=1)

    def question(self, name: str) -> FormQuestion | None:
        return next((question for question in self.questions if question.id == name), None)


@dataclass(frozen=True)
class Reports:
    """All forms of an agency, by kind; no `common` means that it takes no reports."""

    common: Common | None = None
    kinds: dict[str, Form] = field(default_factory=dict)
