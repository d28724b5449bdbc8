"""`python -m tests.drills.scanned`: a scanner of web applications against the running product, as strangers, a citizen, and staff.

The pages of citizens, the console of a supervisor and casework's addresses out of its contract are crawled and attacked by Wapiti (SQL and
command injection, paths, XSS kept and reflected, CRLF, XXE, SSRF, redirects, missing tokens, backups, headers and cookies). It is GPL and
no part of ours: `pip install wapiti3` in an environment of its own, CIVICLINE_WAPITI names its program. MINUTES=5 for each of them.
Exit code 1 when something was found, or the product answered with a fault of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.drills.killed_intakes import SAID
from tests.web.console.office import Office, open_office
from tests.web.serving import served, token_in
from tests.web.whole.conftest import citizen_of

NONE = "wapiti is not on this machine (pip install wapiti3 in an environment of its own; CIVICLINE_WAPITI names it): nothing was scanned"
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,ldap,log4shell,methods,permanentxss,redirect,shellshock,sql,ssl,ssrf,"
    "timesql,upload,xss,xxe"
)
# of a line on the loopback: where TLS ends and how it is told is the proxy's (deploy/)
OF_THE_PROXY = ("Strict-Transport-Security", "Secure flag", "Secure is not set")
PIN = "7391"


@dataclass
class Found:
    """What one scan has found: categories with where and what."""

    name: str
    asked: int = 0
    weak: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        return f"{self.name}: {self.asked} addresses crawled; {len(self.weak)} weaknesses, {len(self.faults)} answers that are a fault"


def main() -> int:
    program = os.environ.get("CIVICLINE_WAPITI") or shutil.which("wapiti")
    if not program:
        print(NONE)
        return 0
    seconds = 60 * int(os.environ.get("MINUTES") or 5)
    with tempfile.TemporaryDirectory(prefix="civicline-scan-") as name, city(Path(name)) as (office, citizens):
        scans = []
        for one in _scans(Path(name), program, seconds, office, citizens):
            scans.append(one)
            print("\n  ".join((one.line(), *one.weak, *one.faults)), flush=True)
    bad = any(one.weak or one.faults for one in scans)
    print("SCAN: " + ("BAD" if bad else "nothing found"))
    return int(bad)


@contextmanager
def city(folder: Path) -> Iterator[tuple[Office, str]]:
    """Casework, a connector with a scripted bot, the console, and the citizens' pages."""
    with open_office(folder, CIVICLINE_REQUESTS_A_MINUTE="100000") as office:
        told = citizen_of(office) | {"CIVICLINE_REQUESTS_A_MINUTE": "100000"}
        with served("web.citizen", "CIVICLINE_CITIZEN_PORT", folder, **told) as citizens:
            yield office, citizens


def _scans(folder: Path, program: str, seconds: int, office: Office, citizens: str) -> Iterator[Found]:
    own = _citizen(office, citizens)  # before the stranger's guesses use up the tries of this address
    yield _scan(folder, program, seconds, "citizens' pages, somebody's own report", citizens, own)
    yield _scan(folder, program, seconds, "citizens' pages, a stranger", citizens)
    with office.signed_in("sam") as page:
        yield _scan(folder, program, seconds, "console, a supervisor", office.address, _cookies(page))
    contract = folder / "contract.json"
    contract.write_text(httpx.get(f"{office.casework}/v1/openapi.json", headers=_bearer(office), trust_env=False).text)
    for kind in ("portal", "bot"):
        more = ["--swagger", str(contract), "-H", f"Authorization: Bearer {office.tokens[kind]}"]
        yield _scan(folder, program, seconds, f"casework, the credential of the {kind}", office.casework, more)


def _scan(folder: Path, program: str, seconds: int, name: str, address: str, more: list[str] | None = None) -> Found:
    """One crawl and all attacks; the scanner's own notes of it lie in a folder of their own."""
    report = folder / "found.json"
    report.unlink(missing_ok=True)
    command = [
        program, "-u", f"{address}/", "--scope", "domain", "-m", MODULES, "-f", "json", "-o", str(report), "--flush-session",
        "--store-session",
        tempfile.mkdtemp(dir=folder), "--max-scan-time", str(seconds // 2), "--max-attack-time", str(max(10, seconds // 12)),
        "--no-bugreport", "-v", "0", "--max-files-per-dir", "25",
        "-x", f"{address}/sign-out*", "-x", f"{address}/case/sign-out*", "--external-endpoint", address,
        *(more or []),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds * 10, check=False)
    if not report.is_file():
        return Found(name, faults=[f"the scanner did not end: {(done.stdout + done.stderr)[-500:]}"])
    told = json.loads(report.read_text(encoding="utf-8"))
    found = Found(
        name, len(told["infos"].get("crawled_pages") or ()) or int(told["infos"].get("crawled_pages_nbr") or 0)
    )
    for what, category in ((found.weak, "vulnerabilities"), (found.faults, "anomalies")):
        for kind, many in told[category].items():
            said = {f"{kind}: {one['method']} {one['path']} {one['parameter'] or ''}: {one['info']}" for one in many}
            what += sorted(one for one in said if not any(ours in one for ours in OF_THE_PROXY))
    if httpx.get(f"{address}/healthz", trust_env=False).status_code != 200:
        found.faults.append("it does not answer any more")
    return found


def _citizen(office: Office, citizens: str) -> list[str]:
    """Somebody who has filed a report by telephone, signed in on the pages."""
    headers = _bearer(office) | {"Idempotency-Key": "scanned"}
    wanted = {"agency": "denver", "kind": "graffiti", "channel": "voice", "call_id": "scanned", "pin": PIN}
    with httpx.Client(base_url=office.casework, headers=headers, trust_env=False) as line:
        begun = line.post("/v1/reports", json=wanted).json()
        report = f"/v1/reports/{begun['report']}"
        for question, said in SAID:
            told = {"text" if isinstance(said, str) else "value": said}
            line.post(f"{report}/answers", json={"question": question, "channel": "voice", "turn": question} | told)
        line.post(f"{report}/submit", json={"turn": "file it"}).raise_for_status()
    with httpx.Client(base_url=citizens, trust_env=False, follow_redirects=True) as page:
        token = token_in(page.get("/case/sign-in").text)
        page.post(
            "/case/sign-in", data={"csrf": token, "reference": begun["access_code"], "pin": PIN}
        ).raise_for_status()
        return _cookies(page)


def _cookies(page: httpx.Client) -> list[str]:
    return ["-C", "; ".join(f"{one.name}={one.value}" for one in page.cookies.jar)]


def _bearer(office: Office) -> dict[str, str]:
    return {"Authorization": f"Bearer {office.tokens['bot']}"}


if __name__ == "__main__":
    sys.exit(main())
