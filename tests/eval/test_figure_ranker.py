"""Which figure answers is learned from which of them were right."""

import json

import numpy as np
import pytest

from eval.figure_ranker import GIVEN, FigureExample, figure_examples, is_right, learn_figures, write_figure_ranker
from eval.schema import Question
from rag.figure_features import FIGURE_NAMES
from rag.figure_ranker import FIGURE_RANKER_FILE
from tests.gazette import engine_over, index_of, record


def asked(rng, telling: str) -> FigureExample:
    """Eight figures of which the one that is largest in ``telling`` is right; what is given is no noise."""
    known = rng.random((8, len(FIGURE_NAMES)))
    known[:, [FIGURE_NAMES.index(name) for name in GIVEN]] = 0.0
    column = known[:, FIGURE_NAMES.index(telling)]
    return FigureExample(known, column == column.max())


def test_what_tells_right_from_wrong_weighs_most():
    rng = np.random.default_rng(7)
    weights = learn_figures([asked(rng, "near") for _ in range(80)])
    learned = {name: weight for name, weight in weights.items() if name not in {*GIVEN, "bias"}}
    assert max(learned, key=learned.__getitem__) == "near"


def test_a_sum_is_the_log_odds_of_being_right():
    rng = np.random.default_rng(8)
    # Every second question has no right figure: a figure is less surely right than its order alone says.
    listed = [asked(rng, "near") for _ in range(150)]
    listed += [FigureExample(each.known, np.zeros(8, bool)) for each in (asked(rng, "near") for _ in range(150))]
    weights = learn_figures(listed)
    row = np.array([weights[name] for name in FIGURE_NAMES])
    odds = np.concatenate([each.known @ row + weights["bias"] for each in listed])
    assert (1 / (1 + np.exp(-odds))).mean() == pytest.approx(1 / 16, abs=0.01)


def question(kind: str, *references: str, **fields) -> Question:
    return Question("q", "松原市工会建成多少个职工读书角?", "zh-Hans", kind, True, references=references, **fields)


@pytest.mark.parametrize(
    ("kind", "reference", "printed", "right"),
    [
        ("number", "48个", "48个", True),
        ("number", "48个", "四十八个", True),
        ("number", "48个", "53个", False),
        ("date", "2031年5月", "2031年5月6日", True),
        ("date", "2031年5月6日", "2031年5月", False),
    ],
)
def test_a_figure_is_right_when_it_states_a_reference_answer(kind, reference, printed, right):
    assert is_right(question(kind, reference), printed) is right


def test_a_figure_of_another_document_is_not_right(tmp_path):
    texts = {"one": "松原市工会建成职工读书角48个。", "two": "松原市工会建成职工读书角48个，还在添书。"}
    engine = engine_over(index_of(tmp_path, [record(name, "读书角", text) for name, text in texts.items()]))
    (example,) = figure_examples(engine, [question("number", "48个", gold_doc_ids=("two",))])
    assert len(example.right) == 2
    assert example.right.sum() == 1


def test_the_card_says_from_how_many_questions(tmp_path):
    rng = np.random.default_rng(9)
    write_figure_ranker(tmp_path / "figures.json", [asked(rng, "near") for _ in range(10)], card={"licence": "weights only"})
    card = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["card"]
    assert card["questions"] == card["with the figure"] == 10
    assert card["given"] == GIVEN


def test_the_weights_that_ship_fit_the_features_and_say_where_they_come_from():
    stored = json.loads(FIGURE_RANKER_FILE.read_text(encoding="utf-8"))
    assert {*stored["weights"]} == {*FIGURE_NAMES, "bias"}
    assert "crud" not in json.dumps(stored["card"])
    assert stored["card"]["licence"]
