"""What somebody typed to find a case, as conditions that indexes answer: a number, a code, a telephone number, an e-mail, the
beginning of a name or of a place, or words of its story (words.py).

At a million cases each is one look into an index; what is typed never scans. Whose cases they are is looked up first: a database
that has to guess how many people a number finds may choose to go through all cases instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, any_, func, select, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from casework.cases import words
from casework.cases.tables import Case, CaseMessage
from casework.errors import BadRequest
from casework.notifications.contacts import written_phone
from casework.notifications.tables import Contact
from spoken.en.place_keys import place_key
from spoken.number_forms import USUAL, NumberForms

MOST = 500  # found by words; who gets so many says more
_LEAST = 3
_LAST = "\uffff"


@dataclass(frozen=True)
class People:
    """Contacts. `whole`: who was named as they are known; `begun`: whose name begins so."""

    whole: Sequence[int] = ()
    begun: Sequence[int] = ()


def typed(
    agency: str,
    said: str,
    dialect: str,
    people: People,
    narrowed: Sequence[ColumnElement[bool]] = (),
    forms: NumberForms = USUAL,
    kept: Sequence[ColumnElement[bool]] = (),
) -> ColumnElement[bool]:
    """Cases that what was typed can mean. `narrowed`: what else must hold of those that are found by words.
    `kept`: what must hold of those that are found by a place or by the beginning of a name, which tells a whole one letter by letter. No
    other condition does: it might lead a database away from the places.

    `people`: whom it can mean (`people`). `forms`: how the agency writes its official numbers.
    """
    plain = " ".join(said.split())
    digits = re.sub(r"[^0-9]", "", plain)
    found = [select(Case.id).where(Case.agency == agency, Case.number.in_(_numbers(plain, forms)))]
    if len(digits) == 5:
        found.append(select(Case.id).where(Case.agency == agency, Case.access_code == digits))
    if people.whole:
        found.append(select(Case.id).where(Case.contact_id.in_(people.whole)))
    if people.begun:
        found.append(select(Case.id).where(Case.contact_id.in_(people.begun), *kept))
    if len(plain) >= _LEAST and (place := place_key(plain)):
        key = _by_bytes(Case.place_key)
        there = select(Case.id).where(Case.agency == agency, key >= place, key < place + _LAST, *kept)
        found.append(there.limit(MOST))
    by_words = words.having(dialect, agency, plain, MOST, narrowed)
    found += [by_words] if by_words is not None else []
    ids = select(union(*(select(one.subquery()) for one in found)).subquery().c.id)
    if dialect == "postgresql":  # joined, it would go through the newest of all cases for those that were found
        return Case.id == any_(func.array(ids.scalar_subquery()))
    return Case.id.in_(ids)


def unread() -> ColumnElement[bool]:
    """Cases whose person wrote what nobody of the agency has read."""
    waiting = select(CaseMessage.case_id).where(CaseMessage.side == "citizen", CaseMessage.read_at.is_(None))
    return Case.id.in_(waiting)


class _ByBytes(FunctionElement[str]):
    """A text compared byte by byte, as the index keeps it; SQLite does so anyway."""

    inherit_cache = True
    type = String()


@compiles(_ByBytes, "postgresql")
def _collated(element: _ByBytes, compiler: SQLCompiler, **more: Any) -> str:
    return f'({compiler.process(element.clauses, **more)}) COLLATE "C"'


@compiles(_ByBytes)
def _plain(element: _ByBytes, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(element.clauses, **more)


def _by_bytes(text: Any) -> _ByBytes:
    return _ByBytes(text)


def _numbers(plain: str, forms: NumberForms) -> list[str]:
    """The official number as it was typed, as the agency writes it, and those that have these digits."""
    numbers = [plain.upper(), forms.read(plain)]
    if not re.search(r"[^0-9\s./-]", plain):
        digits = re.sub(r"[^0-9]", "", plain)
        numbers += [form.of_digits(digits) for form in forms.forms]
    return list(dict.fromkeys(number for number in numbers if number))


def people(session: Session, agency: str, said: str, country: str | None) -> People:
    """Whom what was typed can mean. `country`: the agency's, whose telephone numbers need no prefix."""
    return People(*(session.scalars(one).all() for one in whom(agency, said, country)))


def whom(agency: str, said: str, country: str | None) -> list[Select[int]]:
    """Contacts by a telephone number, an e-mail or a whole name; and by the beginning of one. None for what is nothing of these."""
    plain = " ".join(said.split())
    mine = select(Contact.id).where(Contact.agency == agency).limit(MOST)
    if "@" in plain:
        return [mine.where(Contact.email == plain.casefold())]
    try:
        return [mine.where(Contact.phone == written_phone(plain, country))]
    except BadRequest:
        pass
    name = plain.casefold()
    if len(name) < _LEAST:
        return []
    lowered = _by_bytes(func.lower(Contact.name))
    return [mine.where(lowered == name), mine.where(lowered > name, lowered < name + _LAST)]
