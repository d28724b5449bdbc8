"""python -m retraining COMMAND: from logged calls to a better model. The guide: docs/guides/trainer.md.

inbox     which turns a label would teach most about           examples  settled labels as a patch of data/nlu
new-needs turns unlike all training data, those alike together  label     what one turn was, as you say
gate      may this model take calls?                           canary    a share of the calls first, returned when it harms
promote   put it in use, calls go on                           rollback  the model before it comes back
models    what is known of each                                  check-data  wrong labels, shortcuts and templates in data/nlu
keep      does what the console asks for, where the models and the data are; runs beside the bot
export    logged turns with their labels, one JSON object a line
shadow    what another model would have made of logged turns, running calls or recordings

`make learn DO=candidate` trains a model from the present data, which no caller hears yet, and asks the gate about it.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import json
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Callable, ContextManager, Dict, Iterable, List, Sequence

from agencies.live_files import default_agency
from casework_client.errors import CaseworkError
from retraining import inbox_page, promoting, recordings, reviewed
from retraining.asking import Casework
from retraining.listening import live_turns
from retraining.models import UNREADABLE, Refused, Registry
from retraining.new_examples import HELD_OUT, files, held_out_lines, patch, plan
from retraining.one_at_a_time import CHANGE, KEEPER, keeper_of, only_one
from retraining.training_files import TrainingFiles

ROOT = Path(".")
APART = Path("benchmarks/heldout_calls")
_BEHIND_CALLERS = 10
PROVENANCE = Path("data/nlu/provenance.tsv")


def turns(options: argparse.Namespace, **asked: Any) -> List[Dict[str, Any]]:
    """From a file that was exported, else from casework; what is asked holds for both."""
    if options.turns:
        return [line for line in reviewed.read(options.turns) if reviewed.fits(line, **asked)]
    return Casework(options.agency, options.by).turns(**asked)


def inbox(options: argparse.Namespace) -> int:
    asked = {"balanced": "true", "limit": min(options.most, 200)} if options.balanced else {}
    found = turns(options, state="open", reason=options.reason, **asked)[: options.most]
    if not found:
        print("No turn waits for a label here.", file=sys.stderr)
    for line, near in zip(found, _nearest(found, options.near)):
        print(inbox_page.shown(line, near))
    return 0


def _nearest(found: Sequence[Dict[str, Any]], number: int) -> List[List[str]]:
    """Of each turn the examples that it is heard by."""
    if not number or not found:
        return [[] for _ in found]
    from retraining.nearness import Nearness

    near = Nearness(ROOT / "data" / "nlu").nearest([line["text"] for line in found], number)
    return [[f"        {cosine:.2f}  {example}" for cosine, example in one] for one in near]


def new_needs(options: argparse.Namespace) -> int:
    """As the console shows them (explaining.py)."""
    from retraining.nearness import clusters, vectors

    found = reviewed.unlike_all(functools.partial(turns, options))
    told = clusters(found, vectors([one["text"] for one in found])) if found else []
    print(f"{len(found)} turns are unlike all training data; {len(told)} groups of them are like each other")
    for one in told[: options.most]:
        print(f"\n{len(one.turns)} turns, heard as {', '.join(one.intents[:3])}")
        print("\n".join(f"  {turn['call_id']} {turn['n']}  {turn['text']}" for turn in one.turns[:5]))
    return 0


def label(options: argparse.Namespace) -> int:
    said = {"verdict": options.verdict, "needs": options.needs, "danger": options.danger == "yes"}
    said |= {"parts": options.parts} if options.parts else {}
    given = None if options.verdict == "undo" else said
    state = Casework(options.agency, options.by).label(options.call, options.n, given)
    print(STATES.get(state, state))
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


def export(options: argparse.Namespace) -> int:
    """What --turns takes: redacted words, what was understood, labels."""
    asked = {name.replace("_id", ""): getattr(options, name) for name in FILTERS}
    for line in turns(options, **asked):
        print(json.dumps(line, ensure_ascii=False))
    return 0


def check_data(options: argparse.Namespace) -> int:
    from retraining.checking.report import page

    print(page(ROOT / "data" / "nlu", options.most))
    return 0


def gate(options: argparse.Namespace) -> int:
    """0 when it passes, 2 when it does not."""
    from retraining.gate import measuring

    registry, against = Registry(options.models), _against(options)
    if options.model.resolve() == against.resolve():
        raise Refused(f"{options.model.name} is in use: name the model before it with --against, or train another one.")
    found = measuring.measure(options.model, against, _further(options))
    passed = measuring.passes(found)
    print(measuring.table(found, options.model, against))
    registry.measured(options.model, against, measuring.as_json(found), passed, options.by)
    return 0 if passed else 2


def _further(options: argparse.Namespace) -> List[Any]:
    """Reviewed calls of the last weeks, and recordings that were given. Raises Refused where casework does not answer: what
    reviewers said of danger is not left out by an accident.
    """
    from retraining.gate import further, rules

    since = datetime.now(timezone.utc) - timedelta(weeks=rules.load().weeks)
    heard = recordings.turns(options.recordings, delete=False) if options.recordings else ()
    settled = []
    if not options.without_reviewed:
        try:
            settled = turns(options, state="settled", since=since.isoformat(timespec="seconds"))
        except (CaseworkError, Refused) as error:
            raise Refused(
                "No casework answers, so reviewed calls cannot be asked about: start it, name a file with --turns, or measure "
                "without them by --without-reviewed."
            ) from error
    return further.of_reviewed(settled) + further.of_recordings(heard)


def canary(options: argparse.Namespace) -> int:
    """0 when it passed, 2 when it was returned."""
    from retraining.canary import command

    if options.end:  # also one of the console or of another command
        return command.end(_note())
    with _changing(options):
        return command.run(options, _note(), _against(options))


def promote(options: argparse.Namespace) -> int:
    registry, present = Registry(options.models), _against(options)
    with _changing(options):
        promoting.promote(registry, options.model, present, options.by, options.why, overrides=True)
        return _tell(registry, options.model, present, options.by)


def rollback(options: argparse.Namespace) -> int:
    registry = Registry(options.models)
    with _changing(options):
        present = registry.in_use()
        model = promoting.roll_back(registry, options.by, options.why)
        return _tell(registry, model, present or model, options.by)


def _changing(options: argparse.Namespace) -> ContextManager[None]:
    """Raises Refused while another command, or the keeper, changes what answers callers."""
    return only_one(options.models / CHANGE, f"{options.command} of {options.by}")


def keep(options: argparse.Namespace) -> int:
    """Never ends but by a signal: what the console asks for is done here, and the registry is told to casework; beside it turns are
    explained by the training data, where they are here.
    """
    from retraining.keeping import Keeper, keep_on

    note = Path(os.environ.get("CIVICLINE_MODEL_NOTE", ""))
    os.nice(_BEHIND_CALLERS)  # it unpacks every archive once to know whose turns are whose
    with only_one(options.models / KEEPER, f"the keeper with the process id {os.getpid()}"):
        casework = Casework(options.agency, options.by, keeper_of(options.models))
        keeper = Keeper(Registry(options.models), note, casework)
        if any((ROOT / "data" / "nlu").glob("*.yml")):
            from retraining.explaining import Explainer, explain_beside

            explain_beside(Explainer(casework, ROOT), lambda: keeper.tells)
        try:
            keep_on(keeper)
        finally:
            keeper.leaves()
    return 0


def models(options: argparse.Namespace) -> int:
    registry = Registry(options.models)
    used = registry.in_use()
    for path in sorted(options.models.glob("*.tar.gz"), key=lambda one: one.stat().st_mtime):
        print(f"{'in use  ' if path == used else '        '}{path.name}  {_known(registry, path)}")
    for one in registry.history():
        print(f"{one['at']}  {one['what']:<12} {one['model']}  {one['by']}: {one['why']}")
    return 0


def _known(registry: Registry, path: Path) -> str:
    """Its id and the gate's word. One that cannot be read, unfinished or foreign, hides no other."""
    try:
        about, model_id = registry.about(path), registry.model_id(path)
        if not about:
            return f"{model_id}  not measured"
        return f"{model_id}  {'passed' if about['passed'] else 'did not pass'} against {about['measured_against']}"
    except UNREADABLE as error:
        return f"cannot be read: {error or type(error).__name__}"


