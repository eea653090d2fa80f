import pytest

from eval.compare import compare, compare_all, comparison_json, comparison_text
from eval.schema import QuestionRow, RunReport
from index.errors import InputError


def row(qid: str, right: float, short: str = "") -> QuestionRow:
    return QuestionRow(qid, "en", "number", f"question {qid}", True, True, "14", "answered", short, 2, {"R@5": 1.0, "right": right})


def run(*rights: float, fingerprint: str = "f1", name: str = "harbour", short: str = "14") -> RunReport:
    rows = tuple(row(str(at), right, short) for at, right in enumerate(rights))
    return RunReport(name, fingerprint, {"system": "wenju"}, rows)


def test_a_difference_is_of_the_second_run_less_the_first_over_the_questions_of_both():
    found = compare(run(0, 0, 1, 1), run(1, 1, 1, 0))
    (same, right) = found.paired
    assert (same.measure, same.difference.mean) == ("R@5", 0.0)
    assert (right.a, right.b, right.difference.mean, right.n) == (0.5, 0.75, 0.25, 4)
    assert right.difference.low <= 0.25 <= right.difference.high


def test_questions_won_and_lost_are_listed_with_both_answers():
    found = compare(run(0, 1, 1, short="12"), run(1, 0, 1, short="14"))
    assert [a.qid for a, _ in found.won] == ["0"]
    assert [a.qid for a, _ in found.lost] == ["1"]
    told = comparison_text(found)
    assert "won by b (right): 1" in told
    assert "0  en  question 0  14: 12 (found at 2) → 14 (found at 2)" in told


def test_a_long_list_is_cut_and_says_so():
    assert "… and 2 more" in comparison_text(compare(run(0, 0, 0), run(1, 1, 1)), limit=1)


def test_runs_of_different_corpora_are_refused_with_both_named():
    with pytest.raises(InputError, match=r"harbour \(f1\) and harbour \(f2\)"):
        compare(run(1), run(1, fingerprint="f2"))


def test_runs_of_different_questions_are_refused():
    with pytest.raises(InputError, match="asked 1 and 2 questions"):
        compare(run(1, fingerprint=""), run(1, 1, fingerprint=""))


def test_several_runs_are_compared_set_by_set():
    a = [run(1), run(0, name="island")]
    b = [run(1, name="island"), run(1)]
    assert [(c.set_name, len(c.won)) for c in compare_all(a, b)] == [("harbour", 0), ("island", 1)]
    with pytest.raises(InputError, match="share no set"):
        compare_all(a, [run(1, name="other")])


def test_the_json_holds_the_same():
    found = comparison_json(compare(run(0, 1), run(1, 1)))
    assert found["measures"]["right"]["difference"] == 0.5
    assert [(each["qid"], each["a"]) for each in found["won"]] == [("0", "14 (found at 2)")]
    assert found["lost"] == []
