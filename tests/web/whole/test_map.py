"""Where it happened, on a map: by mouse, by keyboard, in Spanish, on a telephone; and what the agency's people see of it."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.fakes.axe import assert_accessible
from tests.web.console.office import enter
from tests.web.whole.conftest import PHONE, ZOOMED, City, Opens

pytestmark = pytest.mark.timeout(180)
READY, SAID, PIN = "[data-map][data-ready]", "#map-said:not(:empty)", ".map__pin--put"


@pytest.fixture(scope="module")
def sam(city: City, browser: Any) -> Iterator[Any]:
    page = enter(city.office, browser, "sam")
    yield page
    page.context.close()


def shown(opens: Opens, words: str, **how: Any) -> Any:
    page = opens("/report", **how)
    page.fill("#where", words)
    page.click("button[formaction='/report/map']")
    page.wait_for_selector(READY)
    return page


def red(part: Any) -> int:
    """How many pixels of it have the colour of a dot."""
    picture = Image.open(io.BytesIO(part.screenshot(animations="disabled"))).convert("RGB")
    return sum(count for count, colour in picture.getcolors(2**24) or () if colour == (0xB5, 0x09, 0x09))


def test_typed_words_set_the_pin_and_the_report_begins_with_it(city: City, opens: Opens) -> None:
    page = shown(opens, "11th and Grant")
    assert page.inner_text(SAID) == "The pin is near 11th Ave & Grant St, Capitol Hill."
    assert page.input_value("[name=by]") == "words"
    assert_accessible(page)
    page.click("text=Continue")
    page.click("label[for=kind-theft]")
    page.click("text=Continue")
    page.wait_for_url("**/report/now")
    database = sqlite3.connect(city.office.agencies.parent / "var" / "casework.db")
    [point] = database.execute(
        "SELECT point FROM report_answers WHERE question = 'where' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert json.loads(point) == {"lat": 39.7338, "lon": -104.9836, "by": "words"}


def test_the_pin_is_put_and_moved_by_keyboard_and_said_in_words(opens: Opens) -> None:
    page = opens("/report/map")
    page.wait_for_selector(READY)
    page.focus("#map-middle")
    page.keyboard.press("Enter")
    first = page.inner_text(SAID)
    before = page.input_value("[name=lat]"), page.input_value("#where")
    assert page.evaluate("document.activeElement.getAttribute('title')").startswith("The pin.")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_selector(f"#map-said:not(:empty):not(:text-is({first!r}))")
    assert float(page.input_value("[name=lat]")) < float(before[0])
    assert page.input_value("#where") not in ("", before[1])
    assert page.input_value("[name=by]") == "pin"
    page.click("#map-remove")
    assert page.locator(PIN).count() == 0
    assert page.input_value("[name=lat]") == ""


def test_words_of_a_person_s_own_stay_when_the_pin_is_moved(opens: Opens) -> None:
    page = shown(opens, "in front of the bakery, 11th and Grant")
    page.wait_for_selector(SAID)
    page.locator(PIN).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector("[name=by][value=pin]", state="attached")
    assert page.input_value("#where") == "in front of the bakery, 11th and Grant"


def test_words_that_are_not_on_the_map_go_on_as_words(opens: Opens) -> None:
    page = shown(opens, "behind my aunt's house")
    assert page.inner_text(SAID).startswith("That is not on the map.")
    page.click("text=Continue")
    page.wait_for_selector("text=What is it about?")


def test_a_place_of_another_city_says_whose_it_is_and_lets_the_person_go_on(opens: Opens) -> None:
    page = opens("/report")
    page.fill("#where", "Colfax and Havana, Aurora")
    page.click("text=Continue")
    page.wait_for_selector("text=That is in Aurora, not in Denver")
    assert_accessible(page)
    page.click("text=It happened here")
    page.wait_for_selector("text=What is it about?")
    page = opens("/report/map")
    page.wait_for_selector(READY)
    page.evaluate("""() => { for (const [name, value] of [["lat", "39.62"], ["lon", "-104.7"], ["by", "pin"]])
        document.querySelector(`[name=${name}]`).value = value; document.querySelector("#where").value = "by the lake"; }""")
    page.click("text=Continue")
    page.wait_for_selector("text=That is outside Denver")


def test_the_map_speaks_spanish_and_fits_a_telephone_and_large_letters(opens: Opens) -> None:
    page = shown(opens, "11th y Grant", language="es-US", size=PHONE)
    assert page.inner_text(SAID).startswith("El marcador está cerca de 11th Ave & Grant St")
    assert_accessible(page)
    page.set_viewport_size(ZOOMED)
    assert_accessible(page)


def test_without_script_the_map_is_not_offered_and_words_are_asked_for(opens: Opens) -> None:
    page = opens("/report", script=False)
    assert not page.locator("button[formaction='/report/map']").is_visible()
    page.goto("/report/map")
    assert "The map needs JavaScript" in page.inner_text("main")
    page.fill("#where", "11th and Grant")
    page.click("text=Continue")
    page.wait_for_selector("text=What is it about?")


def test_the_first_pages_load_no_map(city: City) -> None:
    for path in ("/", "/chat", "/report"):
        assert "leaflet" not in httpx.get(f"{city.citizen}{path}", trust_env=False).text, path


@pytest.mark.parametrize(
    "asked", ["", "lat=x&lon=1", "lat=91&lon=0", "lat=nan&lon=0", "lat=1&lon=inf", "lat=" + "9" * 500 + "&lon=0"]
)
def test_a_pin_that_is_nowhere_is_refused(city: City, asked: str) -> None:
    assert httpx.get(f"{city.citizen}/report/near?{asked}", trust_env=False).status_code == 400


def test_hostile_words_are_looked_up_as_words(city: City) -> None:
    for words in ("<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}", "\u202e" * 50, "a " * 4_000):
        answer = httpx.get(f"{city.citizen}/report/place", params={"where": words[:3_000]}, trust_env=False)
        assert answer.status_code == 200
        assert "lat" not in answer.json()


def test_the_ground_is_small_and_asked_for_once(city: City) -> None:
    ground = httpx.get(f"{city.citizen}/look/map.json", trust_env=False)
    assert int(ground.headers["content-length"]) < 40_000
    again = {"If-None-Match": ground.headers["etag"]}
    assert httpx.get(f"{city.citizen}/look/map.json", headers=again, trust_env=False).status_code == 304


def test_the_agency_s_own_tiles_are_loaded_and_no_other_pictures(city: City, opens: Opens) -> None:
    settings = city.office.agencies / "denver" / "pages.yml"
    before = settings.read_text("utf-8")
    try:
        settings.write_text(
            before + "map: {tiles: 'https://tiles.example.org/{z}/{x}/{y}.png', credit: Tiles of the city}\n"
        )
        answer = httpx.Response(500)
        for _ in range(60):
            answer = httpx.get(f"{city.citizen}/report/map", trust_env=False)
            if "tiles.example.org" in answer.text:
                break
        assert "img-src 'self' data: https://tiles.example.org;" in answer.headers["content-security-policy"]
        home = httpx.get(f"{city.citizen}/", trust_env=False).headers["content-security-policy"]
        assert "tiles.example.org" not in home
    finally:
        settings.write_text(before, "utf-8")


def test_officers_see_a_case_on_the_map_and_read_how_its_place_is_known(city: City, sam: Any) -> None:
    sam.goto(f"{city.office.address}/cases/map?queue=reports&state=open")
    sam.wait_for_selector(READY)
    listed = sam.locator(".case-list a").count()
    placed = int(re.findall(r"(\d+) with a place", sam.inner_text("main"))[0])
    assert 0 < placed <= listed
    assert sam.locator("[data-dot]").count() == placed
    assert red(sam.locator("[data-map]")) > 1_500  # the ground comes later and covers no dot
    assert_accessible(sam)
    sam.locator("[data-dot]").first.focus()  # the way by keyboard; the map shows which it is
    assert sam.locator(".leaflet-tooltip").inner_text().startswith(sam.locator("[data-dot]").first.inner_text())
    with sam.expect_navigation():
        sam.keyboard.press("Enter")
    sam.wait_for_selector(READY)
    assert re.search("put the pin there|Found by the words", sam.inner_text("main"))
    assert_accessible(sam)


def test_a_hand_over_shows_its_place_and_hostile_words_are_text_on_the_map(city: City, sam: Any) -> None:
    troubles: list[str] = []
    sam.on("pageerror", lambda error: troubles.append(str(error)))
    sam.on("dialog", lambda dialog: troubles.append(dialog.message))  # nobody answers it: the page would stand still
    where = "14th and Pearl <img src=x onerror=alert(1)>"
    ticket = city.office.hand_over(facts={"where": where})
    sam.goto(f"{city.office.address}/handovers/{ticket}")
    sam.wait_for_selector(READY)
    assert sam.locator(".map__pin--case").get_attribute("title") == where
    assert not troubles
    assert_accessible(sam)
