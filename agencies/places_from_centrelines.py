"""An agency's streets.csv and crossings.csv from its own centreline or address file, ramps and alleys left out.

    python -m agencies.places_from_centrelines centrelines.csv --agency denver --source "..." --licence "..."

Columns may have other names (--name, --type, --used); a name may hold its direction and type ("N Ogden St"). What a
person has marked in an existing streets.csv (ordinary, downtown, border) is kept. docs/guides/places.md says what is what.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from spoken.en.street_types import TYPE_WORDS

AGENCIES = Path(__file__).parent
MARKS = ("ordinary", "downtown", "border")
STREET_COLUMNS = ("name", "type", "other_types", *MARKS)
CROSSING_COLUMNS = ("street", "other")
DIRECTIONS = {"n", "s", "e", "w", "north", "south", "east", "west"}
_NUMBERED = re.compile(r"^\d{1,3}(?:st|nd|rd|th)$", re.IGNORECASE)
# What carries traffic or dustbins but is no street that anybody says: ramps, alleys, frontage roads, block labels
_NO_STREET = re.compile(
    r"\b(?:aly|alley|ramp|path|trail|frontage|frtg|exit|blkk?|block|inbound|outbound|hwy[nsew]b|cres)\b|\bto [nsew]b\b"
    r"|^[nsew]b\b|\bat [nsew]\b|^(?:i|us)\s?\d+$",
    re.IGNORECASE,
)
_SIDES = {"N": "North", "S": "South", "E": "East", "W": "West"}

Row = Mapping[str, str]


def split_name(name: str, kind: str = "") -> tuple[str, str]:
    """("Ogden", "St") of "N OGDEN ST"; ("", "") of what is no street."""
    words = name.replace(".", "").split()
    if not kind and len(words) > 1 and words[-1].lower() in TYPE_WORDS:
        kind = words.pop()
    kind = TYPE_WORDS.get(kind.lower(), kind.title())
    if len(words) > 1 and words[0].lower() in DIRECTIONS:
        words = words[1:]
    bare = " ".join(words)
    if not bare or _NO_STREET.search(f"{name} {kind}".strip()) or (bare[0].isdigit() and not _NUMBERED.match(bare)):
        return "", ""
    return " ".join(map(_title, [*words[:-1], _SIDES.get(words[-1], words[-1])])), kind


def _title(word: str) -> str:
    """As it is written on a sign: a name that is written in both cases stays as it is."""
    if _NUMBERED.match(word):
        return word.lower()
    return word if not word.isupper() and not word.islower() else word.capitalize()


def streets(rows: Iterable[Row], name: str, kind: str, used: str) -> dict[str, list[str]]:
    """name -> its types, most used first; names in the order of their use, so that what callers say first stands first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        bare, written = split_name(row.get(name) or "", row.get(kind) or "")
        if bare:
            counts[bare][written] += int(row.get(used) or 1)
    ordered = sorted(counts, key=lambda one: (-sum(counts[one].values()), one))
    return {one: kinds for one in ordered if (kinds := _types(counts[one]))}


def _types(found: Counter[str]) -> list[str]:
    """Those that we know; a name that never has one is a park, a path or a slip of the pen."""
    return [kind for kind, _ in found.most_common() if kind in TYPE_WORDS.values()]


def crossings(rows: Iterable[Row], one: str, other: str, known: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Pairs of full names, each once, in order; both of them streets of the list."""
    found: set[tuple[str, str]] = set()
    for row in rows:
        pair = [split_name(row.get(column) or "") for column in (one, other)]
        if all(name in known and kind in known[name] for name, kind in pair) and pair[0] != pair[1]:
            first, second = sorted(f"{name} {kind}".strip() for name, kind in pair)
            found.add((first, second))
    return sorted(found)


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a CSV file; lines that begin with # are remarks."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def marks_of(path: Path) -> dict[str, Row]:
    return {row["name"]: row for row in read_rows(path)} if path.exists() else {}


def street_rows(found: Mapping[str, list[str]], marked: Mapping[str, Row], everyday: set[str]) -> Iterator[list[str]]:
    for name, kinds in found.items():
        old = marked.get(name)
        marks = [(old.get(mark) or "") for mark in MARKS] if old else [_ordinary(name, everyday), "", ""]
        yield [name, kinds[0], " ".join(kinds[1:]), *marks]


def _ordinary(name: str, everyday: set[str]) -> str:
    return "yes" if all(word.lower() in everyday for word in name.split()) else ""


def write(path: Path, remark: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("".join(f"# {line}\n" for line in remark.splitlines()))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m agencies.places_from_centrelines", description=__doc__)
    parser.add_argument("centrelines", type=Path, help="CSV, one street or one piece of a street a row")
    parser.add_argument("--agency", required=True, help="folder in agencies/ that the files go to")
    parser.add_argument("--source", required=True, help="whose data it is and where it was taken from")
    parser.add_argument("--licence", required=True, help="under which licence, as its owner writes it")
    parser.add_argument("--name", default="name")
    parser.add_argument("--type", default="type", help="column of the type; left out: the name's last word")
    parser.add_argument("--used", default="seen", help="column that says how often a name is used (optional)")
    parser.add_argument("--everyday", type=Path, help="words, also people's names, that are no street by themselves")
    parser.add_argument("--crossings", type=Path, help="CSV with two full street names a row (optional)")
    parser.add_argument("--street", default="street")
    parser.add_argument("--other", default="other")
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    wanted = arguments(given)
    folder = AGENCIES / wanted.agency
    if not folder.is_dir():
        sys.exit(f"agencies/{wanted.agency} does not exist; copy another agency's folder first.")
    found = streets(read_rows(wanted.centrelines), wanted.name, wanted.type, wanted.used)
    if not found:
        sys.exit(f"{wanted.centrelines}: no street in the column '{wanted.name}'; name another one with --name.")
    remark = (
        f"Source: {wanted.source}\nLicence: {wanted.licence}\nWritten by python -m agencies.places_from_centrelines"
    )
    target = folder / "streets.csv"
    words = set(wanted.everyday.read_text(encoding="utf-8").lower().split()) if wanted.everyday else set()
    write(target, remark, STREET_COLUMNS, list(street_rows(found, marks_of(target), words)))
    pairs = crossings(read_rows(wanted.crossings), wanted.street, wanted.other, found) if wanted.crossings else []
    if pairs:
        write(folder / "crossings.csv", remark, CROSSING_COLUMNS, pairs)
    print(f"agencies/{wanted.agency}: {len(found)} street names, {len(pairs)} crossings")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
