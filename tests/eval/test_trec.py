import math

import pytest

from eval.report import slice_table
from eval.summary import summary_of
from eval.trec import judged, read_qrels, read_run, write_run
from index.errors import InputError


@pytest.fixture
def qrels(tmp_path):
    path = tmp_path / "qrels.txt"
    path.write_text("t1 0 d1 1\nt1 0 d2 0\nt2 0 d3 2\nt3 0 d1 0\n", encoding="utf8")
    return read_qrels(path)


@pytest.fixture
def run(tmp_path):
    path = tmp_path / "run.txt"
    # The rank column says otherwise than the scores: the scores count.
    path.write_text("t1 Q0 d1 2 9.5 mine\nt1 Q0 d2 1 8.0 mine\nt9 Q0 d1 1 1 mine\n", encoding="utf8")
    return read_run(path)


def test_a_run_is_judged_by_its_scores_and_a_topic_it_lacks_is_zero(run, qrels):
    report = judged(run, qrels, name="mine")
    assert [row.qid for row in report.rows] == ["t1", "t2"]  # t3 has nothing to find, t9 was not asked
    assert (report.rows[0].rank, report.rows[0].measures["nDCG@10"]) == (1, 1.0)
    assert (report.rows[1].rank, set(report.rows[1].measures.values())) == (None, {0.0})
    assert {m.name: m.value for m in report.means}["R@1"] == 0.5


def test_a_run_file_is_judged_without_answers(tmp_path):
    (tmp_path / "qrels.txt").write_text("t1 0 d1 1\n", encoding="utf8")
    write_run({"t1": ["d2", "d1"]}, tmp_path / "ours.run", tag="ours")
    report = judged(read_run(tmp_path / "ours.run"), read_qrels(tmp_path / "qrels.txt"), name="ours")
    assert report.set_name == "ours"
    assert report.rows[0].measures["RR@10"] == 0.5
    assert summary_of(report.rows) == {}
    assert slice_table(report)


def test_what_is_written_reads_back_in_the_same_order(tmp_path):
    write_run({"t1": ["b", "a", "b", "c"]}, tmp_path / "run.txt", tag="ours")
    run = read_run(tmp_path / "run.txt")
    assert sorted(run["t1"], key=run["t1"].get, reverse=True) == ["b", "a", "c"]
    scores = judged(run, {"t1": {"c": 1}}, name="ours").rows[0].measures
    assert scores["nDCG@10"] == pytest.approx(1 / math.log2(4))


@pytest.mark.parametrize("line", ["t1 0 d1", "t1 0 d1 high", "t1\t0\td1\t1\textra"])
def test_a_bad_judgement_is_named_by_file_and_line(tmp_path, line):
    (tmp_path / "q.txt").write_text(f"t0 0 d1 1\n\n{line}\n", encoding="utf8")
    with pytest.raises(InputError, match=r"q\.txt:3: expected topic, iteration"):
        read_qrels(tmp_path / "q.txt")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [("t1 d1 1 0.5", "expected topic, Q0"), ("t1 Q0 d1 1 high x", "score 'high'"), ("t0 Q0 d1 2 0.1 x", "document d1 stands twice")],
)
def test_a_bad_result_is_named_by_file_and_line(tmp_path, line, complaint):
    (tmp_path / "r.txt").write_text(f"t0 Q0 d1 1 0.9 x\n{line}\n", encoding="utf8")
    with pytest.raises(InputError, match=rf"r\.txt:2: .*{complaint}"):
        read_run(tmp_path / "r.txt")


def test_empty_files_are_told(tmp_path):
    (tmp_path / "e.txt").write_text("\n", encoding="utf8")
    with pytest.raises(InputError, match="no judgements"):
        read_qrels(tmp_path / "e.txt")
    with pytest.raises(InputError, match="no results"):
        read_run(tmp_path / "e.txt")
