"""The mean of several fittings as one adapter: `python -m retraining.encoder.blend --out adapter.npz one.npz two.npz`.

Fittings that start from the same public weights and differ in data or order err in different places; their mean
generalises better than either at no cost in a call (Wortsman and others, "Model soups", ICML 2022). Measured in
docs/decisions/0003-encoder-fitted-to-callers.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Dict, Sequence

import numpy as np

from nlu_components.encoder.adapter import ADAPTER_FILE, with_adapter, write_adapter
from nlu_components.encoder.build import weights_folder


def blended(weights: Dict[str, np.ndarray], adapters: Sequence[Path]) -> Dict[str, np.ndarray]:
    """{weight name: mean change}, of the weights that any of the adapters changes."""
    fitted = [with_adapter(weights, path) for path in adapters]
    touched = [name for name in weights if any(one[name] is not weights[name] for one in fitted)]
    return {name: np.mean([one[name] - weights[name] for one in fitted], axis=0) for name in touched}


def main() -> None:
    from safetensors.numpy import load_file

    options = argparse.ArgumentParser(prog="python -m retraining.encoder.blend", description=__doc__)
    options.add_argument("adapters", type=Path, nargs="+")
    options.add_argument("--rank", type=int, default=96, help="of the changes that are kept")
    options.add_argument("--out", type=Path, default=ADAPTER_FILE)
    chosen = options.parse_args()
    for path in chosen.adapters:
        if not path.exists():
            raise SystemExit(
                f"{path}: there is no such adapter; `python -m retraining.encoder --out {path}` makes one."
            )
    write_adapter(chosen.out, blended(load_file(weights_folder() / "model.safetensors"), chosen.adapters), chosen.rank)
    print(f"wrote {chosen.out}, the mean of {len(chosen.adapters)} ({chosen.out.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
