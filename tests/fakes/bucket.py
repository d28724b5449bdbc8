"""A real S3 protocol server (moto) for tests of what lies in buckets. `make test` installs it in an environment of its own."""

import subprocess
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from launcher.paths import BUCKET_ENV
from launcher.temporary import free_port

SERVER = BUCKET_ENV / "bin" / "moto_server"
MISSING = "NOT TESTED WITH A BUCKET: its server is installed by make test"


@contextmanager
def bucket_server() -> Iterator[dict[str, str]]:
    """The AWS_* variables of a server that is up, in memory."""
    port = free_port()
    server = subprocess.Popen(
        [SERVER, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _until_up(address, server)
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
        }
    finally:
        server.terminate()
        server.wait()


def new_bucket(variables: dict[str, str]) -> str:
    """Its name."""
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    asked = urllib.request.Request(f"{variables['AWS_ENDPOINT_URL']}/{name}", method="PUT")
    with urllib.request.urlopen(asked, timeout=10):
        return name


def _until_up(address: str, server: "subprocess.Popen[bytes]", patience_s: float = 60) -> None:
    ends = time.monotonic() + patience_s
    while time.monotonic() < ends and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/moto-api/", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the S3 server of the tests did not come up")
