import math

import numpy as np
import onnxruntime
import pytest

from index.encoder import EncoderShape, encoder_file, quantised_rows

SHAPE = EncoderShape(layers=2, heads=2, dim=8, max_tokens=16)
VOCABULARY = 20


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(7)
    sizes = {"attention.self.query": (8, 8), "attention.self.key": (8, 8), "attention.self.value": (8, 8), "attention.output.dense": (8, 8)}
    sizes |= {"intermediate.dense": (32, 8), "output.dense": (8, 32)}
    made = {
        "embeddings.position_embeddings.weight": rng.normal(size=(32, 8)),
        "embeddings.token_type_embeddings.weight": rng.normal(size=(2, 8)),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(SHAPE.layers):
        prefix = f"encoder.layer.{layer}."
        norms += [prefix + "attention.output.LayerNorm", prefix + "output.LayerNorm"]
        for name, size in sizes.items():
            made |= {f"{prefix}{name}.weight": rng.normal(size=size) / 3, f"{prefix}{name}.bias": rng.normal(size=size[0]) / 5}
    for name in norms:
        made |= {f"{name}.weight": rng.uniform(0.5, 1.5, 8), f"{name}.bias": rng.normal(size=8) / 5}
    return {name: array.astype(np.float32) for name, array in made.items()}


@pytest.fixture(scope="module")
def table():
    return np.random.default_rng(8).normal(size=(VOCABULARY, 8)).astype(np.float32)


def bert(weights, table, ids):
    """A BERT encoder as its paper defines it, with mean pooling, in numpy."""

    def linear(x, name):
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(x, name):
        spread = np.sqrt(x.var(-1, keepdims=True) + SHAPE.epsilon)
        return (x - x.mean(-1, keepdims=True)) / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    gelu = np.vectorize(lambda v: v * 0.5 * (1 + math.erf(v / math.sqrt(2))))
    places = weights["embeddings.position_embeddings.weight"][: len(ids)] + weights["embeddings.token_type_embeddings.weight"][0]
    x = norm(table[ids] + places, "embeddings.LayerNorm")
    for layer in range(SHAPE.layers):
        prefix = f"encoder.layer.{layer}."
        parts = [linear(x, f"{prefix}attention.self.{part}").reshape(len(ids), SHAPE.heads, -1) for part in ("query", "key", "value")]
        query, key, value = (part.transpose(1, 0, 2) for part in parts)
        scores = np.exp(query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1]))
        seen = (scores / scores.sum(-1, keepdims=True) @ value).transpose(1, 0, 2).reshape(len(ids), -1)
        x = norm(x + linear(seen, prefix + "attention.output.dense"), prefix + "attention.output.LayerNorm")
        wide = gelu(linear(x, prefix + "intermediate.dense"))
        x = norm(x + linear(wide, prefix + "output.dense"), prefix + "output.LayerNorm")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


def encoded(content, ids):
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    return session.run(None, {"input_ids": np.array([ids], np.int64)})[0][0]


IDS = [3, 1, 4, 1, 5, 9, 2, 6]


def test_the_written_encoder_is_a_bert_encoder_with_mean_pooling(weights, table):
    rows, scales = quantised_rows(table)
    found = encoded(encoder_file(weights, table, shape=SHAPE, int8=False), IDS)
    assert found == pytest.approx(bert(weights, rows * scales, IDS), abs=1e-4)


def test_integer_weights_stay_near_the_float_encoder(weights, table):
    found = encoded(encoder_file(weights, table, shape=SHAPE), IDS)
    assert found @ bert(weights, table, IDS) > 0.98
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-5)


def test_the_longest_text_is_encoded(weights, table):
    found = encoded(encoder_file(weights, table, shape=SHAPE), [2] * SHAPE.max_tokens)
    assert np.isfinite(found).all()


def test_quantised_rows_are_off_by_half_a_step_at_most():
    matrix = np.array([[0, 0, 0], [1, -2, 0.5], [1000, 3, -999]], np.float32)
    rows, scales = quantised_rows(matrix, levels=64)
    assert np.abs(rows).max() == 64
    assert (np.abs(rows * scales - matrix) <= scales / 2 + 1e-6).all()
