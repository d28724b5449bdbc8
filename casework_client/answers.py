"""What casework answers, as types. Written by `python -m casework_client.generating` out of the contract: do not edit."""

# fmt: off

from __future__ import annotations

from typing import Any, Dict, List, Literal

from typing_extensions import NotRequired, TypedDict


class AskAnswer(TypedDict):
    slot: str
    kind: Literal["yes_no", "choice", "place", "number", "text", "open"]
    choices: NotRequired[List[str]]
    prompt: str
    reprompt: str
    danger: bool


class RouteAsk(TypedDict):
    status: Literal["ask"]
    need: str
    ask: AskAnswer


class DestinationAnswer(TypedDict):
    id: str
    name: str
    phone: NotRequired[str]


class OfferAnswer(TypedDict):
    slot: Literal["self_service"]
    kind: Literal["choice"]
    choices: List[str]
    prompt: str
    online_say: str


class PersonAnswer(TypedDict):
    destination: DestinationAnswer
    say: str


class RouteDecided(TypedDict):
    status: Literal["decided"]
    need: str
    disposition: Literal["911", "call_taker", "transfer", "info", "self_service_report", "case_status"]
    act: Literal["transfer", "inform", "report", "case_status"]
    destination: DestinationAnswer
    say: str
    offer: NotRequired[OfferAnswer]
    person: NotRequired[PersonAnswer]
    notices: List[str]
    rule: str


class CaseWords(TypedDict):
    number_spoken: NotRequired[str]
    kind: str
    stage: str
    spoken: str
    updated_on: str
    next: NotRequired[str]


class CaseFound(TypedDict):
    outcome: Literal["found"]
    case: CaseWords


class Progress(TypedDict):
    given: int
    left: int


class DraftFound(TypedDict):
    outcome: Literal["draft"]
    report: str
    kind: str
    spoken: str
    missing: List[str]
    progress: Progress


class CaseNotFound(TypedDict):
    outcome: Literal["not_found"]
    tries_left: int


class CaseLocked(TypedDict):
    outcome: Literal["locked"]
    minutes: int


class Withdrawn(TypedDict):
    outcome: Literal["withdrawn"]
    case: int
    say: str


class WithdrawalNotPossible(TypedDict):
    outcome: Literal["not_possible"]
    say: str


class EmergencyAnswer(TypedDict):
    number: str
    action: Literal["hang_up_and_dial", "transfer"]
    say: str


class AgencyAnswer(TypedDict):
    id: str
    name: str
    timezone: str
    emergency: EmergencyAnswer
    general_line: NotRequired[str]
    languages: List[str]
    notices: List[str]
    storm_mode: bool


class KindAnswer(TypedDict):
    kind: str
    need: str
    title: str
    spoken: str
    words: List[str]
    anonymous_allowed: bool
    channels: List[Literal["voice", "chat", "web"]]
    asked: NotRequired[Dict[str, str]]


class KindsAnswer(TypedDict):
    kinds: List[KindAnswer]


class ChoiceAnswer(TypedDict):
    value: str
    spoken: str


class QuestionAnswer(TypedDict):
    id: str
    kind: Literal[
        "text", "yes_no", "choice", "place", "when", "number", "money", "name", "phone", "email", "plate", "serial", "contact", "pin"
    ]
    label: str
    choices: NotRequired[List[ChoiceAnswer]]
    words: NotRequired[Dict[str, List[str]]]
    digits: NotRequired[int]
    prompt: str
    reprompt: str
    spoken_help: NotRequired[str]
    optional: bool
    unknown_allowed: bool
    fact: NotRequired[str]
    danger: bool
    group: NotRequired[str]
    index: NotRequired[int]
    given: NotRequired[str]
    problem: NotRequired[str]


class SummaryLine(TypedDict):
    question: str
    label: str
    answer: Literal["yes", "no", "unknown", "told"]
    value_spoken: str
    value_written: str


