"""Runs the benchmarks one after the other and keeps what they print: benchmarks/results/<name>.md and .json.

`python -m benchmarks.run_all [name ...]`; a name is the file's: bench_bot.py is `bot`. Without names: all of them.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from launcher.errors import LauncherError
from launcher.paths import BOT_ENV, ROOT, SERVICES_ENV, env_python
from launcher.processes import stop_group
from launcher.settings import quiet_environment

HERE = Path(__file__).parent
RESULTS = HERE / "results"
TIME_LIMIT_S = 1_200
MISSED = 3  # a benchmark's exit code: measured to its end, and below a threshold of its own
BOT_ROOM = re.compile(
    r"^\s*(?:from|import) (?:rasa|nlu_components|dialogue_policies|actions|retraining|benchmarks\.bench_nlu)\b",
    re.MULTILINE,
)
TABLE_LINE = re.compile(r"^\s*\|(.+)\|\s*$")


@dataclass(frozen=True)
class Circumstances:
    """When, where and of what a figure was taken; without them it says nothing."""

    taken_at: str
    commit: str
    cores: int
    cpu: str
    system: str
    load: float  # processes that wanted a core just before: above nought, others shared the machine

    @classmethod
    def now(cls) -> Circumstances:
        taken_at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        return cls(
            taken_at, commit(), os.cpu_count() or 0, cpu_model(), f"{platform.system()} {platform.machine()}", load()
        )

    def line(self) -> str:
        return f"Taken {self.taken_at} at {self.commit}, on {self.cores} cores ({self.cpu}), {self.system}.{self._shared()}"

    def _shared(self) -> str:
        return f" The machine was shared: load average {self.load} when it began." if self.load >= 0.5 else ""


def benchmarks() -> dict[str, Path]:
    return {path.stem[len("bench_") :]: path for path in sorted(HERE.glob("bench_*.py"))}


def run(name: str, path: Path) -> bool:
    """Runs one benchmark and writes its results; True when it ended well. A failed one leaves the old results.

    One that was measured to its end and missed a threshold of its own is written as well, and fails.
    """
    print(f"\n== {name}", flush=True)
    began = Circumstances.now()
    started = time.monotonic()
    code, output = execute(path)
    seconds = time.monotonic() - started
    ended = {0: "ok", MISSED: "BELOW A THRESHOLD"}.get(code, f"FAILED with exit code {code}")
    print(f"   {name}: {ended}, {seconds:.0f} s", flush=True)
    if code in (0, MISSED):
        write(name, path, began, seconds, output)
    return code == 0


def execute(path: Path) -> tuple[int, str]:
    """(exit code, what it printed). What it says on stderr goes to the terminal, as do the tables."""
    env = BOT_ENV if BOT_ROOM.search(path.read_text(encoding="utf-8")) else SERVICES_ENV
    process = subprocess.Popen(
        [str(env_python(env)), "-m", f"benchmarks.{path.stem}"],
        cwd=ROOT,
        env=quiet_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    try:
        output, _ = process.communicate(timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        stop_group(process, grace_s=15)  # type: ignore[arg-type]
        print(f"   stopped after {TIME_LIMIT_S} s", flush=True)
        return 124, ""
    except BaseException:
        stop_group(process, grace_s=15)  # type: ignore[arg-type]
        raise
    print(output, flush=True)
    return process.returncode, output


def write(name: str, path: Path, began: Circumstances, seconds: float, output: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    again = f"Again: `make bench ONLY={name}` ({seconds:.0f} s). Source: [{path.name}](../{path.name})."
    (RESULTS / f"{name}.md").write_text(f"# {name}\n\n{began.line()}\n{again}\n\n{output.strip()}\n", encoding="utf-8")
    record = {**asdict(began), "seconds": round(seconds), "tables": tables(output)}
    (RESULTS / f"{name}.json").write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def tables(markdown: str) -> list[list[dict[str, str]]]:
    """The Markdown tables of a text, each as its rows by column name."""
    found: list[list[list[str]]] = []
    inside = False
    for line in markdown.splitlines():
        match = TABLE_LINE.match(line)
        if match:
            if not inside:
                found.append([])
            found[-1].append([cell.strip() for cell in match.group(1).split("|")])
        inside = match is not None
    return [[dict(zip(table[0], row)) for row in table[2:]] for table in found]


def commit() -> str:
    answer = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return answer.stdout.strip() or "an unknown commit"


def load() -> float:
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0


def cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def main(names: list[str]) -> int:
    known = benchmarks()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise LauncherError(f"There is no benchmark named {', '.join(unknown)}; there are {', '.join(known)}.")
    failed = [name for name, path in known.items() if (not names or name in names) and not run(name, path)]
    print(f"\nbench: {'failed: ' + ', '.join(failed) if failed else 'all ended well; see benchmarks/results/'}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except LauncherError as error:
        sys.exit(str(error))
