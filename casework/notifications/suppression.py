"""Who is told what, and over which channels: the safety rules first, then the agency's, then the person's own wishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from agencies.messages.rules import MessageRules, SuppressionRule
from agencies.properties import properties
from agencies.yaml_lines import read
from casework.notifications.phone_rules import may_ring

_NEVER = Path(__file__).parent / "never.yml"
NEUTRAL = "please_call"
NEVER_TOLD = "never_told"
# about the messages themselves: also told to somebody who wants no more of them
_ABOUT_MESSAGES = frozenset({"unsubscribe_confirmation"})


@dataclass(frozen=True)
class Asked:
    """What is known when an event is to be told. `reach`: the channels for which there is an address that has not said stop.

    `never_told`: the need is so for its agency (properties.yml, and what the agency's needs.yml adds).
    """

    event: str
    need: str | None = None
    flags: frozenset[str] = frozenset()
    wants: tuple[str, ...] = ()
    reach: frozenset[str] = frozenset()
    frequency: str = "every"
    unsubscribed: bool = False
    phone: str = field(default="", repr=False)
    never_told: bool = False


@dataclass(frozen=True)
class Told:
    """`template` goes over `channel`; `digest`: with the others of the day, in one message."""

    channel: str
    template: str
    digest: bool = False


@dataclass(frozen=True)
class Decision:
    """What is told; when nothing is, `why` names the rule."""

    told: tuple[Told, ...] = field(default=())
    why: str = ""


def decide(asked: Asked, rules: MessageRules) -> Decision:
    """The golden table tests/golden/suppression.tsv has the cases that were agreed on."""
    kept = never(asked)
    if kept:
        return Decision(why=kept)
    hits = [rule for rule in rules.suppression if _holds(rule, asked)]
    silenced = {channel: rule.id for rule in hits if rule.do == "nothing" for channel in rule.channels}
    neutral = {channel for rule in hits if rule.do == "neutral" for channel in rule.channels}
    about = asked.event in _ABOUT_MESSAGES
    if asked.unsubscribed and not about:
        return Decision(why="unsubscribed")
    rule = rules.rule(asked.event)
    if rule.off:
        return Decision(why="event_off")
    if asked.frequency == "important" and not rule.important:
        return Decision(why="not_important")
    wanted = [channel for channel in asked.wants if channel in rule.channels]
    if not wanted:
        return Decision(why="no_wish" if not asked.wants else "not_over_these_channels")
    loud = [channel for channel in wanted if channel not in silenced]
    if not loud:
        return Decision(why=silenced[wanted[0]])
    rings = may_ring(asked.phone, rules.phones)
    able = [channel for channel in loud if channel in asked.reach and (rings or channel == "email")]
    if not able:
        return Decision(why="no_address" if rings else "number_not_used")
    daily = asked.frequency == "daily" and not rule.urgent and not about
    return Decision(tuple(Told(one, NEUTRAL) if one in neutral else Told(one, asked.event, daily) for one in able))


def never(asked: Asked) -> str | None:
    """The rule by which no machine tells anything of this, whatever the agency and the person want."""
    if asked.never_told:
        return NEVER_TOLD
    rule = _first(never_rules(), asked)
    return rule.id if rule else None


def _first(rules: Iterable[SuppressionRule], asked: Asked) -> SuppressionRule | None:
    return next((rule for rule in rules if _holds(rule, asked)), None)


def _holds(rule: SuppressionRule, asked: Asked) -> bool:
    fits = asked.need in rule.needs or not asked.flags.isdisjoint(rule.flags)
    return fits and (not rule.events or asked.event in rule.events)


@cache
def never_rules() -> tuple[SuppressionRule, ...]:
    """Needs of which nothing is ever told anywhere, then the rules of never.yml; read once."""
    document = read(_NEVER, "casework/notifications/never.yml")
    needs = SuppressionRule(id=NEVER_TOLD, needs=sorted(properties().having(NEVER_TOLD)))
    return (needs, *TypeAdapter(list[SuppressionRule]).validate_python(document.data))
