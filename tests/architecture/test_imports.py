"""The rooms of the house import downwards only: docs/architecture.md says why, this table says what."""

from __future__ import annotations

import pytest

from tests.architecture.imports import ROOT, imports_of, rooms

# a room -> the rooms that it may import; what is not here is not allowed
MAY: dict[str, set[str]] = {
    "spoken": set(),
    "signatures": set(),
    "launcher": set(),
    "buckets": set(),
    "watching": set(),
    "agencies": {"spoken", "buckets"},
    "privacy": {"agencies"},
    "tracker_store": {"spoken", "privacy"},
    "casework_client": {"spoken", "agencies", "privacy", "signatures", "watching"},
    "casework": {"spoken", "agencies", "privacy", "signatures", "watching", "buckets"},
    "nlu_components": {"spoken", "agencies"},
    "dialogue_policies": {"spoken", "agencies", "nlu_components"},
    "bot_server": {"spoken", "agencies", "tracker_store", "signatures", "watching"},
    "actions": {"casework_client", "spoken", "agencies", "tracker_store", "signatures", "watching"},
    "voice_connector": {"casework_client", "spoken", "agencies", "privacy", "signatures", "watching", "buckets"},
    "web": {"casework_client", "spoken", "agencies", "privacy", "signatures", "watching"},
    "retraining": {"casework_client", "spoken", "agencies", "privacy", "nlu_components"},
}
MEASURES = {"benchmarks"}  # looks into every room from outside and is imported by none
# (file, room that it imports) -> why it may, for now
EXCEPTIONS = {
    (
        "casework/directory/check.py",
        "nlu_components",
    ): "`casework check` reads the bot's lists by the bot's own readers",
    (
        "web/console/agency/checking.py",
        "nlu_components",
    ): "the console's check does the same for the file that is being changed",
}
# the rooms within casework, and its files beside them, from the ground up: each imports only what stands before it
CASEWORK = (
    "errors", "base", "meters", "logs", "files", "stores", "file_kinds", "database", "idempotency", "sweeping", "rereading", "scanning",
    "at_rest",  # the ground
    "trail", "http", "directory", "public_lookups",  # who acts; how anything is asked; whose agency
    "access", "staff_accounts", "calls", "call_backs", "notifications", "webhooks",
    "cases", "intake", "lookup", "records_system", "rights", "person_sessions", "reviews", "quality", "bot_models", "figures",
    "settings", "schema", "migrate", "migrations", "notifier", "retention", "watch", "scan", "health", "contract", "sample_data",
    "backups", "alarms", "quality_command", "person_command",
    "app", "commands", "__main__",
)  # fmt: skip
# importing these pulls in an HTTP server, a model or a database: rooms that everybody uses stay free of them
HEAVY = {"rasa", "rasa_sdk", "sanic", "sqlalchemy", "torch", "spacy"}
LIGHT = ("spoken", "signatures", "agencies", "casework_client")


def test_every_room_is_in_the_table() -> None:
    assert rooms() == set(MAY) | MEASURES


@pytest.mark.parametrize("room", sorted(MAY))
def test_a_room_imports_only_what_it_may(room: str) -> None:
    wrong = {
        (one.file, one.imported_room)
        for one in imports_of(room)
        if one.imported_room in (rooms() | {"tests"}) - MAY[room] - {room}
    }
    assert wrong - set(EXCEPTIONS) == set()


def test_every_exception_is_still_needed() -> None:
    there = {(one.file, one.imported_room) for room in MAY for one in imports_of(room)}
    assert set(EXCEPTIONS) <= there


def test_the_table_itself_has_no_circle() -> None:
    left = {room: set(may) for room, may in MAY.items()}
    while ground := [room for room, may in left.items() if not may & set(left)]:
        for room in ground:
            del left[room]
    assert not left


@pytest.mark.parametrize("room", LIGHT)
def test_what_everybody_imports_is_light(room: str) -> None:
    assert {(one.file, one.module) for one in imports_of(room) if one.imported_room in HEAVY} == set()


def test_only_the_wires_know_an_http_library() -> None:
    files = {one.file for one in imports_of("casework_client") if one.imported_room in {"aiohttp", "httpx", "requests"}}
    assert files == {"casework_client/wire_aiohttp.py", "casework_client/wire_httpx.py"}


def test_casework_s_rooms_import_downwards_only() -> None:
    up = {
        (one.file, one.module)
        for one in imports_of("casework")
        if one.imported_room == "casework" and "." in one.module
        if CASEWORK.index(_part(one.module)) > CASEWORK.index(_part(one.file.removesuffix(".py").replace("/", ".")))
    }
    assert up == set()


def test_every_room_of_casework_has_its_place() -> None:
    there = {
        path.stem for path in (ROOT / "casework").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert there - {"__init__"} | {"migrations"} == set(CASEWORK)


def test_what_a_room_of_casework_does_knows_nothing_of_its_routes() -> None:
    wrong = {
        (one.file, one.module)
        for one in imports_of("casework")
        for room in [_part(one.file.replace("/", "."))]
        if one.module.startswith(f"casework.{room}.api") and "/api" not in one.file
    }
    assert wrong == set()


def test_the_web_apps_know_what_they_share_and_not_each_other() -> None:
    across = {
        (one.file, one.module)
        for one in imports_of("web")
        if one.imported_room == "web" and _part(one.module) != "shared" and _part(one.module) != one.file.split("/")[1]
    }
    assert across == set()


def test_nothing_is_imported_for_what_its_import_does() -> None:
    """Deleting personal data once hung on imports that were marked as unused."""
    marked = [path for path in (ROOT / "casework").rglob("*.py") if "noqa: F401" in path.read_text(encoding="utf-8")]
    assert marked == []


def _part(module: str) -> str:
    return module.split(".")[1]
