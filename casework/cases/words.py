"""The words of a case, by which it is found: what its report, its place and its messages say, as one line of plain words.

A word is small letters and digits without accents, each once. SQLite looks them up by FTS5, PostgreSQL by an index of tsvectors;
which one it is stands here only. The line goes with its case.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, column, func, literal, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from casework.cases.tables import Case, CaseMessage, CaseWords
from casework.database import Database, insert_new

MOST_WORDS = 2_000  # of a case; whoever writes more is found by the rest
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 40
_BEGINS = 3  # a last word of so many letters may be the beginning of one
_MOST_ASKED = 12
_AT_ONCE = 500
_MOST_STEPS = 2_000
_PAGES = 100  # of a step
_PAUSE_S = 0.05  # between two steps, so that whoever waits for the database has it
_IN = "INSERT INTO case_words_index(rowid, words) VALUES (NEW.case_id, NEW.words);"
_OUT = "INSERT INTO case_words_index(case_words_index, rowid, words) VALUES ('delete', OLD.case_id, OLD.words);"
_INDEX = table("case_words_index", column("rowid"))


def plain(said: str) -> list[str]:
    """The words of a text, in order: "Móntez's red F-150" is montez, s, red, f, 150."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", said.casefold()) if not unicodedata.combining(one))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(bare)]


def keep(session: Session, case: Case) -> None:
    """Writes the case's words anew, in the transaction of what changed them."""
    session.flush()
    _write(session, case.id, _line([case.place or "", *_texts(case.answers), *_said(session, [case.id])[case.id]]))


def add(session: Session, case_id: int, said: str) -> None:
    """Adds the words of a message."""
    there = session.get(CaseWords, case_id)
    _write(session, case_id, _line([there.words if there else "", said]))


def catch_up(database: Database) -> int:
    """Writes the words of cases that have none yet (filed before there was this index); gives how many. Small steps.

    What is missing is looked for while others write.
    """
    done, after = 0, 0
    while True:
        with database.reading() as session:
            missing = select(Case.id).outerjoin(CaseWords, CaseWords.case_id == Case.id)
            missing = missing.where(CaseWords.case_id.is_(None), Case.id > after).order_by(Case.id).limit(_AT_ONCE)
            ids = list(session.scalars(missing))
        if ids:
            with database.writing() as session:
                insert_new(session, CaseWords, _lines(session, ids), key="case_id")
        done += len(ids)
        if len(ids) < _AT_ONCE:
            return done
        after = ids[-1]
        time.sleep(_PAUSE_S)


def _lines(session: Session, ids: list[int]) -> list[dict[str, Any]]:
    """The rows of these cases, as far as they are still there; locked, so that no answer changes meanwhile."""
    cases = session.execute(select(Case.id, Case.place, Case.answers).where(Case.id.in_(ids)).with_for_update()).all()
    said = _said(session, ids)
    return [
        {"case_id": one.id, "words": _line([one.place or "", *_texts(one.answers), *said[one.id]])} for one in cases
    ]


def _said(session: Session, cases: list[int]) -> defaultdict[int, list[str]]:
    """The messages of these cases."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for case, said in session.execute(
        select(CaseMessage.case_id, CaseMessage.text).where(CaseMessage.case_id.in_(cases))
    ):
        found[case].append(said)
    return found


def tidy(database: Database) -> None:
    """Takes words of deleted cases out of SQLite's index files too, step by step; PostgreSQL's vacuum does so by itself.

    https://sqlite.org/fts5.html#the_merge_command: below zero at first, so that young parts of the index are merged as well.
    """
    if database.engine.dialect.name != "sqlite":
        return
    merge, changes = (
        text("INSERT INTO case_words_index(case_words_index, rank) VALUES ('merge', :pages)"),
        text("SELECT total_changes()"),
    )
    for step in range(_MOST_STEPS):
        with database.writing() as session:
            before = session.scalar(changes) or 0
            session.execute(merge, {"pages": _PAGES if step else -_PAGES})
            if (session.scalar(changes) or 0) - before < 2:
                return
        time.sleep(_PAUSE_S)


def having(
    dialect: str, agency: str, said: str, most: int, narrowed: Sequence[ColumnElement[bool]]
) -> Select[int] | None:
    """The newest cases of the agency that have all the words; the last may be the beginning of one. None: no word was said.

    `narrowed`: what else must hold of `Case`, so that the newest are the newest of those.
    """
    wanted = plain(said)[:_MOST_ASKED]
    if not wanted:
        return None
    found = select(Case.id).where(Case.agency == agency, *narrowed).limit(most)
    if dialect == "postgresql":
        lexemes = func.array_to_tsvector(func.string_to_array(CaseWords.words, " "))
        fits = lexemes.op("@@")(cast(literal(_tsquery(wanted), Text()), TSQUERY))
        # only what has the letters is cut into words where it goes through cases from the newest on; and it knows better what that costs
        letters = [CaseWords.words.contains(word, autoescape=True) for word in dict.fromkeys(wanted)]
        return found.join(CaseWords, CaseWords.case_id == Case.id).where(*letters, fits).order_by(Case.id.desc())
    fits = text("case_words_index MATCH :the_words").bindparams(bindparam("the_words", _match(wanted)))  # type: ignore[assignment]
    return found.join(_INDEX, _INDEX.c.rowid == Case.id).where(fits).order_by(_INDEX.c.rowid.desc())


def _match(words: list[str]) -> str:
    """In FTS5's language; words hold letters and digits only, so that none is an operator in its quotes."""
    return " ".join(f'"{word}"' for word in words) + ("*" if len(words[-1]) >= _BEGINS else "")


def _tsquery(words: list[str]) -> str:
    return " & ".join(f"'{word}'" for word in words) + (":*" if len(words[-1]) >= _BEGINS else "")


def _line(texts: Iterable[str]) -> str:
    return " ".join(list(dict.fromkeys(word for one in texts for word in plain(one)))[:MOST_WORDS])


def _texts(value: Any) -> Iterator[str]:
    """Every text and number inside an answer, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        yield str(value)


def _write(session: Session, case_id: int, words: str) -> None:
    there = session.get(CaseWords, case_id)
    if there is None:
        session.add(CaseWords(case_id=case_id, words=words))
    elif there.words != words:
        there.words = words
    session.flush()


def statements(dialect: str) -> tuple[str, ...]:
    """What builds the index, for the migration; dropping the table drops PostgreSQL's."""
    if dialect == "postgresql":
        return ("CREATE INDEX ix_case_words ON case_words USING gin (array_to_tsvector(string_to_array(words, ' ')))",)
    return (
        """CREATE VIRTUAL TABLE case_words_index USING fts5(words, content='case_words', content_rowid='case_id',
detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 0')""",
        f"CREATE TRIGGER case_words_added AFTER INSERT ON case_words BEGIN {_IN} END",
        f"CREATE TRIGGER case_words_gone AFTER DELETE ON case_words BEGIN {_OUT} END",
        f"CREATE TRIGGER case_words_changed AFTER UPDATE ON case_words BEGIN {_OUT} {_IN} END",
    )
