"""Official numbers in the agency's own forms, unique in it, drawn at random or named by the agency's own system.

Drawn, because numbers that follow each other tell everybody which other ones there are, and how many cases.
"""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.tables import Case, NumberSeries
from casework.database import insert_new
from casework.errors import BadRequest, Conflict
from spoken.number_forms import USUAL, NumberForm, NumberForms

_LARGEST = 2**31 - 1
_DRAWN_AT_ONCE, _DRAWS = 16, 8  # a year that is half full fails all of them once in 10^38


def issue(session: Session, agency: str, year: int, wanted: str | None = None, forms: NumberForms = USUAL) -> str:
    """A number that no other case of the agency has. Raises BadRequest or Conflict for a `wanted` one that cannot be."""
    if wanted is None:
        return _next(session, agency, year, forms.own)
    number = well_formed(wanted, forms)
    _held(session, agency, year)
    if _is_taken(session, agency, number):
        raise Conflict("Another case of this agency has that number; look it up, or merge the two.")
    return number


def well_formed(written: str, forms: NumberForms = USUAL) -> str:
    """2026417702 and 2026-417702 as 2026-417702; raises BadRequest."""
    number = forms.read(written)
    if number is None:
        raise BadRequest(
            f"number does not fit: this agency writes official numbers as {forms.shown} (Y: the year, #: a digit)."
        )
    return number


def _next(session: Session, agency: str, year: int, form: NumberForm) -> str:
    series = _held(session, agency, year)
    for _ in range(_DRAWS):
        drawn = [_serial(form, year, 1 + secrets.randbelow(_last(form))) for _ in range(_DRAWN_AT_ONCE)]
        mine = select(Case.number).where(Case.agency == agency, Case.number.in_(drawn))
        taken = set(session.scalars(mine))
        free = [one for one in drawn if one not in taken]
        if free:
            return free[0]
    return _walked(session, series, form)


def _serial(form: NumberForm, year: int, serial: int) -> str:
    return form.written(year, f"{serial:0{form.digits - form.year_digits}d}")


def _last(form: NumberForm) -> int:
    """The column of a series holds no more."""
    return min(int(10 ** (form.digits - form.year_digits)) - 1, _LARGEST)


def _walked(session: Session, series: NumberSeries, form: NumberForm) -> str:
    """The next free one, where nearly all are taken."""
    agency, year = series.agency, series.year
    while series.last < _last(form):
        series.last += 1
        number = _serial(form, year, series.last)
        if not _is_taken(session, agency, number):
            return number
    raise Conflict(f"All official numbers of {year} are given out; the agency's own system has to name one.")


def _held(session: Session, agency: str, year: int) -> NumberSeries:
    """The series, locked: two numbers are never given out side by side."""
    insert_new(session, NumberSeries, [{"agency": agency, "year": year, "last": 0}])
    mine = select(NumberSeries).where(NumberSeries.agency == agency, NumberSeries.year == year)
    return session.scalars(mine.with_for_update()).one()


def _is_taken(session: Session, agency: str, number: str) -> bool:
    return session.scalar(select(Case.id).where(Case.agency == agency, Case.number == number)) is not None
