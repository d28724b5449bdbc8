"""How right and how fast our readers of spoken words are, beside the libraries that read the same.

Every row of tests/golden/spoken.tsv, kind by kind. A library that gives no answer, or a day of the future, where the
table refuses the words is right; so is one that gives the beginning where the table has a span. Which libraries, and
the environment to try them in: benchmarks/spoken_libraries.txt. Without them our own are measured alone.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from statistics import quantiles
from typing import Any, Dict, List

from benchmarks.spoken_ours import ours
from benchmarks.spoken_peers import Peer, Reader, peers
from benchmarks.spoken_table import UNSEEN, Row, rows

ROUNDS = 3
COST = """
import time
from benchmarks.spoken_peers import peers
from benchmarks.spoken_table import rows
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
table, before, began = rows(), resident(), time.perf_counter()
if {own}:
    from benchmarks.spoken_ours import ours as peers
peer = next(peer for peer in peers() if peer.name == {name!r} and peer.kind == {kind!r})
read = peer.make()
try: read(next(row for row in table if row.kind == peer.kind))
except Exception: pass
print(round((time.perf_counter() - began) * 1000), round((resident() - before) / 1e6))
"""


def right(row: Row, got: Any) -> bool:
    """Whether an answer says what the table says; see the module's first lines for where a library is let off."""
    wanted = row.meaning
    if got == wanted:
        return True
    if row.kind in ("amount", "year") and isinstance(wanted, (int, float)) and isinstance(got, (int, float)):
        return abs(got - wanted) < 0.005
    if row.kind == "when" and isinstance(wanted, str):
        if wanted in ("words", "no such day"):
            return got is None
        if wanted == "future":
            return got is None or (isinstance(got, str) and got[:10] >= row.now.date().isoformat())
        if isinstance(got, str):
            return got == wanted.split("/")[0] or (wanted.startswith("T") and got.endswith(wanted))
    return wanted in ("unknown", "none", "this line") and row.kind != "yes_no" and got is None


def answer(read: Reader, row: Row) -> Any:
    try:
        return read(row)
    except Exception:  # a library may raise for words that it does not know: no answer
        return None


def share(read: Reader, name: str, table: List[Row]) -> str:
    wrong = [(row, got) for row in table if not right(row, got := answer(read, row))]
    for row, got in wrong if "--show" in sys.argv else []:
        print(f"{name}: {row}: wanted {row.meaning!r}, got {got!r}", file=sys.stderr)
    correct = len(table) - len(wrong)
    return f"{correct} of {len(table)} ({100 * correct / len(table):.0f} %)" if table else "–"


def measured(peer: Peer, table: List[Row], unseen: List[Row]) -> List[str]:
    """Shares right, p50 and p95 in milliseconds of processor time of a call."""
    read, taken = peer.make(), []
    for row in table * ROUNDS:
        began = time.process_time_ns()
        answer(read, row)
        taken.append((time.process_time_ns() - began) / 1e6)
    cuts = quantiles(taken, n=100)
    return [share(read, peer.name, table), share(read, peer.name, unseen), f"{cuts[49]:.2f}", f"{cuts[94]:.2f}"]


def cost(peer: Peer, own: bool) -> List[str]:
    """Milliseconds and MB of importing and the first call, in a process of its own (Linux)."""
    command = [sys.executable, "-W", "ignore", "-c", COST.format(name=peer.name, kind=peer.kind, own=own)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.stdout.split()[-2:] if done.returncode == 0 else ["?", "?"]


def main() -> int:
    by_kind: Dict[str, List[Row]] = defaultdict(list)
    for row in rows():
        by_kind[row.kind].append(row)
    unseen, own = rows(UNSEEN), tuple(ours())
    print("| kind | reader | right | of the unseen | p50 ms | p95 ms | first call ms | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, table in by_kind.items():
        for peer in (*own, *peers()):
            if peer.kind == kind and peer.installed():
                cells = [*measured(peer, table, [row for row in unseen if row.kind == kind]), *cost(peer, peer in own)]
                print(f"| {kind} | {peer.name} | {' | '.join(cells)} |", flush=True)
    missing = sorted({peer.module for peer in peers() if not peer.installed()})
    if missing:
        print(f"\nNot installed here, so not measured: {', '.join(missing)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
