"""The key of PINs: the same after every start, nobody else's to read, casework's alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher import pin_key, settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PIN_KEYS", "DATABASE_URL", "AGENCY"):
        monkeypatch.delenv(f"CIVICLINE_{name}", raising=False)


def test_a_newcomer_gets_a_key_that_survives_restarts_and_that_only_he_can_read(tmp_path: Path) -> None:
    first = settings.from_environment(var=tmp_path / "var").environment_of("casework")
    again = settings.from_environment(var=tmp_path / "var").environment_of("casework")
    assert len(first["CIVICLINE_PIN_KEYS"]) >= 32
    assert first["CIVICLINE_PIN_KEYS"] == again["CIVICLINE_PIN_KEYS"]
    assert (tmp_path / "var" / pin_key.NOTE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == [pin_key.NOTE]


def test_another_var_has_another_key(tmp_path: Path) -> None:
    made = {pin_key.for_casework(tmp_path / name)["CIVICLINE_PIN_KEYS"] for name in ("one", "two")}
    assert len(made) == 2


def test_the_operators_key_goes_to_casework_and_to_no_other_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVICLINE_PIN_KEYS", "the operator's own key")
    chosen = settings.from_environment(var=tmp_path / "var")
    assert chosen.environment_of("casework")["CIVICLINE_PIN_KEYS"] == "the operator's own key"
    for other in ("rasa", "actions", "connector"):
        assert "CIVICLINE_PIN_KEYS" not in chosen.environment_of(other)
    assert not (tmp_path / "var").exists()


def test_for_a_database_that_an_operator_named_no_key_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_DATABASE_URL", "postgresql://civicline@db/civicline")
    chosen = settings.from_environment(var=tmp_path / "var")
    assert "CIVICLINE_PIN_KEYS" not in chosen.environment_of("casework")
    assert not (tmp_path / "var").exists()
