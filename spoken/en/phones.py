"""Telephone numbers out of what people say or type, in the form +13035550123. Pure.

What a country's numbers look like is `phonenumbers`' matter; here stand the ways in which digits are said: "double five",
"oh one forty two", the area code last, "no sorry, oh one four three".
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import Iterator, List, Optional, Sequence, Tuple

import phonenumbers

from spoken.en import spelled_again
from spoken.en.numbers import DIGITS, MISHEARD, MULTIPLES, TEENS, TENS
from spoken.utterance import fold, heard
from spoken.word_sets import word_set

_AMERICAN = 1  # country code of the North American plan
_MOST_READINGS = 64  # "twenty five" is 25 or 20 5: each doubles the readings
_BETWEEN = re.compile(r"[\s().\-]")  # what people type between the digits
_TYPED = re.compile(r"\+?[0-9]{7,18}")
_INSIDE = word_set("dash hyphen and then um uh er so space plus point dot")
_POINTS_AT_ONE = word_set("the last this that other which first any only")
_LAST = re.compile(r"\b(?:last|ends?|ending)\b")
_HOW_MANY = re.compile(r"\b(last|first|final) (?:two|three|four|five|six|seven)\b")
_EXTENSION = re.compile(r"\b(?:extension|ext\.?|x)\s*\w+.*$")
_THIS_LINE = re.compile(
    r"\b(?:(?:number|one|phone|line) (?:that )?(?:i'm|i am|im) (?:calling|on|using|talking|speaking)|"
    r"(?:calling|call(?:ed)?) (?:you )?(?:from|on|with)\b|this (?:number|phone|line|one)|"
    r"the (?:same )?(?:number|one) (?:on|in) (?:your|the) (?:screen|display)|(?:my )?caller id)"
)
_NO_PHONE = re.compile(
    r"\b(?:(?:don't|do not|dont|didn't|did not) (?:have|own|got|get|use|know|remember|give me)|(?:haven't|have not) got|have no|got no) "
    r"(?:(?:a|any|my|one|no|his|her|their|the|that) )*(?:phone|telephone|cell|number|one|it|his|hers|theirs)\b"
    r"|\bno (?:phone|telephone|cell|idea|clue)\b"
)


_SIGH_BEHIND = re.compile(
    r"\s+oh,?\s+(?=(?:it's|its|it is|and|but|that's|thats|i|my|you)\b)"
)  # "... eight four, oh it's a landline"


def phone_in(text: str, country: str = "US") -> Optional[str]:
    """The number that counts after corrections; None when none is whole. `country`: ISO 3166, whose numbers need no prefix."""
    folded = _SIGH_BEHIND.sub(" ", _EXTENSION.sub("", fold(text)))
    parts = spelled_again.parts(folded)
    if parts:
        return _first(_readings(parts[1]), country) or _mended(*parts, country) or _first(_readings(folded), country)
    return _written(folded, country) or _first(_readings(folded), country)


def changed(number: str, text: str, country: str = "US") -> Optional[str]:
    """A number that we have ("+13035550123") with what the text changes: a whole one, its area code, or its end."""
    whole = phone_in(text, country)
    folded = _HOW_MANY.sub(r"\1", fold(text))
    digits = max((run for run, _ in _runs(folded)), key=len, default="")
    partly = "area code" in folded or _LAST.search(folded) or len(digits) in (4, 7)
    if whole or not partly or not 2 <= len(digits) <= 7:
        return whole
    return _mended(without_code(number, country), folded, country)


def means_this_line(text: str) -> bool:
    """ "the number I'm calling from"."""
    return bool(_THIS_LINE.search(fold(text)))


def has_no_phone(text: str) -> bool:
    return bool(_NO_PHONE.search(fold(text)))


def length_in(country: str) -> Optional[int]:
    """How many digits every whole number has, without its country; None where that differs."""
    return 10 if phonenumbers.country_code_for_region(country) == _AMERICAN else None


def without_code(number: str, country: str) -> str:
    """ "+13035550123" -> "3035550123" where all numbers are as long (length_in); any other number stays whole."""
    return number.removeprefix(f"+{_AMERICAN}") if length_in(country) else number


def written(number: str, country: str = "US") -> str:
    """ "+13035550123" and "3035550123" -> "303-555-0123", "+447700900123" -> "07700 900123": as it is written in the country."""
    try:
        found = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return number
    if phonenumbers.is_possible_number_with_reason(found) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return number  # 311, 101, and what is no whole number
    if found.country_code == _AMERICAN and phonenumbers.country_code_for_region(country) == _AMERICAN:
        digits = str(found.national_number)
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    at_home = found.country_code == phonenumbers.country_code_for_region(country)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(found, form)


def written_in(text: str, country: str) -> Iterator[Tuple[int, int, str]]:
    """Where numbers stand in a text that is written, and each as +13035550123: of the country, or with the code of another.

    Without its leading 0 only a number that is given out there counts: other runs of digits are no telephone number.
    """
    for found in phonenumbers.PhoneNumberMatcher(text, country, leniency=phonenumbers.Leniency.POSSIBLE):
        e164 = phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)
        as_dialled = found.raw_string.lstrip("(").startswith(("0", "+"))
        if phonenumbers.is_valid_number(found.number) or (as_dialled and whole_number(e164, country)):
            yield found.start, found.end, e164


def is_service(digits: str, country: str, called: bool) -> bool:
    """Whether these few digits are the country's emergency number, or, where a text says that they are called, any short number."""
    if phonenumbers.is_emergency_number(digits, country):
        return True
    number = phonenumbers.parse(digits, country)
    return called and bool(phonenumbers.is_valid_short_number_for_region(number, country))


