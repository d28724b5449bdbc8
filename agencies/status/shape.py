"""The shape of everywhere.yml: every sentence about a case, and what may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, Field

from agencies.directory.shape import Part, Spoken

ENGLISH = "en"


def _filled(*known: str) -> AfterValidator:
    """A sentence in which nothing but these is filled in."""

    def checked(text: str) -> str:
        try:
            names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            raise ValueError("a brace stands alone|write {kind}, or leave it out") from None
        if unknown := sorted(names - set(known)):
            allowed = f"use {', '.join(f'{{{name}}}' for name in known)}" if known else "leave it out"
            raise ValueError(f"nothing fills '{{{unknown[0]}}}' here|{allowed}")
        return text

    return AfterValidator(checked)


Plain = Annotated[Spoken, _filled()]
OfPage = Annotated[str, Field(min_length=1, max_length=200)]


class Stage(Part):
    """`name`: what the page calls it, where that is not the page's own word."""

    spoken: Annotated[Spoken, _filled("kind", "day", "destination")]
    next: Plain | None = None
    name: OfPage | None = None


class InPerson(Part):
    """Said of a need that is `in_person` (properties.yml)."""

    spoken: Plain
    next: Plain
    kind: Plain


class MessageWords(Part):
    """How the agency's messages are read out."""

    none: Plain
    in_person: Plain
    one: Plain
    some: Annotated[Spoken, _filled("count")]
    many: Plain
    each: Annotated[Spoken, _filled("day", "text")]
    more: Plain
    rest: Plain
    answer: Plain


class WithdrawalWords(Part):
    done: Plain
    not_possible: Plain


class LateWords(Part):
    """Said to whoever adds something to a report that has ended: what becomes of it. `private`: of a need that is `in_person`;
    `added`: of one that has gone on without waiting for it."""

    added: Plain
    closed: Plain
    merged: Plain
    passed_on: Annotated[Spoken, _filled("destination")]
    private: Plain


class StatusWords(Part):
    """All of it in one language. `kinds`: what a need is called in a sentence."""

    stages: dict[str, Stage]
    in_person: InPerson
    kinds: dict[str, Plain]
    elsewhere: Plain
    other_kind: Plain
    messages: MessageWords
    withdrawal: WithdrawalWords
    late: LateWords


@dataclass(frozen=True)
class OwnStage:
    """What an agency itself says of a stage; None where it leaves that to the product."""

    name: str | None = None
    next: str | None = None


@dataclass(frozen=True)
class Status:
    """An agency's words by language, and what of the stages is its own. English stands for a language that it does not speak."""

    words: Mapping[str, StatusWords]
    own: Mapping[str, Mapping[str, OwnStage]] = field(default_factory=dict)

    def said(self, language: str = ENGLISH) -> StatusWords:
        return self.words.get(language) or self.words[ENGLISH]

    def own_stage(self, stage: str, language: str) -> OwnStage:
        """For a page, which has words of its own in every language: only what the agency says in this one."""
        return self.own.get(language, {}).get(stage, OwnStage())
