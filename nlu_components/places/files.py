"""Reads an agency's places.yml, and streets.csv and crossings.csv beside it when there are, into a gazetteer.

A street of places.yml comes before one of the same name in streets.csv: that is where a person writes aliases.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Dict, Iterator, List, Tuple, TypeVar

from yaml.nodes import Node

from agencies.lined import Lined
from agencies.live_files import AgencyFiles
from nlu_components.places.gazetteer import Gazetteer, Landmark, Names, Street, sounds_of, spoken
from spoken.en.street_types import TYPE_WORDS

TYPES = ("", *dict.fromkeys(TYPE_WORDS.values()))
FILES = ("places.yml", "streets.csv", "crossings.csv")
SECTIONS = ("streets", "landmarks", "areas", "own_city_names", "other_authorities", "neighbour_cities")
MARKS = ("ordinary", "downtown", "border")
T = TypeVar("T")


def gazetteer_of(folder: Path) -> Gazetteer:
    """Of an agency's folder; one that knows no place when the agency has none. Raises BrokenAgencyFile as load_gazetteer."""
    path = folder / "places.yml"
    return load_gazetteer(path) if path.exists() else Gazetteer.empty()


def load_gazetteer(path: Path) -> Gazetteer:
    """Reads an agency's places.yml. Raises BrokenAgencyFile: file, line, what is wrong, what would be right."""
    lined = Lined(path)
    top = lined.root("the gazetteer is missing; copy another agency's places.yml.")
    lined.only(top, SECTIONS, "the file")
    for section in SECTIONS:
        if section not in top:
            raise lined.at(1, f"the section '{section}' is missing; write '{section}: []' if there are none")
    streets, landmarks, areas, cities = Names[Street](), Names[Landmark](), Names[str](), Names[str]()
    for node in lined.items(top["streets"], "streets"):
        _named(lined, node, streets, _street(lined, node))
    _listed_streets(path.with_name("streets.csv"), streets)
    for node in lined.items(top["landmarks"], "landmarks"):
        _named(lined, node, landmarks, _landmark(lined, node))
    for name, node in lined.texts(top["areas"], "areas"):
        _add(lined, node, areas, name, name)
    for section in ("own_city_names", "neighbour_cities"):
        for name, node in lined.texts(top[section], section):
            _add(lined, node, cities, name, name)
    for node in lined.items(top["other_authorities"], "other_authorities"):
        _named(lined, node, cities, _name(lined, node))
    own = frozenset(name for name, _ in lined.texts(top["own_city_names"], "own_city_names"))
    authorities = frozenset(_name(lined, node) for node in lined.items(top["other_authorities"], "other_authorities"))
    crossings = _crossings(path.with_name("crossings.csv"), streets)
    return Gazetteer(streets, landmarks, areas, cities, own, authorities, crossings, sounds_of(streets))


def _listed_streets(path: Path, streets: Names[Street]) -> None:
    for line, row in _rows(path, ("name", "type")):
        kind, marks = row["type"], {mark: row.get(mark) or "" for mark in MARKS}
        if kind not in TYPES or not spoken(row["name"]) or any(value not in ("", "yes") for value in marks.values()):
            known = ", ".join(TYPES[1:])
            raise Lined(path).at(line, f"no street; write a name, a type ({known}), and for each mark yes or nothing")
        if not row["name"][0].isdigit():  # numbered streets are known by grammar
            streets.add(row["name"], Street(row["name"], kind, **{mark: bool(value) for mark, value in marks.items()}))


def _crossings(path: Path, streets: Names[Street]) -> Dict[Tuple[str, str], str]:
    found: Dict[Tuple[str, str], str] = {}
    for _, row in _rows(path, ("street", "other")):
        one, other = _split(row["street"], streets), _split(row["other"], streets)
        found.setdefault((one[0], other[0]), one[1])
        found.setdefault((other[0], one[0]), other[1])
    return found


def strangers_in_crossings(path: Path) -> Iterator[Tuple[int, str, List[str]]]:
    """(line, street, the names that there are) for each street of the crossings.csv beside places.yml that nobody knows.

    What is said of such a corner is not understood as one. Numbered streets are known by grammar. Raises as load_gazetteer.
    """
    streets = load_gazetteer(path).streets
    names = sorted({street.name for street in streets.entries.values()})
    for line, row in _rows(path.with_name("crossings.csv"), ("street", "other")):
        for full in (row["street"], row["other"]):
            name = full.rpartition(" ")[0] or full
            if not full[:1].isdigit() and not {spoken(name), spoken(full)} & streets.entries.keys():
                yield line, full, names


def _split(full: str, streets: Names[Street]) -> Tuple[str, str]:
    """(name, type) as the gazetteer writes them."""
    name, _, kind = full.rpartition(" ")
    known = streets.at(spoken(name or full), 0)
    if not known:
        return name, kind
    return known[0].name, kind if known[0].type else ""


def _rows(path: Path, columns: Tuple[str, ...]) -> Iterator[Tuple[int, Dict[str, str]]]:
    """(line, row) of a list; none when there is no such file. Lines that begin with # are remarks."""
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    remarks = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[remarks:])
    if any(column not in (reader.fieldnames or ()) for column in columns):
        raise Lined(path).at(
            remarks + 1, f"a column is missing; write {', '.join(columns)} as another agency's file does"
        )
    for row in reader:
        if any(row[column] is None for column in columns):
            raise Lined(path).at(remarks + reader.line_num, f"a row with too few cells; write {', '.join(columns)}")
        yield remarks + reader.line_num, row


def _entry(lined: Lined, node: Node, allowed: Tuple[str, ...]) -> Tuple[str, Dict[str, Node]]:
    entry = lined.mapping(node, "an entry")
    lined.only(entry, allowed, "an entry")
    if "name" not in entry:
        raise lined.problem(node, "an entry has no name; write {name: ...}.")
    return lined.text(entry["name"], "a name"), entry


def _name(lined: Lined, node: Node) -> str:
    return _entry(lined, node, ("name", "aliases"))[0]


def _street(lined: Lined, node: Node) -> Street:
    name, entry = _entry(lined, node, ("name", "type", "aliases", *MARKS))
    kind = lined.text(entry["type"], "a type") if "type" in entry else ""
    if kind not in TYPES:
        raise lined.problem(entry["type"], f"unknown street type '{kind}'; write one of {', '.join(TYPES[1:])}.")
    flags = {key: lined.flag(entry[key], f"'{key}'") for key in MARKS if key in entry}
    return Street(name, kind, **flags)


def _landmark(lined: Lined, node: Node) -> Landmark:
    name, entry = _entry(lined, node, ("name", "aliases", "ordinary"))
    return Landmark(name, "ordinary" in entry and lined.flag(entry["ordinary"], "'ordinary'"))


def _named(lined: Lined, node: Node, names: Names[T], value: T) -> None:
    entry = lined.mapping(node, "an entry")
    _add(lined, node, names, lined.text(entry["name"], "a name"), value)
    for alias, alias_node in lined.texts(entry["aliases"], "aliases") if "aliases" in entry else []:
        _add(lined, alias_node, names, alias, value)


def _add(lined: Lined, node: Node, names: Names[T], name: str, value: T) -> None:
    if not names.add(name, value):
        raise lined.problem(node, f"'{name}' stands twice or has no letters; keep one entry for a name.")


GAZETTEERS: AgencyFiles[Gazetteer] = AgencyFiles(
    gazetteer_of, FILES, lambda *_: Gazetteer.empty()
)  # read once for all components of a process
