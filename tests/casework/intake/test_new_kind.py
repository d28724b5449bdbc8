"""A conversation designer adds a kind: one file in a folder, no Python, no restart. The guide's own example is used."""

from __future__ import annotations

import re
from pathlib import Path

from casework.directory.directory import Directory

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "report-kinds.md"


def example() -> str:
    found = re.search(r"```yaml\n(need: .*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    assert found is not None
    return found[1]


async def test_the_kind_of_the_guide_is_filled_in_and_filed_through_the_api(casework, person, monkeypatch) -> None:
    monkeypatch.setattr("casework.rereading.LOOK_AGAIN_S", 0.0)
    (casework.root / "denver" / "reports" / "stolen_packages.yml").write_text(example(), encoding="utf-8")
    listed = (await casework.client.get("/v1/agencies/denver/reports")).json()["kinds"]
    assert "stolen_packages" in {kind["kind"] for kind in listed}
    ada = person("stolen_packages")
    await ada.begin()
    await ada.answer_all(but="where")
    assert ada.step["question"]["prompt"] == "At which address was the package?"
    await ada.answer_all(carrier="the post office")
    lines = {line["question"]: line["value_spoken"] for line in ada.step["summary"]}
    assert lines["carrier"] == "the post office"
    assert (await ada.post("submit", turn="s"))["case"]


async def test_a_broken_file_leaves_the_last_good_forms_in_use(casework, person, monkeypatch) -> None:
    monkeypatch.setattr("casework.rereading.LOOK_AGAIN_S", 0.0)
    await casework.client.get("/v1/agencies/denver/reports")
    (casework.root / "denver" / "reports" / "theft.yml").write_text("need: [", encoding="utf-8")
    ada = person()
    made = await ada.begin()
    assert made["step"]["question"]["id"] == "any_concern"


async def test_a_question_that_leaves_the_form_does_not_break_a_report_that_is_under_way(
    casework, person, monkeypatch
) -> None:
    monkeypatch.setattr("casework.rereading.LOOK_AGAIN_S", 0.0)
    ada = person()
    await ada.begin()
    await ada.answer_all(but="items.1.what")
    path = casework.root / "denver" / "reports" / "theft.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "  - use: what_happened\n    prompt: Please tell me what happened, and where and when.\n", ""
        ),
        encoding="utf-8",
    )
    whole = await ada.whole()
    assert whole["step"]["question"]["id"] == "items.1.what"
    assert "what_happened" not in {one["question"] for one in whole["answers"]}
    await ada.answer_all()
    assert (await ada.post("submit", turn="s"))["case"]


async def test_a_kind_that_the_agency_takes_away_is_left_to_a_person(casework, person, monkeypatch) -> None:
    monkeypatch.setattr("casework.rereading.LOOK_AGAIN_S", 0.0)
    ada = person()
    await ada.begin()
    (casework.root / "denver" / "reports" / "theft.yml").unlink()
    answer = await casework.client.get(f"/v1/reports/{ada.report}")
    assert (answer.status_code, "person" in answer.json()["error"]["message"]) == (409, True)


def test_the_example_of_the_guide_is_in_order(casework) -> None:
    (casework.root / "denver" / "reports" / "stolen_packages.yml").write_text(example(), encoding="utf-8")
    directory = Directory(casework.root)
    directory.load_all()
    assert directory.get("denver").reports.kinds["stolen_packages"].title == "Stolen package"
