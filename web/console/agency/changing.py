"""Changes one file of an agency's folder, or makes one: in a copy first, which must load whole; then at once, with the version
before kept.

Comments and order stay (ruamel.yaml). What is kept lies in var/console/settings/<agency>: a line of changes.jsonl for each, and
the text before and after it.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from web.console.agency.checking import fault_of
from web.console.agency.making import NoSuchFile, beginning

Edit = Callable[[Any], None]
_SHOWN = 50
NEW = ""  # of a file that is not there yet


class NotChanged(Exception):
    """The message says why, for whoever wanted it."""


@dataclass(frozen=True, slots=True)
class Change:
    """`undone`: id of the change that this one takes back. `before`, `after`: digests of the file's text, "" where there is none."""

    id: str
    at: str
    who: str
    what: str
    file: str
    before: str
    after: str
    undone: str = ""


class AgencyFolder:
    """One agency's."""

    def __init__(self, root: Path, agency: str, var: Path) -> None:
        self.path = root / agency
        self._kept = var / "console" / "settings" / agency

    def read(self, file: str) -> Any:
        return _yaml().load((self.path / file).read_text("utf-8"))

    def change(self, file: str, edit: Edit, who: str, what: str) -> Change:
        """Raises NotChanged with the first fault that the agency would have."""
        before = (self.path / file).read_text("utf-8")
        document = _yaml().load(before)
        edit(document)
        return self._put(file, before, _with_few_lines_changed(before, document), who, what)

    def texts(self) -> list[str]:
        """The files that people may change as a whole, by their place in the folder."""
        return sorted(str(path.relative_to(self.path)) for path in self.path.rglob("*.yml") if path.is_file())

    def begun(self, file: str) -> str:
        """How a file begins that is not there yet. Raises NotChanged where nothing would read it, and for one that is there."""
        try:
            return beginning(self.path, file)
        except NoSuchFile as why:
            raise NotChanged(str(why)) from None

    def text(self, file: str) -> tuple[str, str]:
        """(the text, its digest). Raises NotChanged for what is no file of the agency's."""
        if file not in self.texts():
            raise NotChanged("There is no such file.")
        text = (self.path / file).read_text("utf-8")
        return text, _digest(text)

    def preview(self, file: str, wished: str) -> tuple[list[str], str]:
        """(the lines that would change, as a diff without its head; the first fault that the agency would have, or "")."""
        before, _ = self._now(file)
        lines = list(difflib.unified_diff((before or "").splitlines(), wished.splitlines(), lineterm="", n=2))
        return lines[2:], fault_of(self.path, file, wished)

    def rewrite(self, file: str, wished: str, seen: str, who: str) -> Change:
        """The whole text. `seen`: digest of the text that the person began from, NEW for none. Raises NotChanged."""
        before, now = self._now(file)
        if now != seen:
            raise NotChanged("Somebody changed this file meanwhile; look at it again.")
        wished = wished if wished.endswith("\n") else f"{wished}\n"
        return self._put(file, before, wished, who, f"{file} {'changed' if before is not None else 'made'}")

    def _now(self, file: str) -> tuple[str | None, str]:
        """The text, None where it is still to be made, and its digest. Raises NotChanged."""
        if file in self.texts():
            return self.text(file)
        self.begun(file)
        return None, NEW

    def undo(self, change_id: str, who: str) -> Change:
        """Takes a change back, if the file is still as it left it. Raises NotChanged."""
        known = next((one for one in self.changes() if one.id == change_id), None)
        if known is None:
            raise NotChanged("There is no such change.")
        path = self.path / known.file
        now = path.read_text("utf-8") if path.is_file() else None
        if _digest(now) != known.after:
            raise NotChanged("The file was changed since; undo the newer change first.")
        text = (self._kept / f"{known.id}.before").read_text("utf-8") if known.before != NEW else None
        return self._put(known.file, now, text, who, f"Undone: {known.what}", undone=known.id)

    def changes(self) -> list[Change]:
        """The newest first."""
        path = self._kept / "changes.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [Change(**json.loads(line)) for line in reversed(lines[-_SHOWN:])]

    def _put(self, file: str, before: str | None, after: str | None, who: str, what: str, undone: str = "") -> Change:
        """None: there is no such file."""
        if before == after:
            raise NotChanged("That is how it is already.")
        self._check(file, after)
        change = Change(
            secrets.token_hex(6),
            datetime.now(UTC).isoformat(),
            who,
            what,
            file,
            _digest(before),
            _digest(after),
            undone,
        )
        self._kept.mkdir(parents=True, exist_ok=True, mode=0o700)
        if before is not None:
            (self._kept / f"{change.id}.before").write_text(before, "utf-8")
        if after is None:
            _remove(self.path / file, self.path)
        else:
            _replace(self.path / file, after, like=self.path / "agency.yml")
        with (self._kept / "changes.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(asdict(change), ensure_ascii=False) + "\n")
        return change

    def _check(self, file: str, text: str | None) -> None:
        if fault := fault_of(self.path, file, text):
            raise NotChanged(f"Not changed, because it would break the agency: {fault}")


def _with_few_lines_changed(before: str, document: Any) -> str:
    """The document as text in which only those lines differ that say something else: the writer has its own idea of
    indentation, so what it makes of the old document is compared with what it makes of the new one, line by line."""
    as_it_was, after = (_dumped(one).splitlines(keepends=True) for one in (_yaml().load(before), document))
    own = before.splitlines(keepends=True)
    if len(as_it_was) != len(own):
        return "".join(after)
    matcher = difflib.SequenceMatcher(a=as_it_was, b=after, autojunk=False)
    kept = (own[a:b] if kind == "equal" else after[c:d] for kind, a, b, c, d in matcher.get_opcodes())
    text = "".join(line for lines in kept for line in lines)
    return text if _yaml().load(text) == document else "".join(after)


def _dumped(document: Any) -> str:
    written = io.StringIO()
    _yaml().dump(document, written)
    return written.getvalue()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4_096
    yaml.indent(mapping=2, sequence=2, offset=0)
    return yaml


def _replace(path: Path, text: str, like: Path) -> None:
    """The old text or the new one, never a half: also when the machine stops in the middle. `like`: whose rights a new file has."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
        shutil.copymode(like.parent, path.parent)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    shutil.copymode(path if path.exists() else like, _written(fresh, text))
    os.replace(fresh, path)


def _remove(path: Path, folder: Path) -> None:
    """With the folders that it leaves empty: an empty one may mean something else than none."""
    path.unlink()
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()


def _written(path: Path, text: str) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    return path


def _digest(text: str | None) -> str:
    return NEW if text is None else hashlib.sha256(text.encode()).hexdigest()[:16]


def copy_of(folder: Path, into: Path) -> Path:
    """A folder of a test or a rehearsal."""
    return Path(shutil.copytree(folder, into))
