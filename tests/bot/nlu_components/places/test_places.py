"""Places: what is a street and what is not, misheard names, and the messages for a broken gazetteer."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Optional

import pytest
import yaml

from nlu_components.facts.cues import Cues
from nlu_components.facts.facts import FactFinder, as_dict
from nlu_components.facts.phrases import Phrases
from nlu_components.places.files import load_gazetteer
from nlu_components.places.gazetteer import Gazetteer
from nlu_components.places.places import PlaceFinder
from spoken.utterance import heard
from tests.bot.nlu_components.facts.golden import AGENCY, NOW, ROOT

SMALL = """\
streets:
  - {name: Elm, type: St}
  - {name: Oak Hill, type: Rd, aliases: [oakhill]}
  - {name: Bridge, type: St, ordinary: true}
landmarks:
  - {name: Town Hall}
areas: [Old Town]
own_city_names: [Smallville]
other_authorities: []
neighbour_cities: [Bigton]
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(AGENCY / "places.yml")


@pytest.fixture(scope="module")
def finder(gazetteer: Gazetteer) -> PlaceFinder:
    return PlaceFinder(gazetteer)


def _written(folder: Path, text: str) -> Path:
    path = folder / "places.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _found(finder: PlaceFinder, text: str, asked: bool = False) -> Dict[str, str]:
    return {place.kind: place.value for place in finder.found(heard(text), asked)}


def test_another_citys_gazetteer_is_only_data(tmp_path: Path) -> None:
    finder = PlaceFinder(load_gazetteer(_written(tmp_path, SMALL)))
    assert _found(finder, "at elm and oak hill in bigton") == {"where": "Elm St & Oak Hill Rd", "city": "Bigton"}
    assert _found(finder, "we cross the bridge by town hall") == {"where": "Town Hall"}


@pytest.mark.parametrize(
    ("heard_as", "meant"),
    [
        ("coffeex", "Colfax"),
        ("cofax", "Colfax"),
        ("cold facts", "Colfax"),
        ("spear", "Speer"),
        ("fedral", "Federal"),
        ("alameeda", "Alameda"),
        ("leads dale", "Leetsdale"),
        ("monte view", "Montview"),
        ("humbolt", "Humboldt"),
        ("sheradan", "Sheridan"),
        ("missisippi", "Mississippi"),
        ("larimore", "Larimer"),
        ("wahzee", "Wazee"),
        ("bannick", "Bannock"),
        ("hamden", "Hampden"),
    ],
)
def test_a_misheard_street_is_known_by_sound(gazetteer: Gazetteer, heard_as: str, meant: str) -> None:
    found = gazetteer.misheard(heard_as.split())
    assert found is not None
    assert found[0].name == meant


@pytest.mark.parametrize(
    "word",
    ["coffee", "police", "neighbor", "parking", "window", "restaurant", "officer", "apartment", "license", "looking"],
)
def test_an_everyday_word_sounds_like_no_street(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.misheard([word]) is None


@pytest.mark.parametrize(
    "text",
    [
        "my federal taxes",
        "a high school",
        "the first and second time",
        "my mother grace and pearl came over",
        "he said grant me a wish",
        "in the middle of the park",
        "i have 2 pearls and 3 roses",
        "the race was on tuesday",
        "he went to court on monday",
        "we saw fox news",
        "call me at 3",
        "i paid 1400 for it",
        "my street is a dirt road",
        "across from a busy street",
        "our street and the next street",
        "i want to speak to someone and complain",
        "the market and the forest",
        "the officer harrison and officer logan",
    ],
)
def test_everyday_words_are_never_turned_into_places(finder: PlaceFinder, text: str) -> None:
    assert _found(finder, text) == {}


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("this happened in aurora", "Aurora"),
        ("over in lakewood", "Lakewood"),
        ("my car was hit in downtown littleton", "Littleton"),
        ("in golden colorado", "Golden"),
        ("my sister lives in aurora", None),
        ("i'm from aurora", None),
        ("aurora police told me to call you", None),
        ("in the aurora police department", None),
        ("is it in denver or in aurora", None),
        ("i work in englewood", None),
        ("his name is parker", None),
        ("at the airport", "Denver International Airport"),
        ("i am going to the airport", None),
    ],
)
def test_a_city_counts_only_where_it_happened(finder: PlaceFinder, text: str, city: Optional[str]) -> None:
    assert _found(finder, text).get("city") == city


def test_a_misheard_place_is_less_sure_than_one_heard_right(finder: PlaceFinder) -> None:
    (right,) = finder.found(heard("at colfax and federal"))
    (misheard,) = finder.found(heard("at coffeex and federal"))
    assert right.value == misheard.value
    assert misheard.confidence < right.confidence == 1.0


def test_an_answer_to_where_needs_no_preposition(finder: PlaceFinder) -> None:
    assert _found(finder, "federal", asked=True) == {"where": "Federal Blvd"}
    assert _found(finder, "five points", asked=True) == {"where": "Five Points"}
    assert _found(finder, "what do you mean", asked=True) == {}


