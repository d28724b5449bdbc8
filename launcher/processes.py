"""Child processes in groups of their own, so that stopping one also stops whatever it started, and nothing else."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Mapping, Sequence

PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal that a child gets when its parent dies


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux a killed launcher must not leave services behind that hold the ports."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: Sequence[str], log: Path, env: Mapping[str, str], cwd: Path) -> subprocess.Popen[bytes]:
    """Starts `command` as leader of a new process group; output is appended to `log`. What it writes is this user's only."""
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as stream:
        return subprocess.Popen(
            list(command),
            cwd=str(cwd),
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent(),
            umask=0o077,
        )


def signal_group(process: subprocess.Popen[bytes], which: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, which)


def group_alive(process: subprocess.Popen[bytes]) -> bool:
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def run_to_its_end(command: Sequence[str], env: Mapping[str, str], cwd: Path) -> int:
    """Its exit code. Ctrl-C reaches everything in a terminal: the command has heard it too, and is left to say and undo what it has to."""
    with subprocess.Popen(list(command), cwd=str(cwd), env=dict(env)) as process:
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()


def stop_group(process: subprocess.Popen[bytes], grace_s: float) -> None:
    """SIGTERM to the group, SIGKILL to what is left after `grace_s` seconds."""
    stop_groups([process], grace_s)


def stop_groups(processes: Sequence[subprocess.Popen[bytes]], grace_s: float) -> None:
    """Stops several groups at the same time; when it ends, also by an impatient second Ctrl-C, none of them lives."""
    try:
        for process in processes:
            signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + grace_s
        while time.monotonic() < deadline and any(group_alive(process) for process in processes):
            time.sleep(0.05)
    finally:
        for process in processes:
            if group_alive(process):
                signal_group(process, signal.SIGKILL)
            process.wait()