def typed(text: str, country: Optional[str]) -> Optional[str]:
    """A number and nothing else, as somebody typed it: "(303) 555-0123", "07700 900123", "+1 303 555 0123".

    None for anything else; without a country only what begins with + is a number.
    """
    digits = _BETWEEN.sub("", text)
    return whole_number(digits, country) if _TYPED.fullmatch(digits) else None


def whole_number(digits: str, country: Optional[str] = "US") -> Optional[str]:
    """ "3035550123" -> "+13035550123"; None when the country has no such number."""
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    national = str(number.national_number)
    if number.country_code == _AMERICAN and not (national[0] in "23456789" and national[3:4] in tuple("23456789")):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _written(folded: str, country: str) -> Optional[str]:
    if sum(character.isdigit() for character in folded) < 7:
        return None
    for found in phonenumbers.PhoneNumberMatcher(folded, country, leniency=phonenumbers.Leniency.POSSIBLE):
        whole = whole_number(phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164), country)
        if whole:
            return whole
    return None


def _first(readings: Iterator[str], country: str) -> Optional[str]:
    return next((whole for digits in readings if (whole := whole_number(digits, country))), None)


def _mended(before: str, after: str, country: str) -> Optional[str]:
    """The end of a number that was said again, or its area code."""
    digits = [run for run, _ in _runs(_HOW_MANY.sub(r"\1", after))]
    if not digits:
        return None
    new = max(digits, key=len)
    exclaimed = re.sub(r"\s+oh\W*$", "", before)  # "... one four two, oh no sorry, ..."
    for old in (*_readings(before), *(_readings(exclaimed) if exclaimed != before else ())):
        mended = [old[:3] + new] if len(old) <= len(new) + 3 else []
        mended += [new + old[len(new) :]] if "area code" in after else []
        mended += [old[: -len(new)] + new]
        whole = _first(iter(mended), country)
        if whole:
            return whole
    return None


def _readings(text: str) -> Iterator[str]:
    """Digits that may be a number, likeliest first: the area code before the rest, each run, then all of them."""
    runs = _runs(text)
    code = next((run for run, labelled in runs if labelled and len(run) == 3), None)
    if code:
        yield from (code + run for run, labelled in runs if not labelled and len(run) >= 6)
    plus = "+" if re.search(r"\+|\bplus\b", text) else ""
    for reading in _each_reading(text):
        yield from (plus + run for run in sorted(reading, key=len, reverse=True))
        yield plus + "".join(reading)


def _runs(text: str) -> List[Tuple[str, bool]]:
    """Runs of digits and whether "area code" stands before each."""
    words, out, digits, label, i = heard(text).texts(), [], "", False, 0
    while i < len(words):
        options = _options(words, i, bool(digits))
        if options:
            digits, i = digits + options[0][0], i + options[0][1]
            continue
        label_here = words[i - 1 : i + 1] == ["area", "code"]
        if digits and (words[i] not in _INSIDE or label_here):
            out.append((digits, label))
            digits, label = "", False
        label, i = label or label_here, i + 1
    return [*out, (digits, label)] if digits else out


def _each_reading(text: str) -> Iterator[List[str]]:
    """The runs of digits in every way in which "twenty five" can be meant."""
    words = heard(text).texts()
    doubtful = [i for i, word in enumerate(words) if word in TENS and len(_options(words, i, True)) > 1]
    choices = list(islice(product((0, 1), repeat=len(doubtful)), _MOST_READINGS))
    for choice in sorted(choices, key=lambda one: (sum(one), [-taken for taken in one])):  # the fewest and first splits
        chosen = dict(zip(doubtful, choice))
        runs, i = [""], 0
        while i < len(words):
            options = _options(words, i, bool(runs[-1]))
            if options:
                digits, used = options[chosen.get(i, 0)]
                runs[-1], i = runs[-1] + digits, i + used
                continue
            if runs[-1] and words[i] not in _INSIDE:
                runs.append("")
            i += 1
        yield [run for run in runs if run]


def _options(words: Sequence[str], i: int, inside: bool) -> List[Tuple[str, int]]:
    """What the word at i adds to a number: ("25", 2) or ("20", 1) for "twenty five"; nothing for a word that is no digit."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word == "one" and i and words[i - 1] in _POINTS_AT_ONE:  # "i can't see the last one"
        return []
    if word.isdigit():
        return [(word, 1)]
    if word in MULTIPLES and (digit := DIGITS.get(after, after if len(after) == 1 and after.isdigit() else "")):
        return [(digit * MULTIPLES[word], 2)]
    if word == "hundred" and inside:
        return [("00", 1)]
    if word == "thousand" and inside:
        return [("000", 1)]
    if word in TENS:
        unit = DIGITS.get(after, "0")
        return [(str(TENS[word] + int(unit)), 2), (str(TENS[word]), 1)] if unit != "0" else [(str(TENS[word]), 1)]
    if word in TEENS:
        return [(str(TEENS[word]), 1)]
    if word in DIGITS:
        return [(DIGITS[word], 1)]
    neighbours = [words[k] in DIGITS for k in (i - 1, i + 1) if 0 <= k < len(words)]
    return [(MISHEARD[word], 1)] if inside and word in MISHEARD and len(neighbours) == 2 and all(neighbours) else []