class ReadBackPart(TypedDict):
    questions: List[str]
    spoken: str
    written: str


class EndedAnswer(TypedDict):
    disposition: Literal["911", "call_taker"]
    reason: str
    say: str


class StepAnswer(TypedDict):
    state: Literal["ask", "summary", "ended", "submitted"]
    question: NotRequired[QuestionAnswer]
    summary: NotRequired[List[SummaryLine]]
    read_back: NotRequired[List[ReadBackPart]]
    ended: NotRequired[EndedAnswer]
    note: NotRequired[str]
    say: NotRequired[str]
    progress: Progress


class ReportCreated(TypedDict):
    report: str
    access_code: str
    access_code_spoken: str
    step: StepAnswer


class ResumeFound(TypedDict):
    outcome: Literal["found"]
    report: str
    kind: str
    spoken: str
    progress: Progress
    step: StepAnswer


class ResumeNotFound(TypedDict):
    outcome: Literal["not_found"]
    tries_left: int


class ResumeLocked(TypedDict):
    outcome: Literal["locked"]
    minutes: int


class Point(TypedDict):
    lat: float
    lon: float
    by: Literal["pin", "words"]


class AnswerKept(TypedDict):
    question: str
    label: str
    how: Literal["given", "unknown", "skipped"]
    value: NotRequired[Any]
    text: NotRequired[str]
    value_written: str
    channel: str
    point: NotRequired[Point]


class EvidenceAnswer(TypedDict):
    id: str
    name: str
    media_type: str
    size: int
    state: str


class ReportAnswer(TypedDict):
    report: str
    agency: str
    kind: str
    state: Literal["draft", "submitted", "reopened", "ended"]
    case: NotRequired[int]
    access_code_spoken: NotRequired[str]
    answers: List[AnswerKept]
    evidence: List[EvidenceAnswer]
    left_because: NotRequired[str]
    note: NotRequired[str]
    pin: NotRequired[QuestionAnswer]
    step: StepAnswer


class UnreadFound(TypedDict):
    outcome: Literal["found"]
    case: int
    count: int
    spoken: str
    up_to: NotRequired[int]
    session: NotRequired[str]


class Label(TypedDict):
    verdict: Literal["need", "two_needs", "out_of_scope", "new_need", "answer", "discard"]
    needs: List[str]
    danger: bool
    text: NotRequired[str]
    parts: List[str]
    reviewer: str
    at: str


class NearExample(TypedDict):
    file: str
    line: int
    intent: str
    danger: bool
    text: str
    cosine: float


class Becomes(TypedDict):
    what: Literal["training", "kept_apart", "left_out", "conflict"]
    labelled_at: str
    intent: NotRequired[str]
    danger: bool
    file: NotRequired[str]
    line: NotRequired[int]
    behind: NotRequired[str]
    text: NotRequired[str]
    why: NotRequired[str]


class Around(TypedDict):
    asked: NotRequired[str]
    answered: NotRequired[str]
    confidence: NotRequired[float]
    alternatives: NotRequired[List[str]]


class Outcome(TypedDict):
    disposition: NotRequired[str]
    reason: NotRequired[str]
    ended_by: NotRequired[str]
    transfer: NotRequired[str]
    failure: NotRequired[str]
    handed_over: NotRequired[str]
    helped: NotRequired[bool]
    came_back: NotRequired[bool]


class TurnLine(TypedDict):
    call_id: str
    n: int
    at: str
    channel: str
    language: str
    text: str
    intent: str
    understood: Dict[str, Any]
    model: NotRequired[str]
    reasons: List[str]
    score: float
    found_need: NotRequired[str]
    found_danger: NotRequired[bool]
    state: Literal["open", "second", "disputed", "settled", "discarded"]
    labels: List[Label]
    nearest: NotRequired[List[NearExample]]
    becomes: NotRequired[List[Becomes]]
    alike: NotRequired[int]
    around: NotRequired[Around]
    outcome: NotRequired[Outcome]


