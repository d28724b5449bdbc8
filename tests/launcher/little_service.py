"""A service small enough for tests: /readyz after a while, can die, can refuse to stop, can have a child of its own."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

options = argparse.ArgumentParser()
options.add_argument("--port", type=int)
options.add_argument("--ready-after-s", type=float, default=0.0)
options.add_argument("--ready-with", type=int, default=0, help="only when this port answers too")
options.add_argument("--die-after-s", type=float, default=0.0)
options.add_argument("--stubborn", action="store_true", help="ignores SIGTERM")
options.add_argument("--child-pid-file", default="")
options.add_argument("--say-variable", default="")
chosen = options.parse_args()
started = time.monotonic()


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = time.monotonic() - started >= chosen.ready_after_s and (
            not chosen.ready_with or answers(chosen.ready_with)
        )
        self.send_response(200 if self.path == "/readyz" and ready else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


if chosen.stubborn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if chosen.child_pid_file:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(chosen.child_pid_file).write_text(str(child.pid))
if chosen.say_variable:
    print(os.environ.get(chosen.say_variable, "unset"), flush=True)
if chosen.die_after_s:
    print("about to end: the disk is full", flush=True)
    threading.Timer(chosen.die_after_s, lambda: os._exit(3)).start()
HTTPServer(("127.0.0.1", chosen.port), Handler).serve_forever()