def shadow(options: argparse.Namespace) -> int:
    from retraining.shadow import Candidate, beside
    from retraining.shadow_report import redacted, table

    candidate = Candidate(options.model)
    if options.live:
        print(f"{options.model.name} listens and answers nobody; Ctrl-C ends it", flush=True)
        heard: Iterable[Dict[str, Any]] = live_turns(_note(), options.turns_heard, options.minutes)
    elif options.fork:
        print(
            f"{options.model.name} hears calls forked to port {options.fork} and answers nobody; Ctrl-C ends it",
            flush=True,
        )
        heard = recordings.forked(options.fork, options.turns_heard, options.minutes)
    elif options.recordings:
        heard = recordings.turns(options.recordings, options.delete)
    else:
        heard = turns(options, since=options.since)
    found = asyncio.run(beside(candidate, options.agency, heard))
    print(table(redacted(found), options.agency))
    return 0


def _all_there(options: argparse.Namespace) -> None:
    """Before anything is loaded, which takes a while. A model's name alone is one of the folder of models, as `models` lists them.

    Raises Refused for a path that was given and is not there.
    """
    for name in ("model", "against", "turns", "recordings"):
        path = getattr(options, name, None)
        if path is not None and name in ("model", "against") and not path.exists() and path.name == str(path):
            path = options.models / path
            setattr(options, name, path)
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
    if options.against:
        return Path(options.against)
    return promoting.in_use(Registry(options.models), Path(os.environ.get("CIVICLINE_MODEL_NOTE", "")))


