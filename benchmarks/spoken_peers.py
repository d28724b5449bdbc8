"""Libraries that read what bench_spoken.py gives them, each as its manual says; what is not installed is left out."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Callable, Iterator, Optional

from benchmarks.spoken_table import Row

Reader = Callable[[Row], Any]


@dataclass(frozen=True)
class Peer:
    name: str
    kind: str
    module: str
    make: Callable[[], Reader]

    def installed(self) -> bool:
        return find_spec(self.module.split(".")[0]) is not None


def _first_number(text: str) -> Optional[float]:
    found = re.search(r"\d+(?:\.\d+)?", text)
    return float(found.group(0)) if found else None


def text2num() -> Reader:
    alpha2digit = import_module("text_to_num").alpha2digit

    return lambda row: _first_number(alpha2digit(row.words, "en"))


def word2number() -> Reader:
    w2n = import_module("word2number.w2n")

    return lambda row: w2n.word_to_num(row.words)


def recognizers_number() -> Reader:
    library = import_module("recognizers_number")
    culture, recognize_number = library.Culture, library.recognize_number

    def read(row: Row) -> Any:
        found = recognize_number(row.words, culture.English)
        return float(found[0].resolution["value"]) if found else None

    return read


def recognizers_currency() -> Reader:
    culture = import_module("recognizers_number").Culture
    recognize_currency = import_module("recognizers_number_with_unit").recognize_currency

    plain = recognizers_number()

    def read(row: Row) -> Any:
        found = recognize_currency(row.words, culture.English)
        if not found or found[0].resolution["value"] is None:
            return plain(row)
        value = float(found[0].resolution["value"])
        return value / 100 if found[0].resolution["unit"] in ("Cent", "Penny") else value

    return read


def quantulum() -> Reader:
    parser = import_module("quantulum3.parser")

    def read(row: Row) -> Any:
        found = parser.parse(row.words)
        return found[0].value / (100 if found[0].unit.name in ("cent", "penny") else 1) if found else None

    return read


def _moment(found: Optional[datetime], row: Row, hour_told: bool) -> Optional[str]:
    if found is None:
        return None
    return found.strftime("%Y-%m-%dT%H:%M") if hour_told else found.date().isoformat()


def _tells_hour(row: Row) -> bool:
    """The libraries give midnight or the present hour with a whole day: whether the hour counts is taken from the table."""
    return isinstance(row.meaning, str) and "T" in row.meaning.split("/")[0]


def dateparser(search: bool) -> Callable[[], Reader]:
    def make() -> Reader:
        parse = import_module("dateparser").parse
        search_dates = import_module("dateparser.search").search_dates

        def read(row: Row) -> Any:
            settings: dict[str, Any] = {
                "PREFER_DATES_FROM": "past",
                "RELATIVE_BASE": row.now.replace(tzinfo=None),
                "DATE_ORDER": "DMY" if row.variant == "GB" else "MDY",
            }
            if search:
                every = search_dates(row.words, languages=["en"], settings=settings)
                return _moment(every[0][1] if every else None, row, _tells_hour(row))
            return _moment(parse(row.words, languages=["en"], settings=settings), row, _tells_hour(row))

        return read

    return make


def recognizers_date_time() -> Reader:
    recognize_datetime = import_module("recognizers_date_time").recognize_datetime
    culture = import_module("recognizers_number").Culture

    def read(row: Row) -> Any:
        found = recognize_datetime(row.words, culture.English, reference=row.now.replace(tzinfo=None))
        values = [value for one in found[:1] for value in one.resolution["values"]]
        told = [str(value.get("value") or value.get("start") or "") for value in values]
        past = [text for text in told if text and text[:10] <= row.now.date().isoformat()] or told
        text = past[-1].replace(" ", "T") if past else ""
        return (text[:16] if "T" in text else text) or None

    return read


def parsedatetime() -> Reader:
    library = import_module("parsedatetime")

    calendar = library.Calendar()

    def read(row: Row) -> Any:
        found, status = calendar.parseDT(row.words, row.now.replace(tzinfo=None))
        return _moment(found if status else None, row, _tells_hour(row))

    return read


def timefhuman() -> Reader:
    library = import_module("timefhuman")

    def read(row: Row) -> Any:
        settings = library.tfhConfig(now=row.now.replace(tzinfo=None), direction=library.Direction.previous)
        found = library.timefhuman(row.words, settings)
        one = next((one for one in found if isinstance(one, datetime)), None)
        return _moment(one, row, _tells_hour(row))

    return read


def dateutil() -> Reader:
    parser = import_module("dateutil.parser")

    def read(row: Row) -> Any:
        midnight = row.now.replace(tzinfo=None, hour=0, minute=0)
        found = parser.parse(row.words, fuzzy=True, default=midnight, dayfirst=row.variant == "GB")
        return _moment(found, row, _tells_hour(row))

    return read


def phonenumbers() -> Reader:
    library = import_module("phonenumbers")

    def read(row: Row) -> Any:
        found = next(iter(library.PhoneNumberMatcher(row.words, row.variant or "US", leniency=0)), None)
        return library.format_number(found.number, library.PhoneNumberFormat.E164) if found else None

    return read


def usaddress() -> Reader:
    library = import_module("usaddress")

    def read(row: Row) -> Any:
        tagged = library.parse(row.words)
        found = next((word for word, tag in tagged if tag == "OccupancyIdentifier"), None)
        return found.strip(",.#").upper() if found else None

    return read


def pyap() -> Reader:
    library = import_module("pyap")

    def read(row: Row) -> Any:
        found = library.parse(f"{row.words}, Denver, CO 80202", country="US")
        unit = (found[0].occupancy or "") if found else ""
        return unit.split()[-1].upper() if unit else None

    return read


def nameparser() -> Reader:
    human_name = import_module("nameparser").HumanName

    def read(row: Row) -> Any:
        name = human_name(row.words)
        name.capitalize()
        return " ".join(part for part in (name.first, name.middle, name.last) if part) or None

    return read


def probablepeople() -> Reader:
    library = import_module("probablepeople")

    def read(row: Row) -> Any:
        names = [word for word, tag in library.parse(row.words) if tag in ("GivenName", "MiddleName", "Surname")]
        return " ".join(word.strip(",.").title() for word in names) or None

    return read


def num2words() -> Reader:
    library = import_module("num2words").num2words

    def whole(text: str) -> str:
        return str(library(float(text) if "." in text else int(text.replace(",", ""))))

    def read(row: Row) -> Any:
        if row.variant == "money":
            return library(float(row.words), to="currency", currency="USD")
        if row.variant == "year":
            return library(int(row.words), to="year")
        if row.variant in ("", "number"):
            return re.sub(r"-?\d+(?:[.,]\d+)*", lambda found: whole(found.group(0)), row.words)
        return None

    return read


def peers() -> Iterator[Peer]:
    warnings.simplefilter("ignore")
    yield Peer("text2num", "amount", "text_to_num", text2num)
    yield Peer("word2number", "amount", "word2number", word2number)
    yield Peer("recognizers-text-number", "amount", "recognizers_number", recognizers_number)
    yield Peer("recognizers-text-number-with-unit", "amount", "recognizers_number_with_unit", recognizers_currency)
    yield Peer("quantulum3", "amount", "quantulum3", quantulum)
    yield Peer("dateparser.parse", "when", "dateparser", dateparser(search=False))
    yield Peer("dateparser.search_dates", "when", "dateparser", dateparser(search=True))
    yield Peer("recognizers-text-date-time", "when", "recognizers_date_time", recognizers_date_time)
    yield Peer("parsedatetime", "when", "parsedatetime", parsedatetime)
    yield Peer("timefhuman", "when", "timefhuman", timefhuman)
    yield Peer("python-dateutil", "when", "dateutil", dateutil)
    yield Peer("phonenumbers", "phone", "phonenumbers", phonenumbers)
    yield Peer("usaddress", "unit", "usaddress", usaddress)
    yield Peer("pyap", "unit", "pyap", pyap)
    yield Peer("nameparser", "name", "nameparser", nameparser)
    yield Peer("probablepeople", "name", "probablepeople", probablepeople)
    yield Peer("num2words", "say", "num2words", num2words)
