"""Yes-or-no facts by what callers say: "nobody's hurt" -> injured no. The phrases are an agency's cues.yml.

Cautious by design: the longer phrase beats a shorter one inside it; a yes beside a no, a negation, an "if", hearsay,
or (for a no about danger) a "maybe" or a doubtful yes leaves the fact out, so that the caller is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, FrozenSet, List, Optional, Sequence, Set, Tuple

from yaml.nodes import Node

from agencies.lined import Lined
from nlu_components.facts.phrases import Match, Phrases
from spoken.utterance import Utterance

VALUES: Dict[str, Optional[bool]] = {"yes": True, "no": False, "unclear": None}
UNLESS = "unless"  # said anywhere, these take a yes back
NOW = "now"  # a yes that a no of another time does not take back ("stolen yesterday, and he's back outside")
SHORT = 3  # words: a phrase so short does not run over a comma ("about this, second time")
REACH = {"negation": 3, "hypothetical": 9, "hearsay": 6, "hedge": 5, "exception": 2}  # words between guard and phrase


@dataclass(frozen=True)
class Hit:
    fact: str
    value: Optional[bool]
    first: int  # word numbers, inclusive
    last: int

    def cancelled_by(self, other: Hit) -> bool:
        within = other.first <= self.first and self.last <= other.last
        wider = other.last - other.first > self.last - self.first
        return within and (wider or (other.value is None and self.value is not None))


@dataclass(frozen=True)
class Cues:
    phrases: Phrases
    guards: Phrases
    danger: FrozenSet[str]  # facts whose wrong "no" could hurt somebody
    facts: FrozenSet[str]

    def found(self, utterance: Utterance) -> Dict[str, Hit]:
        """fact -> the phrase that decides it; facts in doubt are left out."""
        words = [word.plain for word in utterance.words]
        hits: Dict[str, List[Hit]] = {}
        taken_back: Set[str] = set()
        present: Dict[str, List[Hit]] = {}
        for match in self.phrases.matches(words, _clause_ends(utterance)):
            fact, value = match.meaning
            if value == UNLESS:
                taken_back.add(fact)
            elif value == NOW:
                present.setdefault(fact, []).append(Hit(fact, True, match.first, match.last))
            elif not _runs_over(match, utterance):
                hits.setdefault(fact, []).append(Hit(fact, value, match.first, match.last))
        if not hits and not present:
            return {}
        guards = list(self.guards.matches(words))
        decided = {fact: self._decided(fact, found, guards, utterance) for fact, found in hits.items()}
        for fact in taken_back.intersection(decided):
            decided[fact] = None if (hit := decided[fact]) is None or hit.value else hit
        for fact, those in present.items():
            clear = [hit for hit in those if not self._guarded(hit, guards, utterance)]
            decided[fact] = clear[0] if clear else None  # "if he's back outside": asked about
        return {fact: hit for fact, hit in decided.items() if hit is not None}

    def _decided(self, fact: str, hits: List[Hit], guards: List[Match], utterance: Utterance) -> Optional[Hit]:
        specific = [hit for hit in hits if not any(hit.cancelled_by(other) for other in hits)]
        valued = [hit for hit in specific if hit.value is not None]
        clear = [hit for hit in valued if not self._guarded(hit, guards, utterance)]
        if len({hit.value for hit in clear}) != 1:
            return None
        if not clear[0].value and fact in self.danger and self._doubtful(hits, valued, clear):
            return None
        return max(clear, key=lambda hit: hit.last - hit.first)

    @staticmethod
    def _doubtful(hits: List[Hit], valued: List[Hit], clear: List[Hit]) -> bool:
        """A danger fact is "no" only when nothing at all speaks against it."""
        explained = clear + [hit for hit in hits if hit.value is None]
        loose_yes = any(hit.value and not any(_covers(other, hit) for other in explained) for hit in hits)
        return loose_yes or len(clear) < len(valued)

    def _guarded(self, hit: Hit, guards: List[Match], utterance: Utterance) -> bool:
        clause = utterance.words[hit.first].clause
        denies_danger = not hit.value and hit.fact in self.danger
        for guard in guards:
            if guard.meaning == "exception":
                if denies_danger and 0 < guard.first - hit.last <= REACH["exception"]:
                    return True
                continue
            if guard.meaning == "hedge" and not denies_danger:
                continue
            near = 0 < hit.first - guard.last <= REACH[guard.meaning]
            if near and utterance.words[guard.last].clause == clause:
                return True
        return False


def _clause_ends(utterance: Utterance) -> List[bool]:
    clauses = [word.clause for word in utterance.words]
    return [i + 1 == len(clauses) or clauses[i + 1] != clause for i, clause in enumerate(clauses)]


def _runs_over(match: Match, utterance: Utterance) -> bool:
    short = match.last - match.first < SHORT
    return short and utterance.words[match.first].clause != utterance.words[match.last].clause


def _covers(hit: Hit, other: Hit) -> bool:
    return hit.first <= other.first and other.last <= hit.last


def load_cues(path: Path) -> Cues:
    """Reads an agency's cues.yml. Raises BrokenAgencyFile: file, line, what is wrong, what would be right."""
    lined = Lined(path)
    top = lined.root("the cues are missing; copy another agency's cues.yml.")
    for key in ("guards", "facts"):
        if key not in top:
            raise lined.at(1, f"'{key}' is missing; the file needs guards and facts")
    lined.only(top, ("guards", "facts"), "the file")
    guards, phrases = Phrases(), Phrases()
    for name, node in lined.mapping(top["guards"], "guards").items():
        if name not in REACH:
            raise lined.problem(node, f"unknown guard '{name}'; write one of {', '.join(REACH)}.")
        _add(lined, guards, node, f"guard '{name}'", name)
    facts = {fact: _add_fact(lined, phrases, fact, node) for fact, node in lined.mapping(top["facts"], "facts").items()}
    return Cues(phrases, guards, frozenset(fact for fact, danger in facts.items() if danger), frozenset(facts))


def _add_fact(lined: Lined, phrases: Phrases, fact: str, node: Node) -> bool:
    """Plants a fact's phrases; whether its "no" is about danger."""
    entries = lined.mapping(node, f"fact '{fact}'")
    lined.only(entries, ("danger", UNLESS, NOW, *VALUES), f"fact '{fact}'")
    sides: Dict[str, str] = {}
    for side in (side for side in VALUES if side in entries):
        for pattern in _add(lined, phrases, entries[side], f"'{side}' of '{fact}'", (fact, VALUES[side])):
            if sides.setdefault(pattern, side) != side:
                raise lined.problem(
                    entries[side], f"{pattern!r} of '{fact}' is also under '{sides[pattern]}'; keep one."
                )
    for side in (UNLESS, NOW):
        if side in entries:
            _add(lined, phrases, entries[side], f"'{side}' of '{fact}'", (fact, side))
    return "danger" in entries and lined.flag(entries["danger"], f"'danger' of fact '{fact}'")


def _add(lined: Lined, phrases: Phrases, node: Node, what: str, meaning: object) -> Sequence[str]:
    patterns: List[Tuple[str, Node]] = lined.texts(node, what)
    for pattern, entry in patterns:
        try:
            phrases.add(pattern, meaning)
        except ValueError as error:
            raise lined.problem(entry, f"{what}: {pattern!r}: {error}") from None
    return [pattern for pattern, _ in patterns]