def _tell(registry: Registry, model: Path, present: Path, by: str) -> int:
    note = os.environ.get("CIVICLINE_MODEL_NOTE", "")
    if not note or not Path(note).exists():
        print(f"{model.name} is in use from the next start on; no bot is running here.")
        return 0
    took_s = promoting.hand_over(registry, Path(note), model, present, by)
    print(f"{model.name} answers since {took_s:.1f} s after it was handed over; calls went on.")
    return 0


FILTERS = ("state", "reason", "intent", "model_id", "since", "until")
VERDICTS = ("need", "two_needs", "out_of_scope", "new_need", "answer", "discard", "undo")
STATES = {
    "open": "Taken back; the turn waits for a label.",
    "second": "Kept. Danger takes two: another --by has to say the same.",
    "disputed": "Kept. Another reviewer sees it differently.",
    "settled": "Kept. It is settled.",
    "discarded": "Kept. Nothing is learnt from it.",
}

COMMANDS: Dict[str, Callable[[argparse.Namespace], int]] = {
    "inbox": inbox, "examples": examples, "gate": gate, "canary": canary, "promote": promote, "rollback": rollback, "models": models,
    "keep": keep, "shadow": shadow, "check-data": check_data, "new-needs": new_needs, "label": label, "export": export,
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
        command.add_argument("--agency", default=default_agency())
        if name in ("gate", "promote", "shadow"):
            command.add_argument("model", type=Path)
        if name == "canary":
            from retraining.canary.command import options_of

            options_of(command)
        if name in ("gate", "canary", "promote"):
            command.add_argument("--against", type=Path, help="the model in use; else as the registry knows it")
        if name in ("inbox", "examples", "shadow", "gate", "new-needs", "export"):
            command.add_argument("--turns", type=Path, help="a file of exported turns, one a line, instead of casework")
        if name in ("canary", "promote", "rollback"):
            command.add_argument("--why", default="", help="kept in the registry's log")
    commands.choices["inbox"].add_argument("--reason")
    for name in FILTERS:
        commands.choices["export"].add_argument(f"--{name.replace('_', '-')}")
    labelling = commands.choices["label"]
    labelling.add_argument("call")
    labelling.add_argument("n", type=int, help="the turn's place, as the inbox shows it behind the call")
    labelling.add_argument("verdict", choices=VERDICTS)
    labelling.add_argument("needs", nargs="*", help="one for need, two or more for two_needs")
    labelling.add_argument("--parts", nargs="+", help="with two_needs: the words that say each, in the same order")
    labelling.add_argument("--danger", choices=("yes", "no"), default="no", help="somebody was in danger then")
    commands.choices["inbox"].add_argument(
        "--balanced", action="store_true", help="danger, then every need in turn: most taught by the fewest labels"
    )
    commands.choices["inbox"].add_argument("--near", type=int, default=0, help="so many nearest examples of each turn")
    for name in ("inbox", "check-data", "new-needs"):
        commands.choices[name].add_argument("--most", type=int, default=50)
    live = commands.choices["shadow"]
    live.add_argument("--since", help="of logged turns, 2026-11-20T00:00:00Z")
    live.add_argument("--live", action="store_true", help="listen to running calls instead")
    for name in ("shadow", "gate"):
        commands.choices[name].add_argument(
            "--recordings", type=Path, help="of calls that people answered: wav files of the caller's side"
        )
    commands.choices["gate"].add_argument(
        "--without-reviewed", action="store_true", help="on a machine without casework: no reviewed call is asked about"
    )
    live.add_argument("--fork", type=int, help="running calls that people answer, forked to this port over AudioSocket")
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
