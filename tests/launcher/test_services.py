"""Which services a start brings up."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher.services import ACTIONS_INSIDE, all_services
from launcher.settings import DEFAULT_PORTS, Settings


@pytest.mark.parametrize(
    ("package", "names"),
    [
        ("", ["casework", "actions", "rasa", "connector", "citizen", "console", "retraining"]),
        ("actions", ["casework", "rasa", "connector", "citizen", "console", "retraining"]),
    ],
)
def test_the_action_server_is_not_started_where_rasa_runs_the_actions(
    package: str, names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ACTIONS_INSIDE, package)
    settings = Settings(DEFAULT_PORTS, tmp_path, "token")
    assert [service.name for service in all_services(settings, tmp_path / "model.tar.gz")] == names
