"""Retrieval measures against hand-computed cases, and against pytrec_eval's own values on random rankings."""

import math
import random

import pytest
import pytrec_eval

from eval.retrieval_measures import distinct_ranked, retrieval_scores, scores_of_run

FIVE = ["R@1", "R@5", "R@10", "RR@10", "nDCG@10"]


def test_several_chunks_of_one_document_take_one_place():
    chunks = ["a", "a", "a", "a", "a", "b"]
    assert distinct_ranked(chunks) == ["a", "b"]
    assert retrieval_scores(chunks, {"b": 1})["RR@10"] == 0.5
    assert retrieval_scores(chunks, {"b": 1})["R@5"] == 1.0


def test_several_chunks_of_a_right_document_gain_no_more_than_one():
    scores = retrieval_scores(["b", "b", "b"], {"b": 1, "c": 1}, need_all=True)
    assert scores["R@10"] == 0.5
    assert scores["nDCG@10"] == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_an_empty_result_is_zero_in_every_measure():
    assert retrieval_scores([], {"a": 1}) == dict.fromkeys(FIVE, 0.0)
    assert scores_of_run({"other": {"a": 1.0}}, {"q": {"a": 1}}) == {"q": dict.fromkeys(FIVE, 0.0)}


def test_a_document_beyond_ten_is_not_found():
    ranked = [f"d{i}" for i in range(20)]
    assert retrieval_scores(ranked, {"d10": 1}) == dict.fromkeys(FIVE, 0.0)
    assert retrieval_scores(ranked, {"d9": 1})["RR@10"] == pytest.approx(0.1)


def test_hand_computed_values_of_rank_three():
    scores = retrieval_scores(["x", "y", "a"], {"a": 1})
    assert scores == pytest.approx({"R@1": 0, "R@5": 1, "R@10": 1, "RR@10": 1 / 3, "nDCG@10": 1 / math.log2(4)})


def test_any_one_document_is_enough_unless_all_are_needed():
    ranked, gold = ["a", "x", "y", "z", "w", "b"], {"a": 1, "b": 1}
    assert [retrieval_scores(ranked, gold)[name] for name in FIVE[:3]] == [1.0, 1.0, 1.0]
    assert [retrieval_scores(ranked, gold, need_all=True)[name] for name in FIVE[:3]] == [0.5, 0.5, 1.0]


def test_a_higher_grade_in_front_is_worth_more():
    grades = {"a": 3, "b": 1}
    assert retrieval_scores(["a", "b"], grades)["nDCG@10"] == pytest.approx(1.0)
    assert retrieval_scores(["b", "a"], grades)["nDCG@10"] == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))


def test_the_order_shown_is_judged_even_where_ids_sort_otherwise():
    # trec_eval orders equal scores by id, descending; a ranking has no scores, and must not be turned round by its ids.
    assert retrieval_scores(["a", "z"], {"a": 1})["RR@10"] == 1.0
    assert retrieval_scores(["z", "a"], {"a": 1})["RR@10"] == 0.5


def test_equal_scores_of_a_run_are_ordered_by_id_descending_as_trec_eval_does():
    assert scores_of_run({"q": {"a": 1.0, "b": 1.0}}, {"q": {"b": 1}})["q"]["RR@10"] == 1.0
    assert scores_of_run({"q": {"a": 1.0, "b": 1.0}}, {"q": {"a": 1}})["q"]["RR@10"] == 0.5


def test_a_question_without_a_relevant_document_is_no_part_of_a_run_and_cannot_be_scored_alone():
    assert list(scores_of_run({"q": {"a": 1.0}}, {"q": {"a": 0}, "r": {"a": 1}})) == ["r"]
    with pytest.raises(ValueError, match="no relevant document"):
        retrieval_scores(["a"], {"a": 0})


def test_values_are_those_of_pytrec_eval_on_random_rankings():
    rng = random.Random(11)
    documents = [f"d{i}" for i in range(40)]
    qrels = {f"q{n}": {d: rng.choice([0, 1, 1, 2]) for d in rng.sample(documents, 8)} | {"d0": 1} for n in range(60)}
    run = {q: {d: float(rng.randint(0, 12)) for d in rng.sample(documents, rng.randint(1, 30))} for q in qrels}
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, {"recall.1,5,10", "success.1,5,10", "ndcg_cut.10"})
    expected = evaluator.evaluate(run)
    ours, lenient = scores_of_run(run, qrels), scores_of_run(run, qrels, need_all=False)
    for q in qrels:
        for k in (1, 5, 10):
            assert ours[q][f"R@{k}"] == pytest.approx(expected[q][f"recall_{k}"])
            assert lenient[q][f"R@{k}"] == pytest.approx(expected[q][f"success_{k}"])
        assert ours[q]["nDCG@10"] == pytest.approx(expected[q]["ndcg_cut_10"])


def test_reciprocal_rank_is_that_of_the_definition_on_random_rankings():
    rng = random.Random(12)
    for _ in range(60):
        ranked = rng.sample([f"d{i}" for i in range(30)], 20)
        rank = ranked.index("d7") + 1 if "d7" in ranked[:10] else None
        assert retrieval_scores(ranked, {"d7": 1})["RR@10"] == pytest.approx(1 / rank if rank else 0.0)
