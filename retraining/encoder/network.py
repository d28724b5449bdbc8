"""MiniLM in TensorFlow (which Rasa brings along) with two heads: which need, and danger now. float32, bfloat16 products."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import numpy as np
import tensorflow as tf
from safetensors.numpy import load_file

from nlu_components.encoder.adapter import with_adapter

LINEARS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
NEED_SCALE, DANGER_SCALE = 16.0, 8.0  # the embedding has length 1; the heads want larger numbers


class Network(tf.Module):
    def __init__(self, folder: Path, needs: int, adapter: Optional[Path] = None) -> None:
        """`adapter`: go on from the changes of an earlier fitting."""
        super().__init__()
        settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = load_file(folder / "model.safetensors")
        self.heads, self.width = settings["num_attention_heads"], settings["hidden_size"]
        self.epsilon, self.layers = settings["layer_norm_eps"], settings["num_hidden_layers"]
        self.words = tf.constant(weights["embeddings.word_embeddings.weight"])
        token_type = weights["embeddings.token_type_embeddings.weight"][0]
        self.positions = tf.constant(weights["embeddings.position_embeddings.weight"] + token_type)
        self.first_norm = [tf.constant(weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias")]
        self.start = {name: weights[name] for name in self.names()}
        begin = with_adapter(self.start, adapter) if adapter else self.start
        self.body = {name: tf.Variable(begin[name], name=name) for name in self.names()}
        initial = tf.keras.initializers.GlorotUniform(seed=7)
        self.need = tf.Variable(initial((self.width, needs)), name="need")
        self.need_bias = tf.Variable(tf.zeros(needs), name="need_bias")
        self.danger_hidden = tf.Variable(initial((self.width, self.width)), name="danger_hidden")
        self.danger = tf.Variable(initial((self.width, 1)), name="danger")
        self.danger_bias = tf.Variable(tf.zeros(1), name="danger_bias")

    def names(self) -> List[str]:
        parts = [f"{name}.{kind}" for name in LINEARS + NORMS for kind in ("weight", "bias")]
        return [f"encoder.layer.{number}.{part}" for number in range(self.layers) for part in parts]

    def encode(self, ids: tf.Tensor, mask: tf.Tensor, dropout: float) -> tf.Tensor:
        """ids, mask int32 [batch, length] -> L2-normalised mean of the tokens [batch, width]."""
        x = tf.gather(self.words, ids) + self.positions[: tf.shape(ids)[1]]
        x = _dropped(self._norm(x, *self.first_norm), dropout)
        absent = (1.0 - tf.cast(mask, tf.float32))[:, None, None, :] * -1e4
        for number in range(self.layers):
            x = self._layer(x, absent, f"encoder.layer.{number}", dropout)
        weight = tf.cast(mask, tf.float32)[..., None]
        return tf.math.l2_normalize(tf.reduce_sum(x * weight, 1) / tf.reduce_sum(weight, 1), axis=-1)

    def __call__(self, ids: tf.Tensor, mask: tf.Tensor, dropout: float) -> Tuple[tf.Tensor, tf.Tensor]:
        """(need logits [batch, needs], danger log-odds [batch])"""
        e = self.encode(ids, mask, dropout)
        need = _dropped(e * NEED_SCALE, dropout) @ self.need + self.need_bias
        danger = tf.tanh(e * DANGER_SCALE @ self.danger_hidden) @ self.danger + self.danger_bias
        return need, danger[:, 0]

    def _layer(self, x: tf.Tensor, absent: tf.Tensor, layer: str, dropout: float) -> tf.Tensor:
        shape = tf.shape(x)

        def split(name: str) -> tf.Tensor:
            rows = tf.reshape(self._linear(x, f"{layer}.attention.self.{name}"), [shape[0], shape[1], self.heads, -1])
            return tf.transpose(rows, [0, 2, 1, 3])

        query, key, value = split("query"), split("key"), split("value")
        scores = tf.matmul(query, key, transpose_b=True) / np.sqrt(self.width / self.heads) + absent
        mixed = tf.transpose(tf.matmul(tf.nn.softmax(scores), value), [0, 2, 1, 3])
        attended = self._linear(tf.reshape(mixed, [shape[0], shape[1], self.width]), f"{layer}.attention.output.dense")
        x = self._norm_of(_dropped(attended, dropout) + x, f"{layer}.attention.output.LayerNorm")
        inner = tf.nn.gelu(self._linear(x, f"{layer}.intermediate.dense"))
        return self._norm_of(
            _dropped(self._linear(inner, f"{layer}.output.dense"), dropout) + x, f"{layer}.output.LayerNorm"
        )

    def _linear(self, x: tf.Tensor, name: str) -> tf.Tensor:
        weight = tf.cast(self.body[f"{name}.weight"], tf.bfloat16)
        product = tf.matmul(tf.cast(x, tf.bfloat16), weight, transpose_b=True)
        return tf.cast(product, tf.float32) + self.body[f"{name}.bias"]

    def _norm_of(self, x: tf.Tensor, name: str) -> tf.Tensor:
        return self._norm(x, self.body[f"{name}.weight"], self.body[f"{name}.bias"])

    def _norm(self, x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) -> tf.Tensor:
        mean, variance = tf.nn.moments(x, axes=[-1], keepdims=True)
        return (x - mean) * tf.math.rsqrt(variance + self.epsilon) * weight + bias

    def changes(self) -> Dict[str, np.ndarray]:
        """What fitting added to the public weights."""
        return {name: variable.numpy() - self.start[name] for name, variable in self.body.items()}


def _dropped(x: tf.Tensor, rate: float) -> tf.Tensor:
    return tf.nn.dropout(x, rate) if rate else x
