import pytest

from eval.gate import Floors, gate, load_floors, pin, save_floors
from eval.schema import QuestionRow, RunReport
from index.errors import InputError


def run(figure: float, *, questions: int = 100, fingerprint: str = "f1") -> RunReport:
    measures = {"figure": figure, "verbatim": 1.0}
    row = QuestionRow("q", "en", "number", "?", True, True, "1", "answered", "1", 1, measures)
    return RunReport("seeds/questions", fingerprint, {}, (row,) * questions)


FLOORS = Floors("seeds/questions", "f1", 0.02, {"figure": 0.7, "verbatim": 1.0})


def test_a_run_at_its_floors_passes():
    assert gate(run(0.7), FLOORS).passed


def test_a_figure_below_its_floor_fails_and_names_both_and_n():
    result = gate(run(0.69), FLOORS)
    assert not result.passed
    assert result.failures == ("figure: 0.690 (n=100) is below its floor 0.700",)


def test_a_measure_that_is_gone_fails():
    floors = Floors("seeds/questions", "f1", 0.02, {"R@5": 0.5})
    assert "R@5: not measured" in gate(run(1.0), floors).failures[0]


@pytest.mark.parametrize("fingerprint", ["f2", ""])
def test_another_corpus_fails_whatever_the_figures(fingerprint):
    assert "corpus or questions changed" in gate(run(1.0, fingerprint=fingerprint), FLOORS).failures[0]


def test_pinning_leaves_a_margin_for_noise_but_none_for_verbatim_quotes():
    assert pin(run(0.8)).floors == {"figure": 0.78, "verbatim": 1.0}


def test_the_margin_is_never_less_than_one_question():
    assert pin(run(0.8, questions=5)).floors["figure"] == 0.6


def test_pinning_again_raises_floors_and_never_lowers_one_by_its_margin():
    assert pin(run(0.9), FLOORS).floors["figure"] == 0.88
    assert pin(run(0.71), FLOORS).floors["figure"] == 0.7


def test_pinning_a_worse_run_is_refused_without_the_flag_even_on_another_corpus():
    with pytest.raises(InputError, match="would lower a floor"):
        pin(run(0.5), FLOORS)
    with pytest.raises(InputError, match="would lower a floor"):
        pin(run(0.5, fingerprint="f2"), FLOORS)


def test_lowering_needs_a_reason_and_keeps_it():
    with pytest.raises(InputError, match="only with a reason"):
        pin(run(0.5), FLOORS, lower=True)
    lowered = pin(run(0.5), FLOORS, lower=True, reason="forty harder questions were added")
    assert lowered.floors["figure"] == 0.48
    assert lowered.reason == "forty harder questions were added"


def test_floors_survive_writing_and_reading(tmp_path):
    save_floors(FLOORS, tmp_path / "floors.json")
    assert load_floors(tmp_path / "floors.json") == FLOORS
    assert [p.name for p in tmp_path.iterdir()] == ["floors.json"]


def test_missing_or_foreign_floors_are_named(tmp_path):
    with pytest.raises(InputError, match="pin a run first"):
        load_floors(tmp_path / "floors.json")
    (tmp_path / "floors.json").write_text('{"other": 1}', encoding="utf8")
    with pytest.raises(InputError, match="cannot read the floors"):
        load_floors(tmp_path / "floors.json")