class TurnList(TypedDict):
    turns: List[TurnLine]
    next: NotRequired[str]


class ModelOutcome(TypedDict):
    model: str
    calls: int
    danger_asked: int
    danger_at_once: int
    asked_back: int
    told_again: int
    taken_back: int
    person_wanted: int
    handed_over: int
    found_otherwise: int
    danger_missed: int
    missed: int
    hung_up: int
    troubled: int
    failed: int


class OutcomeList(TypedDict):
    models: List[ModelOutcome]


class UnexplainedTurn(TypedDict):
    call_id: str
    n: int
    text: str


class Unexplained(TypedDict):
    turns: List[UnexplainedTurn]
    settled: bool
    ungrouped: bool


class ModelWished(TypedDict):
    id: int
    at: str
    by: str
    what: Literal["promote", "roll_back", "train"]
    model: NotRequired[str]
    in_use: NotRequired[str]
    why: NotRequired[str]
    override: bool
    state: Literal["asked", "doing", "done", "refused", "taken_back"]
    said: NotRequired[str]
    ended_at: NotRequired[str]


class ModelWishes(TypedDict):
    canary_share: float
    wishes: List[ModelWished]


class Spread(TypedDict):
    count: int
    median: NotRequired[float]
    nine_of_ten: NotRequired[float]


class Wait(TypedDict):
    waiting: int
    asked: int
    answered: int
    seconds: Spread


class Waits(TypedDict):
    chats: Wait
    call_backs: Wait


class PersonSessionBegun(TypedDict):
    outcome: Literal["signed_in"]
    session: str
    expires_at: str
    idle_minutes: int
    report: NotRequired[str]
    filed: bool


class InvitationOver(TypedDict):
    outcome: Literal["over"]


class HistoryLine(TypedDict):
    stage: str
    at: str


class PersonSessionAnswer(TypedDict):
    agency: str
    expires_at: str
    report: NotRequired[str]
    filed: bool
    number: NotRequired[str]
    access_code: NotRequired[str]
    status: NotRequired[CaseWords]
    unread: int
    history: List[HistoryLine]
    handled_by: NotRequired[str]
    officer_name: NotRequired[str]
    kind: NotRequired[str]
    decided: bool
    erasable: bool
    contact: bool
    in_person_only: bool
    asks_how: bool
    helped: NotRequired[bool]


class SignInNext(TypedDict):
    outcome: Literal["second_factor", "enrolment"]
    session: str
    expires_at: str


class SignInRefused(TypedDict):
    outcome: Literal["refused"]


class SignInLocked(TypedDict):
    outcome: Literal["locked"]
    minutes: int


class AccountLine(TypedDict):
    login: str
    name: str
    roles: List[Literal["call_taker", "officer", "reviewer", "designer", "supervisor", "administrator", "auditor"]]
    second_factor: bool
    must_change_password: bool
    last_sign_in_at: NotRequired[str]
    disabled_at: NotRequired[str]
    provider: bool


class SignedIn(TypedDict):
    outcome: Literal["signed_in"]
    session: str
    expires_at: str
    account: AccountLine
    recovery_codes: List[str]


class Enrolment(TypedDict):
    secret: str
    address: str


class SessionAnswer(TypedDict):
    agency: str
    step: Literal["second_factor", "enrolment", "change_password", "done"]
    account: AccountLine
    acts: List[str]
    expires_at: str
    idle_minutes: int
    sign_out_address: NotRequired[str]


class OwnSession(TypedDict):
    id: str
    begun_at: str
    seen_at: str
    here: bool


class OwnSessions(TypedDict):
    sessions: List[OwnSession]


class SessionsEnded(TypedDict):
    outcome: Literal["ended", "refused"]
    ended: int


class PasswordAnswer(TypedDict):
    outcome: Literal["changed", "refused"]
    problem: NotRequired[str]
