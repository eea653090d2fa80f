import math

import pytest
import torch

from index.train.batches import Ranking
from index.train.losses import alike, contrast, distance, ranked
from index.train.objective import allowed_columns

AXES = torch.eye(3)


def test_the_distance_of_equal_vectors_is_nothing_and_of_opposite_ones_two():
    assert distance(AXES, AXES).item() == pytest.approx(0)
    assert distance(AXES, -AXES).item() == pytest.approx(2)


def test_contrast_is_least_where_every_row_is_nearest_its_own_column():
    assert contrast(AXES, AXES, temperature=0.05).item() < 1e-6
    assert contrast(AXES, AXES.roll(1, 0), temperature=0.05).item() > 10


def test_two_texts_that_say_the_same_are_no_wrong_answers_for_each_other():
    twins = torch.stack([AXES[0], AXES[0], AXES[1]])
    assert contrast(twins, twins, temperature=0.05).item() == pytest.approx(2 / 3 * math.log(2), rel=1e-3)
    assert contrast(twins, twins, temperature=0.05, same=alike(twins)).item() < 1e-6


def test_another_right_passage_of_a_question_is_no_wrong_one():
    # Two questions about one passage, a question with two right passages, and a wrong passage at the end.
    batch = Ranking(queries=[], passages=[], right=[frozenset({7}), frozenset({7}), frozenset({8, 9})], numbers=[7, 7, 8, 9, 5])
    assert allowed_columns(batch).tolist() == [
        [True, False, True, True, True],
        [False, True, True, True, True],
        [True, True, True, False, True],
    ]


def test_a_passage_that_is_not_allowed_costs_nothing():
    passages = torch.stack([AXES[0], AXES[0]])
    right, both = torch.tensor([0]), torch.tensor([[True, True]])
    assert ranked(AXES[:1], passages, right, both, temperature=0.05).item() == pytest.approx(math.log(2), rel=1e-4)
    assert ranked(AXES[:1], passages, right, torch.tensor([[True, False]]), temperature=0.05).item() < 1e-6
