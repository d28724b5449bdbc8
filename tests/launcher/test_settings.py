"""Ports and variables: what is set is taken, what is wrong is said, and services see no other Python's variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher import settings
from launcher.errors import BadSetting


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CASEWORK_PORT", "ACTIONS_PORT", "RASA_PORT", "CONNECTOR_PORT", "SERVICE_TOKEN", "AGENCY"):
        monkeypatch.delenv(f"CIVICLINE_{name}", raising=False)


def test_every_port_moves_by_the_offset_and_the_addresses_follow(tmp_path: Path) -> None:
    chosen = settings.from_environment(port_offset=10_000, var=tmp_path)
    assert dict(chosen.ports) == {
        "casework": 18_100,
        "actions": 15_055,
        "rasa": 15_005,
        "connector": 18_080,
        "citizen": 18_200,
        "console": 18_300,
    }
    child = chosen.environment({})
    assert child["CIVICLINE_RASA_URL"] == "http://127.0.0.1:15005"
    assert child["CIVICLINE_CASEWORK_PORT"] == "18100"


def test_a_port_that_is_no_number_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_RASA_PORT", "five")
    with pytest.raises(BadSetting, match="CIVICLINE_RASA_PORT is 'five'; write a port number, for example 5005"):
        settings.from_environment()


def test_an_offset_that_leaves_the_range_of_ports_is_refused() -> None:
    with pytest.raises(BadSetting, match="from 1 to 65535"):
        settings.from_environment(port_offset=60_000)


def test_an_agency_without_a_folder_is_refused_with_those_that_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_AGENCY", "atlantis")
    with pytest.raises(BadSetting, match=r"'atlantis'.*denver"):
        settings.from_environment()


def test_a_room_of_code_beside_the_cities_is_no_agency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_AGENCY", "danger")
    with pytest.raises(BadSetting, match="'danger', but agencies/ has no such agency; it has denver"):
        settings.from_environment()


def test_an_agency_of_folders_that_lie_elsewhere_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(tmp_path))
    monkeypatch.setenv("CIVICLINE_AGENCY", "smallville")
    (tmp_path / "smallville").mkdir()
    (tmp_path / "smallville" / "agency.yml").touch()
    assert settings.from_environment().agency == "smallville"
    monkeypatch.setenv("CIVICLINE_AGENCY", "denver")
    with pytest.raises(BadSetting, match="it has smallville"):
        settings.from_environment()


def test_every_start_makes_a_new_token_unless_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {settings.from_environment().token for _ in range(3)}
    assert len(made) == 3
    assert min(map(len, made)) >= 32
    monkeypatch.setenv("CIVICLINE_SERVICE_TOKEN", "chosen")
    assert settings.from_environment().environment()["CIVICLINE_SERVICE_TOKEN"] == "chosen"


def test_services_do_not_inherit_another_pythons_variables_and_are_quiet() -> None:
    child = settings.quiet_environment({"PYTHONPATH": "/x", "VIRTUAL_ENV": "/y", "LANG": "C.UTF-8"})
    assert "PYTHONPATH" not in child
    assert "VIRTUAL_ENV" not in child
    assert child["LANG"] == "C.UTF-8"
    assert child["RASA_TELEMETRY_ENABLED"] == "false"


def test_what_the_operator_sets_goes_before_our_defaults() -> None:
    assert settings.quiet_environment({"OMP_NUM_THREADS": "4"})["OMP_NUM_THREADS"] == "4"


def test_a_second_command_speaks_with_the_token_of_the_running_services(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVICLINE_VAR", str(tmp_path))
    running = settings.from_environment()
    with settings.noted_token(running):
        assert settings.of_running().token == running.token
        assert (tmp_path / settings.TOKEN_NOTE).stat().st_mode & 0o077 == 0
    assert settings.of_running().token != running.token


def test_every_part_gets_a_credential_of_its_own_and_casework_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVICLINE_SERVICE_TOKEN", "chosen, and long enough")
    monkeypatch.delenv("CIVICLINE_CLIENT_TOKENS", raising=False)
    chosen = settings.from_environment(var=tmp_path)
    shown = {name: chosen.environment_of(name)["CIVICLINE_CASEWORK_TOKEN"] for name in settings.CLIENTS}
    assert shown["actions"] == shown["rasa"], "the bot is one client, wherever its actions run"
    assert len(set(shown.values())) == len(set(settings.CLIENTS.values()))
    assert chosen.token not in shown.values()
    given = chosen.environment_of("casework")["CIVICLINE_CLIENT_TOKENS"].split()
    assert {f"{kind}:{shown[name]}" for name, kind in settings.CLIENTS.items()} <= set(given)
    assert "CIVICLINE_CLIENT_TOKENS" not in chosen.environment_of("connector")


def test_credentials_that_an_operator_gives_are_casework_s_too_and_nobody_else_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVICLINE_CLIENT_TOKENS", "records_system:" + "r" * 40)
    chosen = settings.from_environment(var=tmp_path)
    assert "records_system:" + "r" * 40 in chosen.environment_of("casework")["CIVICLINE_CLIENT_TOKENS"]
    assert "CIVICLINE_CLIENT_TOKENS" not in chosen.environment_of("connector")
