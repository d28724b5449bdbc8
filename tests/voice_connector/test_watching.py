"""What operators see: metrics that pages and rules name exist, all that exist are explained, and no log holds a caller's words."""

import re
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml

from tests.voice_connector.stage_server import make_connector
from voice_connector import log
from voice_connector.call.line import TransferOrder
from voice_connector.events import CallEnded, CallStarted, Failed, HungUp, Shown, TextTyped, Timing, TransferResult
from voice_connector.speech.interfaces import Pcm

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"\bcivicline_[a-z_]+\b")


def metric_names(folder: Path) -> set[str]:
    connector, _, _ = make_connector(folder)
    metrics = connector.metrics
    metrics.call_started("voice")
    metrics.call_refused("full")
    for event in (Timing(1, 2, 3, 4), Failed("bot"), CallEnded("transfer", "caller", None, None)):
        metrics.saw("voice", event)
    metrics.observe(connector.engines, connector.spool, connector.exchange.admission)
    return set(re.findall(r"^# TYPE (\S+)", metrics.page().decode(), re.MULTILINE))


def test_every_metric_is_explained_and_every_explanation_has_its_metric(tmp_path: Path) -> None:
    exist = {name for name in metric_names(tmp_path) if not name.endswith("_created")}
    page = (ROOT / "docs/runbooks/metrics.md").read_text("utf-8")
    explained = set(re.findall(r"^\| `(civicline_[a-z_]+)`", page, re.MULTILINE))
    assert exist == explained


def test_alerts_name_metrics_and_pages_that_exist(tmp_path: Path) -> None:
    rules = yaml.safe_load((ROOT / "deploy/prometheus/civicline.rules.yml").read_text("utf-8"))
    exist = metric_names(tmp_path)
    for rule in rules["groups"][0]["rules"]:
        assert (ROOT / rule["annotations"]["runbook"]).is_file()
        used = {name.removesuffix("_bucket") for name in NAMED.findall(rule["expr"])}
        assert used
        assert used <= exist, rule["alert"]


class QuietLine:
    async def play(self, _frame: Pcm) -> None: ...

    async def flush(self) -> None: ...

    def show(self, _event: Shown) -> None: ...

    async def transfer(self, _order: TransferOrder) -> TransferResult:
        return "connected"

    async def hang_up(self) -> None: ...


@pytest.mark.parametrize("fault", ["none", "not_json", "status", "down"])
async def test_nothing_that_a_caller_says_is_written_to_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    connector, bot, casework = make_connector(tmp_path)
    bot.fault, casework.state = fault, "down" if fault != "none" else "up"

    def talk(session: Any) -> None:
        for words in ("my name is Zebulon Quartermaine", "graffiti at 1437 Xylophone Street", "a person"):
            session.post(TextTyped(words))
        if fault == "none":
            session.post(HungUp())

    try:
        log.configure("json", "debug")
        await connector.exchange.hold(CallStarted("call-00000001", "web", "stage"), QuietLine(), talk)
        written = capsys.readouterr()
    finally:
        structlog.reset_defaults()
    assert "call ended" in written.err
    for word in ("Zebulon", "Quartermaine", "1437 ", "Xylophone"):  # the space: of a time's digits any four may come
        assert word not in written.err + written.out
