"""A training of a few steps on the small data: what it reads, that it learns, that it goes on where it was."""

import threading
from dataclasses import replace

import numpy as np
import pytest
import torch

from index.errors import ConfigError
from index.train.batches import Batches
from index.train.draws import Draws, ahead
from index.train.encode import encode, portions
from index.train.prepared import TEXTS_FILE, read_texts
from index.train.recipe import Recipe
from index.train.student import weights_of
from index.train.trainer import Trainer
from tests.train.conftest import TINY


@pytest.fixture(scope="module")
def texts(prepared):
    return read_texts(prepared / TEXTS_FILE)


def weights(trainer):
    return weights_of(trainer.state.student)


def same(one, other):
    return all(np.array_equal(one[name], other[name]) for name in one)


def test_a_step_reads_the_same_whatever_was_drawn_before(texts):
    def read(*steps):
        draws = Draws(texts, TINY, base_size=120)
        return [draws.at(step) for step in steps][-1]

    once, after = read(3), read(0, 1, 2, 3)
    for one, other in ((once.sentences.chinese, after.sentences.chinese), (once.questions.passages, after.questions.passages)):
        assert [ids.tolist() for ids in one] == [ids.tolist() for ids in other]
    other_step = read(2)
    assert [ids.tolist() for ids in once.sentences.chinese] != [ids.tolist() for ids in other_step.sentences.chinese]


def test_questions_are_read_in_the_last_steps_only(texts):
    draws = Draws(texts, TINY, base_size=120)
    assert [draws.at(step).questions is not None for step in range(4)] == [False, False, True, True]


def test_passage_i_is_right_for_question_i_and_those_behind_are_wrong_for_the_question_that_brought_them(texts):
    drawn = Batches(texts, base_size=120, seed=1).questions(3, 2)
    for row, right in enumerate(drawn.right):
        assert drawn.numbers[row] in right
    assert len(drawn.queries) == 3 < len(drawn.passages) == len(drawn.numbers)


def test_a_cloze_has_the_passage_its_sentence_stands_in(texts):
    drawn = Batches(texts, base_size=120, seed=1).clozes(8)
    assert [*map(len, (drawn.queries, drawn.passages))] == [8, 8]
    assert all(len(passage) for passage in drawn.passages)


def test_no_token_is_lost_to_padding_of_a_short_text_with_the_longest():
    lengths = sorted([1] * 50 + [5] * 20 + [200] * 3 + list(range(20, 60)))
    cut = list(portions(lengths))
    assert [row for rows in cut for row in rows] == list(range(len(lengths)))
    for rows in cut:
        assert lengths[rows[-1]] <= 2.5 * lengths[rows[0]] + 16


def test_a_portion_holds_no_more_tokens_than_it_may():
    lengths = sorted([30] * 40 + [100] * 20)
    assert all((lengths[rows[-1]] + 2) * len(rows) <= 500 for rows in portions(lengths, most=500))


def test_a_vector_does_not_depend_on_the_texts_beside_it(prepared, texts):
    trainer = Trainer(prepared, TINY, device="cpu")
    together = encode(trainer.teacher, texts["words/en"])
    alone = encode(trainer.teacher, [texts["words/en"][4]])[0]
    np.testing.assert_allclose(together[4], alone, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_what_is_drawn_ahead_comes_in_order_and_its_errors_are_raised():
    assert list(ahead(lambda step: step * step, range(20), depth=3)) == [step * step for step in range(20)]
    with pytest.raises(ZeroDivisionError):
        list(ahead(lambda step: 1 // (2 - step), range(5), depth=2))


def test_what_was_drawn_ahead_in_vain_leaves_no_thread():
    drawn = ahead(lambda step: step, range(100), depth=4)
    next(drawn)
    drawn.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPoolExecutor")]


def test_two_steps_a_checkpoint_and_two_more_are_four_steps_at_once(prepared, tmp_path):
    whole = Trainer(prepared, TINY, device="cpu")
    whole.train()
    first = Trainer(prepared, TINY, device="cpu")
    first.train(stop=lambda: first.state.step == 2)
    first.save(tmp_path / "checkpoint.pt")
    torch.manual_seed(99)
    second = Trainer(prepared, TINY, device="cpu")
    second.load(tmp_path / "checkpoint.pt")
    assert second.state.step == 2
    second.train()
    assert second.state.step == 4
    assert same(weights(second), weights(whole))
    assert not same(weights(second), weights(first))
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]


def test_a_checkpoint_of_another_recipe_is_refused_with_what_differs(prepared, tmp_path):
    Trainer(prepared, TINY, device="cpu").save(tmp_path / "checkpoint.pt")
    with pytest.raises(ConfigError, match=r"another recipe \(dropout 0\.1, here 0\.3\)"):
        Trainer(prepared, replace(TINY, dropout=0.3), device="cpu").load(tmp_path / "checkpoint.pt")


def test_a_short_training_brings_chinese_nearer_to_its_english(prepared, texts):
    recipe = replace(TINY, steps=15, sentences=16, questions=0, dropout=0.0, added_rate=2e-2, warmup=2)
    trainer = Trainer(prepared, recipe, device="cpu")
    chinese, english = texts["sentences/tatoeba/zh"], encode(trainer.teacher, texts["sentences/tatoeba/en"])

    def nearness():
        return float((encode(trainer.state.student, chinese) * english).sum(1).mean())

    before = nearness()
    trainer.train()
    assert nearness() > before + 0.05


def test_layers_with_a_rate_of_nothing_stay_as_they_are(prepared):
    trainer = Trainer(prepared, replace(TINY, steps=1, body_rate=0.0), device="cpu")
    before = weights(trainer)
    trainer.train()
    after = weights(trainer)
    assert {name for name in before if not np.array_equal(before[name], after[name])} == {"embeddings.word_embeddings.weight"}


def test_the_rates_rise_over_the_warm_up_and_fall_to_nothing():
    recipe = Recipe(steps=100, warmup=10)
    factors = [recipe.rate_factor(step) for step in range(101)]
    assert factors[:2] == [0.1, 0.2]
    assert max(factors) == factors[10] == 1
    assert factors[100] == pytest.approx(0)
