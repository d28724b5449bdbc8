"""Supervisors and administrators see which model answers and which might, and ask for it; what the gate says of danger stands."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from launcher.paths import BOT_ENV, ROOT, env_python
from launcher.settings import quiet_environment
from tests.casework.bot_models.test_bot_models import REGISTRY
from tests.web.console.office import Office
from tests.web.serving import token_in

READ_AGAIN_WITHIN_S = 30  # a changed file of the agency


@dataclass
class Machine:
    """Where the models are, as casework knows it."""

    office: Office

    def _ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {self.office.tokens['trainer']}"}
        address = f"{self.office.casework}/v1/agencies/denver/models{path}"
        return httpx.request(method, address, json=body, headers=bearer, trust_env=False, timeout=30)

    def tells(self, registry: dict[str, Any]) -> None:
        assert self._ask("PUT", "", registry).status_code == 204

    def waiting(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("GET", "/wishes").json()["wishes"]
        return found

    def says(self, state: str, said: str = "") -> None:
        (one,) = self.waiting()
        assert self._ask("PUT", f"/wishes/{one['id']}", {"state": state, "said": said}).status_code == 200


@pytest.fixture
def machine(office: Office) -> Iterator[Machine]:
    one = Machine(office)
    one.tells(REGISTRY)
    yield one
    if one.waiting():
        one.says("refused", "the test is over")


def pressed(client: httpx.Client, **form: str) -> str:
    """The page after a press of one of its buttons."""
    token = token_in(client.get("/models").text)
    return client.post("/models", data={"csrf": token, **form}, follow_redirects=True).text


def test_a_supervisor_promotes_what_passed_and_reads_what_came_of_it(office: Office, machine: Machine) -> None:
    with office.signed_in("sam") as sam:
        page = sam.get("/models").text
        assert page.count("passed the gate") == 1
        assert "from the data of 0a1b2c3" in page
        assert "asked by the gate" in page, "the log of the registry"
        assert "waits" in pressed(sam, model="better.tar.gz")
        (wish,) = machine.waiting()
        assert (wish["model"], wish["by"]) == ("better.tar.gz", "sam")
        assert "Promote" not in sam.get("/models").text, "one thing at a time"
        machine.says("doing", "better.tar.gz answers 10% of the calls first.")
        assert "10% of the calls first" in sam.get("/models/wish").text
        machine.says("done", "better.tar.gz answers since 1.2 s after it was handed over; calls went on.")
        told = sam.get("/models/wish", headers={"hx-request": "true"})
        assert told.headers["hx-redirect"] == "/models"
        assert "answers since 1.2 s" in sam.get("/models").text


def test_a_candidate_is_asked_for_and_how_far_it_is_stands_there_until_the_gate_has_said(
    office: Office, machine: Machine
) -> None:
    with office.signed_in("ada") as ada:
        assert "Train a candidate" in ada.get("/models").text
        page = pressed(ada, train="yes")
        assert "a candidate is trained and put before the gate" in page
        assert "Train a candidate" not in page, "one thing at a time"
        (wish,) = machine.waiting()
        assert (wish["what"], wish.get("model"), wish["by"]) == ("train", None, "ada")
        machine.says("doing", "It is trained from the present data.")
        machine.says("goes_on", "new.tar.gz is trained; the gate asks it beside old.tar.gz.")
        assert "the gate asks it beside old.tar.gz" in ada.get("/models/wish").text
        machine.says("done", "new.tar.gz is trained and passed the gate.")
        assert "is trained and passed the gate." in ada.get("/models").text


def test_from_a_training_one_goes_back_at_once(office: Office, machine: Machine) -> None:
    with office.signed_in("sam") as sam:
        page = pressed(sam, train="yes")
        machine.says("doing")
        assert "Back to oldest.tar.gz" in page
        pressed(sam, model="oldest.tar.gz", in_use="old.tar.gz")
        assert [one["what"] for one in machine.waiting()] == ["roll_back"]


def test_a_reviewer_has_no_button_to_train_and_asks_in_vain(office: Office, machine: Machine) -> None:
    with office.signed_in("rita") as rita:
        assert "Train a candidate" not in rita.get("/models").text
        assert "may not promote models" in pressed(rita, train="yes")
    assert machine.waiting() == []


def test_danger_is_overridden_by_nobody_and_the_page_has_no_button_for_it(office: Office, machine: Machine) -> None:
    with office.signed_in("sam") as sam:
        page = sam.get("/models").text
        assert 'value="deaf.tar.gz"' not in page
        assert "overridden by nobody" in page
        assert "overridden by nobody" in pressed(sam, model="deaf.tar.gz", why="the chief wants it")
        assert "was not measured" in pressed(sam, model="new.tar.gz", why="trust me")
    assert machine.waiting() == []


def test_what_did_not_pass_is_promoted_by_a_supervisor_with_a_reason_only(office: Office, machine: Machine) -> None:
    with office.signed_in("ada") as ada:
        assert 'value="worse.tar.gz"' not in ada.get("/models").text
        assert "only a supervisor" in pressed(ada, model="worse.tar.gz", why="the new need is worth it")
    with office.signed_in("sam") as sam:
        assert "worse by at least 0.020" in sam.get("/models").text
        assert "say why" in pressed(sam, model="worse.tar.gz")
        assert machine.waiting() == []
        pressed(sam, model="worse.tar.gz", why="the new need is worth it")
    assert machine.waiting()[0]["why"] == "the new need is worth it"


def test_the_model_before_comes_back_and_a_wish_is_taken_back(office: Office, machine: Machine) -> None:
    with office.signed_in("ada") as ada:
        assert "Back to oldest.tar.gz" in ada.get("/models").text
        page = pressed(ada, model="oldest.tar.gz", in_use="old.tar.gz", why="callers are asked twice")
        assert "<strong>oldest.tar.gz</strong> comes back in place of old.tar.gz" in page
        (wish,) = machine.waiting()
        assert wish["what"] == "roll_back"
        form = {"csrf": token_in(page)}
        told = ada.post(f"/models/wishes/{wish['id']}/back", data=form, follow_redirects=True).text
        assert "Taken back" in told
    assert machine.waiting() == []


def test_a_second_press_on_going_back_brings_nothing_back(office: Office, machine: Machine) -> None:
    with office.signed_in("sam") as sam:
        machine.tells({**REGISTRY, "in_use": "oldest.tar.gz", "before": None})
        told = pressed(sam, model="oldest.tar.gz", in_use="old.tar.gz")
        assert "old.tar.gz is not in use any more" in told
        assert "There is no model before it" in told
    assert machine.waiting() == []


def test_a_reviewer_reads_and_asks_for_nothing(office: Office, machine: Machine) -> None:
    with office.signed_in("rita") as rita:
        page = rita.get("/models").text
        assert "better.tar.gz" in page
        assert 'action="/models' not in page
        assert "may not promote models" in pressed(rita, model="better.tar.gz")
    assert machine.waiting() == []


def test_a_press_that_comes_from_another_page_does_nothing(office: Office, machine: Machine) -> None:
    with office.signed_in("sam") as sam:
        assert sam.post("/models", data={"model": "better.tar.gz"}).status_code == 403
        assert sam.post("/models", data={"csrf": "x", "model": "better.tar.gz"}).status_code == 403
    assert machine.waiting() == []


def test_where_a_canary_comes_first_the_page_says_so(office: Office, machine: Machine) -> None:
    written = office.agencies / "denver" / "agency.yml"
    before = written.read_text(encoding="utf-8")
    written.write_text(before.replace("canary_share: 0\n", "canary_share: 0.1\n"), encoding="utf-8")
    try:
        with office.signed_in("sam") as sam:
            until = time.monotonic() + READ_AGAIN_WITHIN_S
            while "Promote, 10.0 % of the calls first" not in (page := sam.get("/models").text):
                assert time.monotonic() < until, page
                time.sleep(0.5)
    finally:
        written.write_text(before, encoding="utf-8")


def _model(path: Path) -> Path:
    """As little of a model as the registry reads."""
    told = json.dumps({"model_id": f"id-of-{path.name}"}).encode()
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(told)
        archive.addfile(entry, io.BytesIO(told))
    return path


@contextmanager
def _keeper(office: Office, folder: Path) -> Iterator[Path]:
    """The real one, with the credential of a trainer, beside a bot that takes whatever its note names; the registry's folder."""
    models, note, over = folder / "models", folder / "model-in-use", threading.Event()
    models.mkdir()
    note.write_text(f"{_model(models / 'old.tar.gz')}\n", encoding="utf-8")
    about = {
        "measured_against": "old.tar.gz",
        "findings": [],
        "passed": True,
        "model_id": "id-of-new.tar.gz",
        "commit": "0a1b2c3",
    }
    _model(models / "new.tar.gz").with_name("new.about.json").write_text(json.dumps(about), encoding="utf-8")

    def bot() -> None:
        while not over.wait(0.05):
            part = note.with_name("part")
            part.write_text(note.read_text(encoding="utf-8"), encoding="utf-8")
            os.replace(part, note.with_name(f"{note.name}.taken"))

    environment = quiet_environment() | {
        "CIVICLINE_MODEL_NOTE": str(note), "CIVICLINE_CASEWORK_URL": office.casework, "CIVICLINE_AGENCY": "denver",
        "CIVICLINE_CASEWORK_TOKEN": office.tokens["trainer"], "CIVICLINE_MODEL_PATIENCE_S": "120",
    }  # fmt: skip
    command = [str(env_python(BOT_ENV)), "-m", "retraining", "keep", "--models", str(models)]
    watching = threading.Thread(target=bot)
    watching.start()
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield models
    finally:
        process.terminate()
        process.wait(30)
        over.set()
        watching.join()


