"""`make test-telephony`: a real Asterisk, installed once into the cache, and the calls of tests/telephony through it."""

from __future__ import annotations

import os
import subprocess
import time

from launcher import environments
from launcher.paths import ROOT, SERVICES_ENV, cache_folder, env_python, shown
from launcher.progress import say
from launcher.settings import quiet_environment

INSTALL = ROOT / "tests" / "telephony" / "install-peer.sh"
COULD_NOT_RUN = 2


def test_telephony() -> int:
    """Returns pytest's verdict; 2, and a loud line, when there is no Asterisk to call."""
    environments.set_up()
    peer = cache_folder() / "asterisk-peer"
    if not (peer / "complete").exists():
        say(f"  a real Asterisk is installed in {shown(peer)}: about 90 s and 400 MB, once")
    started = time.monotonic()
    installed = subprocess.run(["bash", str(INSTALL), str(peer)], stderr=subprocess.PIPE, text=True)
    if installed.returncode != 0:
        say(f"\n  THE TELEPHONY TESTS DID NOT RUN: {installed.stderr.strip() or 'the installation failed'}\n")
        return COULD_NOT_RUN
    say(f"  the Asterisk of the tests is ready, {time.monotonic() - started:.1f} s")
    command = [str(env_python(SERVICES_ENV)), "-m", "pytest", "tests/telephony", *os.environ.get("ARGS", "").split()]
    own = {**quiet_environment(), "CIVICLINE_TEST_TELEPHONY": "1"}
    return subprocess.run(command, cwd=str(ROOT), env=own).returncode
