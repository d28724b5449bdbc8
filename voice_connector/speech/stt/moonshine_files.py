"""The folder of Moonshine base: the package's weights, put once into a form that is five times quicker.

As they come, the decoder widens its eight-bit weights again for every token. Here that is done once, by onnxruntime's own constant
folding: 355 MB on disk for 63. The package's library and its downloads are not used, and its files are known by their hashes.
"""

import hashlib
import importlib.util
import os
import shutil
from pathlib import Path
from typing import Any

from voice_connector.speech.errors import EngineUnavailable

PACKAGE = "moonshine_cpp"
SHA256 = {
    "encoder_model.ort": "9d1a19e044cbf89a207723d1adb667de89a5671a1e3e611b8ebe721b2c31219c",
    "decoder_model_merged.ort": "370e0c1f161d68dc1c2264c1a82024fb123380da3b73f47f05531d1e8d3308c3",
    "tokenizer.bin": "04670d78994d030185c3dd843c60591788fed0a56cc6750747bd326825f13ca9",
}
_GRAPHS = {"encoder_model.ort": "encoder.onnx", "decoder_model_merged.ort": "decoder.onnx"}
_DOMAINS = ("", "com.microsoft")


def moonshine_is_installed() -> bool:
    return importlib.util.find_spec(PACKAGE) is not None


def moonshine_folder(engine_dir: Path) -> Path:
    """Where encoder.onnx, decoder.onnx and tokenizer.bin lie; made if need be, which takes some seconds. Raises EngineUnavailable."""
    folder = engine_dir / f"moonshine-base-{SHA256['decoder_model_merged.ort'][:12]}"
    if not (folder / "decoder.onnx").is_file():
        _make(_source(), folder)
    return folder


def _source() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise EngineUnavailable(
            "moonshine-cpp is not installed; install requirements/voice-two-ears.txt, or set CIVICLINE_SPEECH_RECOGNISER=whisper."
        )
    source = Path(found.origin).parent / "models" / "base-en"
    for name, expected in SHA256.items():
        try:
            seen = hashlib.sha256((source / name).read_bytes()).hexdigest()
        except OSError:
            seen = "no file"
        if seen != expected:
            raise EngineUnavailable(
                f"{name} of moonshine-cpp is not the expected one ({seen[:12]}); install moonshine-cpp==0.1.4 again."
            )
    return source


def _make(source: Path, folder: Path) -> None:
    """Beside the goal, then moved: two processes that start together cannot see half a model."""
    draft = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    draft.mkdir(parents=True, exist_ok=True)
    try:
        for name, graph in _GRAPHS.items():
            _fold(source / name, draft / graph)
        shutil.copyfile(source / "tokenizer.bin", draft / "tokenizer.bin")
        os.replace(draft, folder)
    except OSError:
        if not (folder / "decoder.onnx").is_file():  # otherwise another process was first
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fold(source: Path, goal: Path) -> None:
    import onnx
    from onnxruntime import GraphOptimizationLevel

    plain = goal.with_suffix(".plain")
    _resave(source, plain, GraphOptimizationLevel.ORT_DISABLE_ALL)
    graph = onnx.load(str(plain))
    known = [one for one in graph.opset_import if one.domain in _DOMAINS]
    del graph.opset_import[:]
    graph.opset_import.extend(known)
    for node in graph.graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                attribute.g.name = attribute.name  # onnxruntime wants a name of each branch
    onnx.save(graph, str(plain))
    _resave(plain, goal, GraphOptimizationLevel.ORT_ENABLE_EXTENDED)
    plain.unlink()


def _resave(source: Path, goal: Path, level: Any) -> None:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = level
    options.optimized_model_filepath = str(goal)
    options.add_session_config_entry("session.save_model_format", "ONNX")
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
