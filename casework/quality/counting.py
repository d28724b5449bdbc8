"""Trends, agreement and what call-takers might practise, out of judged contacts. Pure; what is not due counts for nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from agencies.contact_card import Card
from casework.quality.contacts import Judged
from casework.quality.shapes import By, ItemAgreement, ItemTrend, Practice, Trend

FEWEST = 10  # contacts of one call-taker; fewer say nothing about anybody
GAP = 0.1  # of the share that met an item


def trends(contacts: Iterable[Judged], card: Card, by: By, zone: ZoneInfo) -> list[Trend]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in contacts:
        groups[_OF[by](one, zone)].append(one)
    return [Trend(of=of, contacts=len(own), items=items(own, card)) for of, own in sorted(groups.items())]


def items(contacts: Sequence[Judged], card: Card) -> list[ItemTrend]:
    found = []
    for name, item in card.items.items():
        met = Counter(one.met(name) for one in contacts)
        if met["yes"] + met["no"]:
            found.append(ItemTrend(item=name, title=item.title, due=met["yes"] + met["no"], met=met["yes"]))
    return found


def agreement(pairs: Sequence[tuple[str, str, str]]) -> list[ItemAgreement]:
    """Of (item, what the rule said, what a person says)."""
    by_item: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item, rule, person in pairs:
        by_item[item].append((rule, person))
    return [
        ItemAgreement(item=item, looked_at=len(own), agree=sum(a == b for a, b in own) / len(own), kappa=_kappa(own))
        for item, own in sorted(by_item.items())
    ]


def practice(contacts: Sequence[Judged], card: Card) -> list[Practice]:
    """By call-taker: items that fewer of their contacts met than of everybody's. A list to talk about, nothing more."""
    everybody = {one.item: one.met / one.due for one in items(contacts, card)}
    by_staff: dict[str, list[Judged]] = defaultdict(list)
    for one in contacts:
        by_staff[one.staff or ""].append(one)
    found = []
    for staff, own in sorted(by_staff.items()):
        behind = [one for one in items(own, card) if everybody[one.item] - one.met / one.due >= GAP]
        if len(own) >= FEWEST and behind:
            behind.sort(key=lambda one: one.met / one.due - everybody[one.item])
            found.append(Practice(staff=staff, contacts=len(own), items=behind))
    return found


def _kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Agreement beyond chance (Cohen 1960); None where chance alone would agree always."""
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[what] * second[what] for what in first) / len(pairs) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


_OF: dict[By, Callable[[Judged, ZoneInfo], str]] = {
    "need": lambda one, zone: one.need or "not_known",
    "hour": lambda one, zone: f"{one.at.astimezone(zone).hour:02d}",
    "channel": lambda one, zone: one.channel,
    "day": lambda one, zone: one.at.astimezone(zone).date().isoformat(),
}
