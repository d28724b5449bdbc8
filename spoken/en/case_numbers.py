"""An agency's official case number as callers say, key or type it: with its letters, or its digits alone. Pure; no Rasa.

"G O twenty twenty six one two three four five", "go dash 2026 dash 12345" and, where only one of the agency's forms has so
many digits, "2026 12345" are GO-2026-12345. The PIN may be read straight after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

from spoken.en.numbers import JOINERS, number_at, number_runs, spelled_at, words_of
from spoken.number_forms import NumberForm, NumberForms, Piece

FIRST_YEAR, PIN_DIGITS, CODE_DIGITS = 2000, 4, 5
_LETTER_O = ("o", "oh")
_CODE_AND_PIN = CODE_DIGITS + PIN_DIGITS  # so many digits are read as a number by no more than their exact form


@dataclass(frozen=True)
class HeardNumber:
    number: str
    pin: Optional[str] = None


def case_number_in(text: str, forms: NumberForms, year: int) -> Optional[HeardNumber]:
    """The first number of the agency that is said; `year`: this one, the latest that digits alone can mean."""
    words = words_of(text)
    for form in forms.forms:
        if form.has_letters:
            for i in range(len(words)):
                if found := _said(words, i, form, year):
                    return found
    runs = (case_number_of(run.digits, forms, year) for run in number_runs(words))
    return next((found for found in runs if found), None)


def case_number_of(digits: str, forms: NumberForms, year: int) -> Optional[HeardNumber]:
    """Digits alone, said or keyed: a number only where one form fits, those without letters before others."""
    if len(digits) <= CODE_DIGITS:
        return None
    for readings in (_exact, _with_pin, _short):
        if len(digits) == _CODE_AND_PIN and readings is not _exact:
            return None
        for letters in (False, True):
            mine = [form for form in forms.forms if form.has_letters is letters]
            found = [one for form in mine for one in readings(form, digits, year)]
            if found:
                return found[0] if len(found) == 1 else None
    return None


def _exact(form: NumberForm, digits: str, year: int) -> Iterator[HeardNumber]:
    number = form.of_digits(digits)
    if number and FIRST_YEAR <= (form.year_of(number) or FIRST_YEAR) <= year:
        yield HeardNumber(number)


def _with_pin(form: NumberForm, digits: str, year: int) -> Iterator[HeardNumber]:
    for one in _exact(form, digits[:-PIN_DIGITS], year):
        yield HeardNumber(one.number, digits[-PIN_DIGITS:])


def _short(form: NumberForm, digits: str, year: int) -> Iterator[HeardNumber]:
    """The year by its last two digits: "twenty-six, four one seven ..."."""
    if next(piece for piece in form.pieces if piece.digits).year == 4:
        yield from _exact(form, f"20{digits}", year)


def _said(words: Sequence[str], i: int, form: NumberForm, year: int) -> Optional[HeardNumber]:
    """The form with all its letters, from word i on."""
    digits, at = "", i
    for before, piece in zip((Piece(), *form.pieces), form.pieces):
        if piece.digits and before.digits:
            continue  # said in one breath with those before
        read: Callable[[Sequence[str], int, Piece], Tuple[str, int]] = _letters if piece.letters else _digits
        said, at = read(words, _past_joiners(words, at) if at > i else at, piece)
        if not said:
            return None
        digits += said if piece.digits else ""
    readings: List[HeardNumber] = [
        one for reading in (_exact, _with_pin, _short) for one in reading(form, digits, year)
    ]
    return readings[0] if readings else None


def _past_joiners(words: Sequence[str], at: int) -> int:
    while at < len(words) and words[at] in JOINERS:
        at += 1
    return at


def _letters(words: Sequence[str], i: int, piece: Piece) -> Tuple[str, int]:
    """As one word ("go"), spelled ("g o", "gee oh", "golf oscar"), or both ways mixed; ("", i) when they are others."""
    said = ""
    while said != piece.letters:
        if i >= len(words):
            return "", i
        whole = words[i].upper()
        wanted = piece.letters[len(said) :]
        if wanted.startswith(whole):
            said, i = said + whole, i + 1
        elif words[i] in _LETTER_O and wanted.startswith("O"):
            said, i = said + "O", i + 1
        elif words[i] in JOINERS and said:
            i += 1
        else:
            spelled, used = spelled_at(words, i, "")
            if not spelled or not wanted.startswith(spelled):
                return "", i
            said, i = said + spelled, i + used
    return said, i


def _digits(words: Sequence[str], i: int, piece: Piece) -> Tuple[str, int]:
    """All digits that follow."""
    said = ""
    while i < len(words):
        found = number_at(words, i, bool(said))
        if found:
            said, i = said + found[0], i + found[1]
        elif words[i] in JOINERS and i + 1 < len(words) and number_at(words, i + 1, True):
            i += 1
        else:
            break
    return said, i
