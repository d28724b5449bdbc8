"""python -m retraining COMMAND: from logged calls to a better model. The guide: docs/guides/trainer.md.

inbox     which turns a label would teach most about           examples  settled labels as a patch of data/nlu
gate      may this model take calls?                           canary    a share of the calls first, returned when it harms
promote   put it in use, calls go on                           rollback  the model before it comes back
models    what is known of each                                  check-data  wrong labels, shortcuts and templates in data/nlu
shadow    what another model would have made of logged turns, running calls or recordings
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Sequence

from casework_client.errors import CaseworkError
from retraining import promoting, recordings, reviewed
from retraining.asking import Casework
from retraining.listening import live_turns
from retraining.models import Refused, Registry
from retraining.new_examples import files, held_out_lines, patch, plan
from retraining.training_files import TrainingFiles

ROOT = Path(".")
HELD_OUT = ("benchmarks/heldout", "benchmarks/heldout2", "benchmarks/heldout3", "benchmarks/heldout_calls")
APART = Path("benchmarks/heldout_calls")
PROVENANCE = Path("data/nlu/provenance.tsv")


def turns(options: argparse.Namespace, **asked: Any) -> List[Dict[str, Any]]:
    """From a file that was exported, else from casework."""
    if options.turns:
        return list(reviewed.read(options.turns))
    return Casework(options.agency, options.by).turns(**asked)


def inbox(options: argparse.Namespace) -> int:
    asked = {"balanced": "true", "limit": min(options.most, 200)} if options.balanced else {}
    found = turns(options, state="open", reason=options.reason, **asked)[: options.most]
    if not found:
        print("No turn waits for a label here.", file=sys.stderr)
    for line in found:
        understood = line["understood"]
        told = f"{understood['intent']} {understood.get('confidence', 0):.2f}"
        print(
            f"{line['score']:4.1f}  {line['call_id']} {line['n']}  {told}  {', '.join(line['reasons'])}\n      {line['text']}"
        )
    return 0


def examples(options: argparse.Namespace) -> int:
    """Prints the patch; what was left out, and conflicts, go to the error output."""
    held_out = held_out_lines([ROOT / folder for folder in HELD_OUT])
    made = plan(reviewed.settled(turns(options, state="settled")), TrainingFiles.of(ROOT / "data" / "nlu"), held_out)
    changed = files(made, ROOT / APART, ROOT / PROVENANCE)
    sys.stdout.write(patch(changed, ROOT))
    for why, count in sorted(made.left.items()):
        print(f"left out, {why}: {count}", file=sys.stderr)
    for text, labelled, under in made.conflicts:
        print(f"conflict: labelled {labelled}, an example of {under}: {text}", file=sys.stderr)
    return 0


def check_data(options: argparse.Namespace) -> int:
    from retraining.checking.report import page

    print(page(ROOT / "data" / "nlu", options.most))
    return 0


def gate(options: argparse.Namespace) -> int:
    """0 when it passes, 2 when it does not."""
    from retraining.gate import measuring

    registry, against = Registry(options.models), _against(options)
    found = measuring.measure(options.model, against)
    passed = measuring.passes(found)
    print(measuring.table(found, options.model, against))
    registry.measured(options.model, against, measuring.as_json(found), passed, options.by)
    return 0 if passed else 2


def canary(options: argparse.Namespace) -> int:
    """0 when it passed, 2 when it was returned."""
    from retraining.canary import command

    return command.run(options, _note(), _against(options))


def promote(options: argparse.Namespace) -> int:
    registry = Registry(options.models)
    promoting.promote(registry, options.model, _against(options), options.by, options.why)
    return _tell(options.model)


def rollback(options: argparse.Namespace) -> int:
    return _tell(promoting.roll_back(Registry(options.models), options.by, options.why))


def models(options: argparse.Namespace) -> int:
    registry = Registry(options.models)
    used = registry.in_use()
    for path in sorted(options.models.glob("*.tar.gz"), key=lambda one: one.stat().st_mtime):
        about = registry.about(path)
        verdict = (
            "not measured"
            if not about
            else f"{'passed' if about['passed'] else 'did not pass'} against {about['measured_against']}"
        )
        print(f"{'in use  ' if path == used else '        '}{path.name}  {verdict}")
    for one in registry.history():
        print(f"{one['at']}  {one['what']:<12} {one['model']}  {one['by']}: {one['why']}")
    return 0


def shadow(options: argparse.Namespace) -> int:
    from retraining.shadow import Candidate, beside
    from retraining.shadow_report import redacted, table

    candidate = Candidate(options.model)
    if options.live:
        print(f"{options.model.name} listens and answers nobody; Ctrl-C ends it", flush=True)
        heard: Iterable[Dict[str, Any]] = live_turns(_note(), options.turns_heard, options.minutes)
    elif options.recordings:
        heard = recordings.turns(options.recordings, options.delete)
    else:
        heard = turns(options, since=options.since)
    found = asyncio.run(beside(candidate, options.agency, heard))
    print(table(redacted(found), options.agency))
    return 0


def _all_there(options: argparse.Namespace) -> None:
    """Before anything is loaded, which takes a while. Raises Refused for a path that was given and is not there."""
    for name in ("model", "against", "turns", "recordings"):
        path = getattr(options, name, None)
        if path is not None and not path.exists():
            raise Refused(f"{path}: there is no such file or folder.")


def _note() -> Path:
    """Of the running bot. Raises Refused where none runs."""
    note = os.environ.get("CIVICLINE_MODEL_NOTE", "")
    if not note or not Path(note).exists():
        raise Refused("No bot is running here.")
    return Path(note)


def _against(options: argparse.Namespace) -> Path:
    """What is in use: as given, else by the registry, else by the note that the running bot follows."""
    note = Path(os.environ.get("CIVICLINE_MODEL_NOTE", ""))
    found = options.against or Registry(options.models).in_use() or (note.is_file() and Path(note.read_text().strip()))
    if not found or not Path(found).is_file():
        raise Refused("Which model is in use is not known: name it with --against.")
    return Path(found)


def _tell(model: Path) -> int:
    note = os.environ.get("CIVICLINE_MODEL_NOTE", "")
    if not note or not Path(note).exists():
        print(f"{model.name} is in use from the next start on; no bot is running here.")
        return 0
    print(
        f"{model.name} answers since {promoting.tell(Path(note), model):.1f} s after it was handed over; calls went on."
    )
    return 0


COMMANDS: Dict[str, Callable[[argparse.Namespace], int]] = {
    "inbox": inbox, "examples": examples, "gate": gate, "canary": canary, "promote": promote, "rollback": rollback, "models": models,
    "shadow": shadow, "check-data": check_data,
}  # fmt: skip


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m retraining", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        command = commands.add_parser(name)
        command.add_argument("--by", default=os.environ.get("USER", "trainer"), help="who does it")
        command.add_argument("--models", type=Path, default=Path("models"))
        command.add_argument("--agency", default=os.environ.get("CIVICLINE_AGENCY", "denver"))
        if name in ("gate", "promote", "shadow"):
            command.add_argument("model", type=Path)
        if name == "canary":
            from retraining.canary.command import options_of

            options_of(command)
        if name in ("gate", "canary", "promote"):
            command.add_argument("--against", type=Path, help="the model in use; else as the registry knows it")
        if name in ("inbox", "examples", "shadow"):
            command.add_argument("--turns", type=Path, help="a file of exported turns, one a line, instead of casework")
        if name in ("canary", "promote", "rollback"):
            command.add_argument("--why", default="", help="kept in the registry's log")
    commands.choices["inbox"].add_argument("--reason")
    commands.choices["inbox"].add_argument(
        "--balanced", action="store_true", help="danger, then every need in turn: most taught by the fewest labels"
    )
    for name in ("inbox", "check-data"):
        commands.choices[name].add_argument("--most", type=int, default=50)
    live = commands.choices["shadow"]
    live.add_argument("--since", help="of logged turns, 2026-11-20T00:00:00Z")
    live.add_argument("--live", action="store_true", help="listen to running calls instead")
    live.add_argument("--recordings", type=Path, help="of calls that people answered: wav files of the caller's side")
    live.add_argument("--delete", action="store_true", help="a recording goes when it was heard")
    live.add_argument("--turns-heard", type=int, default=1000, help="listen to so many")
    live.add_argument("--minutes", type=float, default=60, help="and no longer than this")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        _all_there(options)
        return COMMANDS[options.command](options)
    except (Refused, CaseworkError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
