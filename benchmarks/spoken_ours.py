"""Our own readers of spoken words, as the golden table's test and bench_spoken.py ask them."""

from __future__ import annotations

from typing import Callable, Dict, Iterator, Optional

from benchmarks.spoken_peers import Peer, Reader
from benchmarks.spoken_table import Row
from spoken.en import (
    about_a_case,
    amounts,
    dates,
    names,
    none_of_it,
    openings,
    phones,
    place_keys,
    plates,
    repeating,
    report_filed,
    report_moves,
    report_offer,
    report_taken,
    saying,
    saying_text,
    times_of_day,
    units,
    what_is_there,
    what_it_is_about,
    whereabouts,
    years,
    yes_no,
)

SAYING: Dict[str, Callable[[Row], Optional[str]]] = {
    "": lambda row: saying_text.words(row.words),
    "money": lambda row: saying.money(float(row.words)),
    "number": lambda row: saying.number(float(row.words)),
    "year": lambda row: saying.year(int(row.words)),
    "phone": lambda row: saying.phone(row.words),
    "plate": lambda row: saying.characters(row.words),
    "when": lambda row: saying.moment(row.words, row.now.date()),
    "email": lambda row: saying_text.email(row.words),
}

# what is said beside an answer: true or false
SAYS: Dict[str, Callable[[str], bool]] = {
    "no number": about_a_case.has_no_number,
    "when will I hear": about_a_case.asks_when,
    "another case": about_a_case.means_another,
    "any time": times_of_day.any_time,
    "slower": repeating.asks_slower,
    "what it means": repeating.asks_meaning,
    "no report": report_offer.refuses,
    "whom to call": report_offer.asks_whom,
    "real person": report_offer.real_person,
    "for information": report_offer.for_information,
    "stolen": report_offer.tells_of_theft,
    "take the report": report_taken.takes_it,
    "whether it is needed": report_taken.asks_whether_needed,
    "file it": lambda text: bool(report_filed.FILES_IT.match(text)),
    "nothing to change": lambda text: bool(report_filed.NOTHING_TO_CHANGE.match(text)),
    "which is faster": repeating.asks_which_is_faster,
    "a thing": report_offer.is_a_thing,
    "to be added": about_a_case.tells_at_once,
    "what it is about": what_it_is_about.only_names_it,
    "my own": what_it_is_about.begins_with_ones_own,
    "something": what_it_is_about.tells_something,
    "where first": whereabouts.begins_with_where,
    "neither": none_of_it.is_neither,
    "a number": openings.names_a_number,
    "wrong street": lambda text: bool(report_moves.OF_THE_STREET.search(text)),
}


def _yes_no(row: Row) -> str:
    """The variant is the fact that was asked for, or "danger"; only whether to stay anonymous is no question of safety."""
    return yes_no.meaning(row.words, row.variant, danger=row.variant not in ("", "anonymous"))


def _when(row: Row) -> Optional[str]:
    country = row.variant or "US"
    found = dates.when_in(
        row.words, row.now, only=True, keep_words=True, past=True, day_first=country != "US", country=country
    )
    return dates.meaning(found)


def _phone(row: Row) -> Optional[str]:
    number = phones.phone_in(row.words, row.variant or "US")
    instead = "this line" if phones.means_this_line(row.words) else "none" if phones.has_no_phone(row.words) else None
    return number or instead


def _plate(row: Row) -> Optional[str]:
    return plates.asked_plate(row.words) or ("none" if plates.has_no_plate(row.words) else None)


def _unit(row: Row) -> Optional[str]:
    found = units.unit_in(row.words)
    return found.value if found else None


def _name(row: Row) -> Optional[str]:
    found = names.name_in(row.words)
    return found.text if found else None


READERS: Dict[str, Reader] = {
    "yes_no": _yes_no,
    "amount": lambda row: amounts.amount_in(row.words, row.variant or "USD"),
    "when": _when,
    "phone": _phone,
    "plate": _plate,
    "name": _name,
    "spelled": lambda row: names.spelled_in(row.words),
    "year": lambda row: years.year_in(row.words, row.now.year),
    "unit": _unit,
    "says": lambda row: SAYS[row.variant](row.words),
    "move": lambda row: report_moves.command(row.words),
    "ring back": lambda row: times_of_day.by_the_clock(row.words),
    "before a place": lambda row: what_is_there.what_is_there(row.words) or None,
    "place": lambda row: place_keys.place_key(row.words),
    "say": lambda row: SAYING[row.variant](row),
}


def ours() -> Iterator[Peer]:
    def asked(read: Reader) -> Callable[[], Reader]:
        return lambda: read

    for kind, read in READERS.items():
        yield Peer("ours", kind, "spoken", asked(read))
