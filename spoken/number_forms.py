"""How an agency writes the official numbers of its cases: forms as data, and what was written read by them. Pure; no Rasa.

YYYY is a year and YY its last two digits, # any digit, - a separator that may be left out; other capital letters stand for
themselves: YYYY-######, GO-YYYY-#####, YY-#######.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import FrozenSet, List, Optional, Sequence, Tuple

LEAST, LEAST_DIGITS, LONGEST = 6, 4, 20  # letters and digits; # alone; as it is written (the width of the column)
_PIECES = re.compile(r"(?P<year>Y+)|(?P<digits>#+)|(?P<between>-)|(?P<letters>[A-XZ]+)")
_SEPARATORS = re.compile(r"[\s./-]")
_DIGITS = frozenset("0123456789")
_YEAR = (frozenset("2"), frozenset("0"), _DIGITS, _DIGITS)


@dataclass(frozen=True)
class Piece:
    """A run that is said as one: letters as they are, or so many digits (`year`: of how many digits the year in front is)."""

    letters: str = ""
    digits: int = 0
    year: int = 0


@dataclass(frozen=True)
class NumberForm:
    """One form. `pattern`: as it is written in agency.yml. Made by `form_of`."""

    pattern: str
    pieces: Tuple[Piece, ...]

    @property
    def digits(self) -> int:
        return sum(piece.digits for piece in self.pieces)

    @property
    def year_digits(self) -> int:
        """4, 2, or 0 where the number has no year."""
        return max(piece.year for piece in self.pieces)

    @property
    def has_letters(self) -> bool:
        return any(piece.letters for piece in self.pieces)

    @cached_property
    def _signs(self) -> Tuple[FrozenSet[str], ...]:
        """What each letter or digit can be, in order."""
        signs: List[FrozenSet[str]] = []
        for piece in self.pieces:
            signs += [frozenset(letter) for letter in piece.letters]
            signs += _YEAR if piece.year == 4 else [_DIGITS] * piece.year
            signs += [_DIGITS] * (piece.digits - piece.year)
        return tuple(signs)

    def read(self, plain: str) -> Optional[str]:
        """Capital letters and digits without separators, as this form writes them; None when it is another number."""
        if len(plain) != len(self._signs) or any(one not in sign for one, sign in zip(plain, self._signs)):
            return None
        rest = iter(plain)
        return "".join(sign if sign == "-" else next(rest) for sign in self.pattern)

    def of_digits(self, digits: str) -> Optional[str]:
        """The number that has these digits, whatever letters stand around them."""
        if len(digits) != self.digits:
            return None
        rest = iter(digits)
        return self.read(
            "".join(piece.letters + "".join(next(rest) for _ in range(piece.digits)) for piece in self.pieces)
        )

    def year_of(self, number: str) -> Optional[int]:
        """Of a number in this form; None where it has none."""
        at = self.pattern.find("Y" * self.year_digits) if self.year_digits else -1
        return int(number[at : at + self.year_digits]) % 100 + 2000 if at >= 0 else None

    def written(self, year: int, serial: str) -> str:
        """The number of a year with these digits (as many as there are #)."""
        rest = iter(f"{year:04d}"[-self.year_digits :] + serial if self.year_digits else serial)
        return "".join(next(rest) if sign == "#" or self._is_year(at) else sign for at, sign in enumerate(self.pattern))

    @property
    def example(self) -> str:
        """One to show."""
        return self.written(2026, "123456789012345678"[: self.digits - self.year_digits])

    def _is_year(self, at: int) -> bool:
        first = self.pattern.find("Y" * self.year_digits) if self.year_digits else -1
        return 0 <= first <= at < first + self.year_digits

    def is_like(self, other: NumberForm) -> bool:
        """Some number without its separators could be of both."""
        return len(self._signs) == len(other._signs) and all(a & b for a, b in zip(self._signs, other._signs))


@dataclass(frozen=True)
class NumberForms:
    """An agency's, the one in which new numbers are drawn first."""

    forms: Tuple[NumberForm, ...]

    @property
    def own(self) -> NumberForm:
        return self.forms[0]

    def form_and_number(self, written: str) -> Optional[Tuple[NumberForm, str]]:
        """With or without separators, in small letters too; at most one form fits."""
        plain = _SEPARATORS.sub("", written).upper()
        found = ((form, form.read(plain)) for form in self.forms)
        return next(((form, number) for form, number in found if number), None)

    def read(self, written: str) -> Optional[str]:
        """ "go 2026 12345" -> "GO-2026-12345"; None when it is no number of this agency."""
        found = self.form_and_number(written)
        return found[1] if found else None

    def sought(self, written: str) -> str:
        """What to look for: the number as it is written here, also without its letters where only one form has so many digits;
        what fits no form, as it was typed."""
        plain = _SEPARATORS.sub("", written)
        alone = [number for form in self.forms if plain.isdigit() and (number := form.of_digits(plain))]
        if number := self.read(written) or (alone[0] if len(alone) == 1 else None):
            return number
        return "".join(sign for sign in " ".join(written.split()).upper() if sign.isprintable())

    @property
    def shown(self) -> str:
        """For a refusal: how numbers are written."""
        return " or ".join(form.pattern for form in self.forms)


def form_of(pattern: str) -> NumberForm:
    """Raises ValueError: what is wrong, a bar, what would be right."""
    right = (
        "write YYYY or YY for the year, # for a digit, - between, capital letters for themselves, as in GO-YYYY-#####"
    )
    pieces: List[Piece] = []
    at, years = 0, 0
    while at < len(pattern):
        found = _PIECES.match(pattern, at)
        if found is None or len(pattern) > LONGEST:
            raise ValueError(f"'{pattern[:40]}' is no form of a case number|{right}")
        at, said = found.end(), found[0]
        is_years, is_year = found.lastgroup == "year", found.lastgroup == "year" and len(said) in (2, 4)
        years += is_year
        if (is_years and not is_year and len(said) > 1) or years > 1:
            raise ValueError(f"'{pattern}' has a year that is none, or two|{right}")
        if is_year:
            _add(pieces, Piece(digits=len(said), year=len(said)))
        elif found.lastgroup == "digits":
            _add(pieces, Piece(digits=len(said)))
        elif found.lastgroup != "between":
            _add(pieces, Piece(letters=said))
    form = NumberForm(pattern, tuple(pieces))
    size = form.digits + sum(len(piece.letters) for piece in pieces)
    if not pieces or size < LEAST or form.digits - form.year_digits < LEAST_DIGITS:
        raise ValueError(
            f"'{pattern}' is too short to be told from an access code or a PIN"
            f"|give it {LEAST} letters and digits or more, and {LEAST_DIGITS} # or more"
        )
    return form


def _add(pieces: List[Piece], piece: Piece) -> None:
    """Letters beside letters and digits beside digits are one run, whatever separates them; a year begins a run."""
    last = pieces[-1] if pieces else None
    if last and last.letters and piece.letters:
        pieces[-1] = Piece(letters=last.letters + piece.letters)
    elif last and last.digits and piece.digits and not piece.year:
        pieces[-1] = Piece(digits=last.digits + piece.digits, year=last.year)
    else:
        pieces.append(piece)


def forms_of(patterns: Sequence[str]) -> NumberForms:
    """Raises ValueError for a pattern that is none, for none at all, and for two that one number could be of."""
    forms = tuple(form_of(pattern) for pattern in patterns)
    if not forms:
        raise ValueError("there is no form of a case number|write one or more, such as YYYY-######")
    for one, other in combinations(forms, 2):
        if one.is_like(other):
            raise ValueError(
                f"'{one.pattern}' and '{other.pattern}' cannot be told apart without their separators"
                "|leave one out, or give it a letter of its own"
            )
    return NumberForms(forms)


USUAL: NumberForms = forms_of(["YYYY-######"])