def test_from_the_button_to_the_trainer_and_back_with_the_real_keeper(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keeper and its processes are real; what trains finds a mistake in the data."""
    mistake = "training failed: a story contradicts a rule"
    monkeypatch.setenv("CIVICLINE_TRAINER", shlex.join([sys.executable, "-c", f"raise SystemExit({mistake!r})"]))
    with office.signed_in("sam") as sam, _keeper(office, tmp_path) as models:
        _until(sam, "Train a candidate")
        _until(sam, 'value="new.tar.gz"')
        pressed(sam, train="yes")
        page = _until(sam, mistake)
        assert "refused" in page
        assert not (models / "in-use").exists()


def _until(client: httpx.Client, words: str) -> str:
    end = time.monotonic() + 120
    while words not in (page := client.get("/models").text):
        assert time.monotonic() < end, page
        time.sleep(0.3)
    return page


def test_from_the_button_to_the_bot_and_back_with_the_real_keeper(office: Office, tmp_path: Path) -> None:
    with office.signed_in("sam") as sam, _keeper(office, tmp_path) as models:
        _until(sam, 'value="new.tar.gz"')
        pressed(sam, model="new.tar.gz")
        _until(sam, "new.tar.gz answers since")
        assert (models / "in-use").read_text().strip() == "new.tar.gz"
        assert str(models / "new.tar.gz") in (tmp_path / "model-in-use").read_text()
        page = _until(sam, "Back to old.tar.gz")
        assert 'name="in_use" value="new.tar.gz"' in page
        pressed(sam, model="old.tar.gz", in_use="new.tar.gz", why="callers are asked twice")
        _until(sam, "old.tar.gz answers since")
        assert (models / "in-use").read_text().strip() == "old.tar.gz"
        done = [json.loads(line) for line in (models / "history.jsonl").read_text().splitlines()]
    assert [(one["what"], one["by"], one["why"]) for one in done] == [
        ("promoted", "sam", "passed the gate"),
        ("rolled_back", "sam", "callers are asked twice"),
    ]
