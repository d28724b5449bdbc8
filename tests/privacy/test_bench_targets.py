"""The recall that the product promises, held on a smaller set than the benchmark's."""

from benchmarks.bench_redaction import _HAND_WRITTEN, _TARGETS, faker_set, measure, read_marks
from privacy import Redactor


def test_recall_on_hand_written_transcripts_meets_the_targets() -> None:
    lines = [line for line in _HAND_WRITTEN.read_text().splitlines() if line and not line.startswith("#")]
    score = measure(Redactor(), [read_marks(line) for line in lines])
    assert len(lines) == 60
    assert {
        kind: score.found[kind] / score.total[kind] >= target for kind, target in _TARGETS.items()
    } == dict.fromkeys(_TARGETS, True), score.misses
    assert score.right / score.replaced >= 0.95, score.extras


def test_recall_on_sentences_that_faker_fills_meets_the_targets() -> None:
    score = measure(Redactor(), list(faker_set(500, seed=11)))
    assert {
        kind: score.found[kind] / score.total[kind] >= target for kind, target in _TARGETS.items()
    } == dict.fromkeys(_TARGETS, True), score.misses
