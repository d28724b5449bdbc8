"""A decision of the directory, with what a source knows put in: the one question for it, the sentence, or the decision as it was."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from agencies import Agency, BrokenAgencyFile
from agencies.directory.vocabulary import UNKNOWN
from agencies.lookups.files import Lookup, load_lookups
from casework.directory import shapes
from casework.public_lookups.keys import key_of
from casework.public_lookups.sources import source_of
from casework.public_lookups.sources.base import Source, SourceDown
from spoken.en import saying
from spoken.usage import USUAL, Usage

log = logging.getLogger(__name__)
_REACH = ("transfer", "info")  # dispositions that a look-up may come before; danger and call-takers are never delayed


def with_look_up(
    agency: Agency, asked: shapes.RouteRequest, decided: shapes.RouteDecided, lookup: Lookup, source: Source
) -> shapes.RouteAsk | shapes.RouteDecided:
    """Asks once for the key; then says what may be told, or hands over as without it. A source that is down changes nothing."""
    slot = lookup.ask.slot
    said = asked.facts.get(slot)
    if said is None and slot not in asked.asked:
        return shapes.RouteAsk(need=decided.need, ask=shapes.AskAnswer(**lookup.ask.model_dump()))
    key = key_of(said, lookup.key, agency.info.country) if isinstance(said, str) and said != UNKNOWN else None
    if key is None:
        return decided
    try:
        row = source.row(key)
    except SourceDown as down:
        log.warning("a source of look-ups cannot be asked", extra={"agency": agency.info.id, "why": str(down)})
        return decided
    if row is None:
        return _joined(decided, lookup.not_found_say)
    if lookup.hold_field and row.get(lookup.hold_field):
        return _joined(decided, lookup.hold_say or "")
    return decided.model_copy(
        update={
            "act": "inform",
            "disposition": "info",
            "say": sentence(lookup, row, agency.info.usage),
            "offer": None,
            "rule": "looked_up",
        }
    )


def sentence(lookup: Lookup, row: dict[str, str], usage: Usage = USUAL) -> str:
    """The fields that may be told, and no other; what a row leaves out is not spoken of."""
    known = {name: _said(row[name], usage) for name in lookup.tell if row.get(name)}
    first = lookup.found_say.format_map({name: known.get(name, "") for name in lookup.tell})
    also = [
        text.format_map({one: known.get(one, "") for one in lookup.tell})
        for name, text in lookup.also_say.items()
        if name in known
    ]
    return " ".join(" ".join([first, *also]).split())


def _said(value: str, usage: Usage) -> str:
    """A day or a time as people say it, an amount in words; anything else as the source wrote it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", value):
        return saying.moment(value[:16], day_first=usage.day_first) or value
    amount = re.fullmatch(r"\$?(\d{1,6}(?:\.\d\d)?)(?: USD)?", value)
    return (
        saying.money(float(amount[1]), usage.currency)
        if amount and ("$" in value or "." in value or "USD" in value)
        else value
    )


def _joined(decided: shapes.RouteDecided, before: str) -> shapes.RouteDecided:
    return decided.model_copy(update={"say": " ".join(filter(None, (before, decided.say)))})


class LookUps:
    """The look-ups of every agency, read again when their files change; a broken edit is logged and the last good ones stay."""

    def __init__(self, root: Path, var: Path) -> None:
        self._root, self._var = root, var
        self._known: dict[str, tuple[int, dict[str, Lookup]]] = {}

    def find(self, agency: str, need: str) -> tuple[Lookup, Source] | None:
        for one in self._of(agency).values():
            if need in one.needs:
                return one, source_of(one.source, agency, self._var)
        return None

    def decided(
        self, agency: Agency, asked: shapes.RouteRequest, answer: shapes.RouteAsk | shapes.RouteDecided
    ) -> shapes.RouteAsk | shapes.RouteDecided:
        if isinstance(answer, shapes.RouteAsk) or answer.disposition not in _REACH:
            return answer
        found = self.find(agency.info.id, answer.need)
        return with_look_up(agency, asked, answer, *found) if found else answer

    def _of(self, agency: str) -> dict[str, Lookup]:
        folder = self._root / agency
        path = folder / "lookups.yml"
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        known = self._known.get(agency)
        if known and known[0] == stamp:
            return known[1]
        try:
            loaded = load_lookups(folder)
        except BrokenAgencyFile as broken:
            log.error("lookups.yml is broken; the last good ones stay in use", extra={"faults": str(broken)})
            loaded = known[1] if known else {}
        self._known[agency] = (stamp, loaded)
        return loaded
