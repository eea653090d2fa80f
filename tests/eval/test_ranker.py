"""The order of candidates is learned from which of them were right."""

import json

import numpy as np
import pytest

from eval.ranker import Example, learn, write_ranker
from rag.features import FIRST, NAMES
from rag.ranker import ACROSS, HAN, LATIN, RANKER_FILE, ranker_for, rankers


def asked(rng, telling: str, *, is_across: bool) -> Example:
    """Ten candidates of which the one that is largest in ``telling`` is right; everything else is noise."""
    known = rng.random((10, len(NAMES))).astype(np.float32)
    return Example(is_across, known, known[:, NAMES.index(telling)] == known[:, NAMES.index(telling)].max())


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(7)
    within = [asked(rng, "pairs", is_across=False) for _ in range(80)]
    across = [asked(rng, "dense", is_across=True) for _ in range(80)]
    return learn([*within, *across])


def test_what_tells_right_from_wrong_weighs_most(weights):
    within = {name: weight for name, weight in weights[HAN]["second"].items() if name != "bias"}
    across = {name: weight for name, weight in weights[ACROSS]["second"].items() if name != "bias"}
    assert max(within, key=within.__getitem__) == "pairs"
    assert max(across, key=across.__getitem__) == "dense"


def test_what_only_characters_have_weighs_nothing_elsewhere(weights):
    for pair in (LATIN, ACROSS):
        assert all(weights[pair]["second"][name] == 0 for name in ("pairs", "article_pairs", "near", "run"))


def test_a_sum_is_the_log_odds_of_being_right(weights):
    rng = np.random.default_rng(8)
    second = np.array([weights[ACROSS]["second"][name] for name in NAMES])
    listed = [asked(rng, "dense", is_across=True) for _ in range(200)]
    odds = np.concatenate([each.known @ second + weights[ACROSS]["second"]["bias"] for each in listed])
    right = np.concatenate([each.right for each in listed])
    # One of ten candidates is right: the mean of the probabilities says so.
    assert (1 / (1 + np.exp(-odds))).mean() == pytest.approx(right.mean(), abs=0.02)
    assert odds[right].mean() > odds[~right].mean()


def test_the_card_says_from_how_many_questions(tmp_path):
    rng = np.random.default_rng(9)
    listed = [asked(rng, "words", is_across=i % 2 == 0) for i in range(10)]
    write_ranker(tmp_path / "ranker.json", listed, card={"licence": "weights only"})
    card = json.loads((tmp_path / "ranker.json").read_text(encoding="utf-8"))["card"]
    assert card["questions"] == {"within": 5, "across": 5}
    assert card["licence"]


def test_the_weights_that_ship_fit_the_features_and_say_where_they_come_from():
    stored = json.loads(RANKER_FILE.read_text(encoding="utf-8"))
    assert {"learned from", "questions", "licence"} <= stored["card"].keys()
    for known in stored["weights"].values():
        assert set(known["first"]) == {*FIRST, "bias"}
        assert set(known["second"]) == {*NAMES, "bias"}
    assert set(rankers()) == {HAN, LATIN, ACROSS}


def test_a_japanese_question_over_chinese_articles_is_ranked_like_a_chinese_one():
    assert ranker_for("ja", is_han=True) is ranker_for("zh", is_han=True)
    assert ranker_for("fr", is_han=True) is ranker_for("en", is_han=True) is ranker_for("zh", is_han=False)
    assert ranker_for("en", is_han=False) is rankers()[LATIN]
