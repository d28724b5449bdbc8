"""Fits the encoder and writes the adapter; prints the loss of every pass and what the unseen examples say."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple

import numpy as np
import tensorflow as tf
from tokenizers import Tokenizer

from nlu_components.encoder.adapter import ADAPTER_FILE, write_adapter
from nlu_components.encoder.build import weights_folder
from retraining.encoder.examples import Example, as_recognised, for_fitting, for_measuring, read, with_more_of
from retraining.encoder.network import Network

BATCH = 32
MAX_TOKENS = 96
DROPOUT = 0.1
DANGER_WEIGHT = 2.0  # missing an emergency is the worse mistake
SMOOTHING = 0.05  # label smoothing of the need head


class Batches:
    """Batches of texts of similar length; padded to a multiple of 8, so that few graphs are traced."""

    def __init__(self, folder: Path, needs: Sequence[str]) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding(pad_id=0, pad_token="[PAD]", pad_to_multiple_of=8)  # noqa: S106 a vocabulary's token
        self._number = {need: i for i, need in enumerate(needs)}

    def tensors(self, texts: Sequence[str]) -> Tuple[tf.Tensor, tf.Tensor]:
        encoded = self._tokenizer.encode_batch([text.lower() for text in texts])
        return tf.constant([e.ids for e in encoded]), tf.constant([e.attention_mask for e in encoded])

    def shuffled(self, examples: Sequence[Example], dice: random.Random) -> Iterator[Tuple[tf.Tensor, ...]]:
        order = list(range(len(examples)))
        dice.shuffle(order)
        pools = [order[i : i + BATCH * 20] for i in range(0, len(order), BATCH * 20)]
        by_length = [i for pool in pools for i in sorted(pool, key=lambda i: len(examples[i].text))]
        batches = [by_length[i : i + BATCH] for i in range(0, len(by_length), BATCH)]
        dice.shuffle(batches)
        for batch in batches:
            ids, mask = self.tensors([as_recognised(examples[i].text, dice) for i in batch])
            needs = tf.constant([self._number[examples[i].intent] for i in batch])
            yield ids, mask, needs, tf.constant([float(examples[i].danger) for i in batch])


def fit(network: Network, batches: Batches, examples: List[Example], passes: int, rate: float) -> None:
    steps = passes * math.ceil(len(examples) / BATCH)
    body, heads = (
        list(network.body.values()),
        [v for v in network.trainable_variables if not v.name.startswith("encoder")],
    )
    body_optimizer, head_optimizer = tf.keras.optimizers.legacy.Adam(), tf.keras.optimizers.legacy.Adam()
    needs = network.need.shape[1]

    @tf.function(reduce_retracing=True)
    def step(ids: tf.Tensor, mask: tf.Tensor, need: tf.Tensor, danger: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            need_logits, log_odds = network(ids, mask, DROPOUT)
            wanted = tf.one_hot(need, needs) * (1 - SMOOTHING) + SMOOTHING / needs
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(wanted, need_logits))
            loss += DANGER_WEIGHT * tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(danger, log_odds))
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, body + heads), 1.0)
        body_optimizer.apply_gradients(zip(gradients[: len(body)], body))
        head_optimizer.apply_gradients(zip(gradients[len(body) :], heads))
        return loss

    dice, done = random.Random(7), 0
    for number in range(passes):
        losses, started = [], time.monotonic()
        for batch in batches.shuffled(examples, dice):
            now = min(1.0, (done + 1) / (0.1 * steps)) * max(0.0, 1 - done / steps)
            body_optimizer.learning_rate, head_optimizer.learning_rate = rate * now, rate * 10 * now
            losses.append(float(step(*batch)))
            done += 1
        print(f"pass {number + 1}/{passes}: loss {np.mean(losses):.3f}, {time.monotonic() - started:.0f} s", flush=True)


def measure(network: Network, batches: Batches, examples: List[Example], needs: List[str]) -> dict:
    """Need accuracy and the false alarms at 98 % recall, on examples that fitting did not see."""
    run = tf.function(lambda ids, mask: network(ids, mask, 0.0), reduce_retracing=True)
    ordered = sorted(examples, key=lambda e: len(e.text))
    right, odds = [], []
    for start in range(0, len(ordered), 64):
        part = ordered[start : start + 64]
        need_logits, log_odds = run(*batches.tensors([e.text for e in part]))
        right += [needs[i] == e.intent for i, e in zip(np.argmax(need_logits, 1), part)]
        odds += list(log_odds.numpy())
    danger, scores = np.array([e.danger for e in ordered]), np.array(odds)
    limit = np.quantile(scores[danger], 0.02)
    return {
        "unseen": len(ordered),
        "need_accuracy": round(float(np.mean(right)), 4),
        "false_alarms_at_98_recall": round(float((scores[~danger] > limit).mean()), 4),
        "recall_at_4_false_alarms": round(float((scores[danger] > np.quantile(scores[~danger], 0.96)).mean()), 4),
    }


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m retraining.encoder", description=__doc__)
    options.add_argument("--passes", type=int, default=5)
    options.add_argument("--rate", type=float, default=1e-4)
    options.add_argument("--rank", type=int, default=96, help="of the changes that are kept")
    options.add_argument("--go-on", type=Path, help="an earlier adapter to go on from")
    options.add_argument("--more-of", help="a file of data/nlu, without its ending, whose examples are seen more often")
    options.add_argument("--times", type=int, default=3, help="how often these are seen in each pass")
    options.add_argument("--share", type=float, default=1.0, help="of the other examples that is seen in each pass")
    options.add_argument("--out", type=Path, default=ADAPTER_FILE)
    chosen = options.parse_args()
    tf.keras.utils.set_random_seed(7)
    examples = read()
    needs = sorted({example.intent for example in examples})
    folder = weights_folder()
    network, batches = Network(folder, len(needs), chosen.go_on), Batches(folder, needs)
    fitted = for_fitting(examples)
    if chosen.more_of:
        fitted = with_more_of(fitted, chosen.more_of, chosen.times, chosen.share, random.Random(7))
    print(f"{len(fitted)} examples to fit, {len(for_measuring(examples))} to measure", flush=True)
    fit(network, batches, fitted, chosen.passes, chosen.rate)
    print(json.dumps(measure(network, batches, for_measuring(examples), needs)), flush=True)
    write_adapter(chosen.out, network.changes(), chosen.rank)
    print(f"wrote {chosen.out} ({chosen.out.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