def test_the_agencys_neighbours_are_all_known_to_its_city_limits() -> None:
    places = yaml.safe_load((AGENCY / "places.yml").read_text(encoding="utf-8"))
    limits = yaml.safe_load((AGENCY / "agency.yml").read_text(encoding="utf-8"))["limits"]
    assert set(places["neighbour_cities"]) <= set(limits["neighbours"])
    assert {entry["name"] for entry in places["other_authorities"]} <= set(limits["airport"]["names"])


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("i-70 and peoria", "I-70 & Peoria St"),
        ("us 36 at sheridan", "US 36 & Sheridan Blvd"),
        ("7 ST E & LAFAYETTE", "7th St E & Lafayette St"),
        ("I-25 at mile marker 208", "I-25, mile marker 208"),
        ("mile marker two seventy five on i seventy", "I-70, mile marker 275"),
        ("exit 281 off i 70", "I-70, exit 281"),
        ("apt 3, 1100 N Ogden St", "1100 N Ogden St, apt 3"),
        ("1437 Bannock St, Unit 12B", "1437 Bannock St, unit 12B"),
        ("1430 pearl apartment four b", "1430 Pearl St, apt 4B"),
        ("1200 to 1299 market street", "1200 block of Market St"),
        ("1420 to 1510 market street", "1420 to 1510 Market St"),
        ("between Vine and Race on 12th", "12th Ave between Vine St & Race St"),
        ("10th and Grant, no sorry, 11th and Grant", "11th Ave & Grant St"),
        ("1450 Race, I mean 1540 Race", "1540 Race St"),
        ("the address was 1430 not 1420 pearl", "1430 Pearl St"),
        ("1420 pearl, sorry, that was 20 minutes ago", "1420 Pearl St"),
        ("1420 pearl, no, nobody was hurt", "1420 Pearl St"),
        ("colfax and zorbin", "Colfax Ave & Zorbin"),
        ("corner of coffeex and york", "Colfax Ave & York St"),
        ("lafayette", "Lafayette St"),
        ("sheridan", "Sheridan Blvd"),
    ],
)
def test_an_answer_to_where_is_what_was_said_and_no_street_that_only_sounds_like_it(
    finder: PlaceFinder, said: str, where: str
) -> None:
    facts = FactFinder(load_gazetteer(AGENCY / "places.yml"), Cues(Phrases(), Phrases(), frozenset(), frozenset()))
    found = as_dict(facts.found(said, "where", NOW))
    assert found["where"] == where
    assert "city" not in found


@pytest.mark.parametrize(
    ("said", "city"),
    [
        ("in sheridan", "Sheridan"),
        ("in the city of sheridan", "Sheridan"),
        ("in Lakewood, on Wadsworth and Alameda", "Lakewood"),
        ("out in Aurora, at the mall", "Aurora"),
        ("Glendale, 4500 East Alabama", "Glendale"),
        ("aurora", "Aurora"),
    ],
)
def test_a_city_is_heard_in_the_answer_to_where(finder: PlaceFinder, said: str, city: str) -> None:
    assert _found(finder, said, asked=True)["city"] == city


@pytest.mark.parametrize(
    ("said", "on_border"),
    [
        ("my bike was stolen on sheridan", True),
        ("at 10th and sheridan", True),
        ("at 1200 sheridan boulevard", True),
        ("on sheridan in lakewood", None),
        ("in sheridan", None),
        ("at colfax and york", None),
    ],
)
def test_a_street_at_the_city_limit_is_known_for_one(said: str, on_border: Optional[bool]) -> None:
    facts = FactFinder(load_gazetteer(AGENCY / "places.yml"), Cues(Phrases(), Phrases(), frozenset(), frozenset()))
    assert as_dict(facts.found(said, None, NOW)).get("on_border") is on_border


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        (SMALL.replace("type: St}", "type: Steet}", 1), 2, "unknown street type 'Steet'"),
        (SMALL.replace("name: Oak Hill, ", ""), 3, "has no name"),
        (SMALL.replace("Town Hall", '"!"'), 6, "no letters"),
        (SMALL.replace("oakhill", "elm"), 3, "stands twice"),
        (SMALL.replace("ordinary: true", "ordinary: perhaps"), 4, "must be true or false"),
        (SMALL.replace("aliases", "alias"), 3, "unknown key 'alias'"),
        (SMALL.replace("areas: [Old Town]\n", ""), 1, "'areas' is missing"),
        (SMALL.replace("[Smallville]", "Smallville"), 8, "must be a list"),
    ],
)
def test_a_broken_gazetteer_says_file_line_and_mend(tmp_path: Path, broken: str, line: int, words: str) -> None:
    path = _written(tmp_path, broken)
    with pytest.raises(ValueError, match=r"places\.yml") as raised:
        load_gazetteer(path)
    assert words in str(raised.value)
    assert f"{path.name}, line {line}: " in str(raised.value)


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("Elm,St\nOak,Steet\n", 4, "no street"),
        ("Elm\n", 3, "too few cells"),
        (",St\n", 3, "no street"),
    ],
)
def test_a_broken_list_of_streets_says_file_line_and_mend(tmp_path: Path, rows: str, line: int, words: str) -> None:
    path = _written(tmp_path, SMALL)
    path.with_name("streets.csv").write_text(f"# Source: a city\nname,type\n{rows}", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"streets\.csv, line {line}: .*{words}"):
        load_gazetteer(path)


def test_everything_that_callers_say_is_read_to_its_end_asked_or_not(finder: PlaceFinder) -> None:
    """Also cut off after any word, as recognisers do."""
    lines = [line for line in (ROOT / "benchmarks" / "speech_lines.txt").read_text("utf-8").splitlines() if line]
    said = [*lines, "it was 1200 to", "between vine and", "i 25 mile marker", "apt", "7 st", "calle", "in the city of"]
    for text in said:
        words = text.split()
        for length in range(1, len(words) + 1):
            for asked in (False, True):
                finder.found(heard(" ".join(words[:length])), asked)
