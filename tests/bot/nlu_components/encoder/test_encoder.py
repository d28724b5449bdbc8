"""The sentence encoder, the adapter that fits it to callers, and the n-grams beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Dict

import numpy as np
import pytest

from nlu_components.encoder import encoder as encoder_room
from nlu_components.encoder.adapter import ADAPTER_FILE, with_adapter, write_adapter
from nlu_components.encoder.encoder import UNFITTED_FOLDER, Encoder, encoder_fingerprint, shared_encoder
from nlu_components.needs import text_features
from nlu_components.needs.calibration import calibration_mask, for_thresholds
from nlu_components.needs.text_features import LinearScorer, TextFeatures
from retraining.encoder.blend import blended
from tests.bot.nlu_components.small_agency import HOSTILE, NEEDS

WIDTH = 384
TEXTS = [text for texts in NEEDS.values() for text in texts]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return shared_encoder()


def test_every_text_becomes_a_vector_of_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), WIDTH)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_case_and_space_around_do_not_matter(encoder: Encoder) -> None:
    plain, shouted = encoder.encode(["my car was towed", "  MY CAR WAS TOWED \n"])
    assert np.array_equal(plain, shouted)


def test_the_order_of_a_batch_is_the_order_of_its_answers(encoder: Encoder) -> None:
    fresh = Encoder(Path(encoder_room.DEFAULT_FOLDER))
    forwards, backwards = encoder.encode(TEXTS), fresh.encode(TEXTS[::-1])[::-1]
    assert np.allclose(forwards, backwards, atol=0.06)  # int8: padding beside longer texts moves the last digits
    assert ((forwards @ backwards.T).argmax(axis=1) == np.arange(len(TEXTS))).all()


def test_a_long_text_in_the_same_call_changes_nothing_about_a_short_one() -> None:
    long = "and then he walked on towards the park and came back again " * 12
    beside, alone = (Encoder(Path(encoder_room.DEFAULT_FOLDER)) for _ in range(2))
    assert np.array_equal(beside.encode([long, "my car was towed"])[1], alone.encode(["my car was towed"])[0])


def test_what_means_the_same_lies_closer_than_what_does_not(encoder: Encoder) -> None:
    bike, cycle, bark = encoder.encode(["my bike was stolen", "somebody took my bicycle", "the dog next door barks"])
    assert bike @ cycle > bike @ bark + 0.2


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_becomes_a_vector_too(encoder: Encoder, text: str) -> None:
    (vector,) = encoder.encode([text])
    assert np.isfinite(vector).all()


def test_the_end_of_the_longest_message_is_read(encoder: Encoder) -> None:
    """Callers come to the point at the end; 1,000 characters is the most that reaches the bot."""
    story = ("well the dog next door barks and the street light is out and i told the young man so " * 12)[:940]
    calm, danger = encoder.encode([f"{story} and that is all thank you", f"{story} and he is not breathing now"])
    assert calm @ danger < 0.999


def test_it_remembers_only_so_many_texts(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_room, "REMEMBERED_TEXTS", 5)
    fresh = Encoder(Path(encoder_room.DEFAULT_FOLDER))
    first = fresh.encode(TEXTS[:8])
    assert len(fresh._remembered) == 5
    assert np.allclose(fresh.encode(TEXTS[:8]), first, atol=0.06)


def test_the_encoder_as_it_is_published_stands_beside_the_one_fitted_to_callers(encoder: Encoder) -> None:
    said = ["somebody took my bike"]
    fitted, unfitted = encoder.encode(said), shared_encoder(UNFITTED_FOLDER).encode(said)
    assert fitted.shape == unfitted.shape
    assert float(fitted[0] @ unfitted[0]) < 0.99


def test_a_missing_encoder_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make setup"):
        shared_encoder(str(tmp_path))


def test_another_encoder_has_another_fingerprint(tmp_path: Path) -> None:
    absent = encoder_fingerprint(str(tmp_path))
    (tmp_path / encoder_room.MODEL_FILE).write_bytes(b"weights")
    assert encoder_fingerprint(str(tmp_path)) != absent
    assert encoder_fingerprint() not in (absent, encoder_fingerprint(str(tmp_path)))


@pytest.fixture
def weights() -> Dict[str, np.ndarray]:
    made = np.random.default_rng(7)
    shapes = {"layer.weight": (24, 16), "layer.bias": (24,), "untouched": (3, 3)}
    return {name: made.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def changes_of_rank(rank: int) -> Dict[str, np.ndarray]:
    made = np.random.default_rng(8)
    matrix = made.normal(size=(24, rank)) @ made.normal(size=(rank, 16)) * 0.05
    return {"layer.weight": matrix.astype(np.float32), "layer.bias": made.normal(size=24).astype(np.float32) * 0.05}


def test_an_adapter_gives_back_the_changes_that_were_written(tmp_path: Path, weights: Dict[str, np.ndarray]) -> None:
    before = {name: value.copy() for name, value in weights.items()}
    changes, file = changes_of_rank(4), tmp_path / "adapter.npz"
    write_adapter(file, changes, rank=4)
    changed = with_adapter(weights, file)
    for name, change in changes.items():
        assert np.allclose(changed[name], before[name] + change, atol=2e-3)
    assert changed["untouched"] is weights["untouched"]
    assert all(np.array_equal(weights[name], before[name]) for name in weights), "the public weights stay as they are"


def test_a_blend_is_the_mean_of_its_adapters(tmp_path: Path, weights: Dict[str, np.ndarray]) -> None:
    one, two = changes_of_rank(4), {name: -3 * change for name, change in changes_of_rank(4).items()}
    files = [tmp_path / "one.npz", tmp_path / "two.npz"]
    for file, changes in zip(files, (one, two)):
        write_adapter(file, changes, rank=4)
    mean = blended(weights, files)
    assert set(mean) == set(one)
    for name, change in one.items():
        assert np.allclose(mean[name], -change, atol=5e-3)


def test_an_adapter_of_smaller_rank_keeps_the_larger_part(tmp_path: Path, weights: Dict[str, np.ndarray]) -> None:
    changes, file = changes_of_rank(8), tmp_path / "adapter.npz"
    write_adapter(file, changes, rank=6)
    missing = with_adapter(weights, file)["layer.weight"] - weights["layer.weight"] - changes["layer.weight"]
    assert 0 < np.linalg.norm(missing) < 0.5 * np.linalg.norm(changes["layer.weight"])


def test_without_an_adapter_the_public_weights_are_used(tmp_path: Path, weights: Dict[str, np.ndarray]) -> None:
    assert with_adapter(weights, tmp_path / "none.npz") is weights


def test_an_adapter_for_another_encoder_is_refused(tmp_path: Path, weights: Dict[str, np.ndarray]) -> None:
    write_adapter(tmp_path / "adapter.npz", {"other.weight": np.ones((4, 4), np.float32)}, rank=2)
    with pytest.raises(ValueError, match=r"other\.weight.*does not have; make it again"):
        with_adapter(weights, tmp_path / "adapter.npz")


def test_the_adapter_in_the_tree_is_a_few_megabytes_of_finite_numbers() -> None:
    assert ADAPTER_FILE.stat().st_size < 8_000_000
    with np.load(ADAPTER_FILE, allow_pickle=False) as parts:
        assert all(np.isfinite(parts[name].astype(np.float32)).all() for name in parts.files)


def test_one_example_in_eight_sets_thresholds_whatever_its_case_and_spaces() -> None:
    texts = [f"somebody took number {number}" for number in range(4_000)]
    assert 0.11 < calibration_mask(texts).mean() < 0.14
    assert [for_thresholds(text.upper().replace(" ", "  ")) for text in texts[:200]] == [
        for_thresholds(t) for t in texts[:200]
    ]


@pytest.mark.parametrize("text", [*TEXTS[::5], *HOSTILE, "", "a", "no no no", "It's  O'Brien's\tcar-park 7b", "qqq"])
def test_the_quick_row_of_one_text_is_the_row_of_the_matrix(text: str) -> None:
    features = TextFeatures.fitted(TEXTS)
    row, quick = features.ngrams([text]).toarray()[0], features.of_one(text)
    again = np.zeros_like(row)
    np.add.at(again, quick.indices, quick.weights)
    assert np.allclose(again, row, atol=1e-5)


@pytest.mark.parametrize("every", [1, 2])
def test_ngrams_of_a_part_are_those_of_vectorizers_that_see_nothing_else(every: int) -> None:
    chosen = np.arange(len(TEXTS)) % every == 0
    part = [text.lower() for text, wanted in zip(TEXTS, chosen) if wanted]
    alone = [vectorizer.fit_transform(part) for vectorizer in text_features._vectorizers()]
    features = TextFeatures.fitted_to_part(TEXTS, chosen)
    assert features.ngrams(part).shape == text_features._together(alone).shape
    assert abs(features.ngrams(part) - text_features._together(alone)).max() < 1e-12


def test_ngrams_of_texts_that_were_left_out_are_those_of_vectorizers_that_never_saw_them() -> None:
    chosen = np.arange(len(TEXTS)) % 2 == 0
    part, others = ([text for text, one in zip(TEXTS, chosen) if one == wanted] for wanted in (True, False))
    alone = [vectorizer.fit(part) for vectorizer in text_features._vectorizers()]
    expected = text_features._together([vectorizer.transform(others) for vectorizer in alone])
    assert abs(TextFeatures.fitted_to_part(TEXTS, chosen).ngrams(others) - expected).max() < 1e-12


def test_ngrams_are_the_same_after_saving_and_loading(tmp_path: Path) -> None:
    features = TextFeatures.fitted(TEXTS)
    features.save(tmp_path)
    loaded = TextFeatures.load(tmp_path)
    for text in [*TEXTS, *HOSTILE]:
        before, after = features.of_one(text), loaded.of_one(text)
        assert np.array_equal(before.indices, after.indices)
        assert np.allclose(before.weights, after.weights)


def test_models_of_one_training_share_their_ngrams(tmp_path: Path) -> None:
    features = TextFeatures.fitted(TEXTS)
    for folder in (tmp_path / "one", tmp_path / "other"):
        folder.mkdir()
        features.save(folder)
    assert TextFeatures.load(tmp_path / "one") is TextFeatures.load(tmp_path / "other")


def test_ngrams_never_weigh_more_than_the_embedding(encoder: Encoder) -> None:
    rows = TextFeatures.fitted(TEXTS).ngrams([*TEXTS, *HOSTILE])
    assert rows.power(2).sum(axis=1).max() < 1.001


def test_a_linear_model_in_two_halves_is_the_whole_one(encoder: Encoder) -> None:
    features, vectors = TextFeatures.fitted(TEXTS), encoder.encode(TEXTS)
    whole = features.matrix(TEXTS, vectors).toarray()
    made = np.random.default_rng(9)
    coefficients, bias = made.normal(size=(3, whole.shape[1])), made.normal(size=3)
    halves = LinearScorer.from_coefficients(coefficients, bias, WIDTH)
    for row in range(0, len(TEXTS), 7):
        expected = whole[row] @ coefficients.T + bias
        assert np.allclose(halves.scores(vectors[row], features.of_one(TEXTS[row])), expected, atol=1e-3)
