from dataclasses import replace

import pytest

from eval.gate import Floors, gate, gate_all, load_floors, pin, pin_all, save_floors
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
    assert result.failures == ("seeds/questions: figure 0.690 (n=100) is below its floor 0.700",)


def test_a_measure_that_is_gone_fails():
    floors = Floors("seeds/questions", "f1", 0.02, {"R@5": 0.5})
    assert "R@5 was not measured" in gate(run(1.0), floors).failures[0]


def test_a_set_without_floors_fails():
    result = gate_all([run(1.0), replace(run(1.0), set_name="harbour")], {"seeds/questions": FLOORS})
    assert result.failures == ("harbour: no floors are pinned for it; look at its figures, then pin them",)


@pytest.mark.parametrize("fingerprint", ["f2", ""])
def test_another_corpus_fails_whatever_the_figures(fingerprint):
    assert "corpus or questions changed" in gate(run(1.0, fingerprint=fingerprint), FLOORS).failures[0]


def test_pinning_leaves_a_margin_for_noise_but_none_for_verbatim_quotes():
    assert pin(run(0.8)).floors == {"figure": 0.78, "verbatim": 1.0}


def test_the_margin_is_never_less_than_one_question():
    assert pin(run(0.8, questions=20)).floors["figure"] == 0.75


def test_a_mean_over_a_few_questions_gets_no_floor():
    assert pin(run(0.8, questions=9)).floors == {}


def test_a_part_of_a_set_cannot_be_pinned():
    with pytest.raises(InputError, match="only a whole set"):
        pin(run(0.8, fingerprint=""))


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


def test_pinning_one_set_leaves_the_floors_of_the_others(tmp_path):
    other = replace(FLOORS, set="harbour")
    pinned = pin_all([run(0.9)], {"seeds/questions": FLOORS, "harbour": other})
    assert pinned["harbour"] == other
    assert pinned["seeds/questions"].floors["figure"] == 0.88


def test_a_floor_of_a_measure_that_is_not_measured_now_stays_and_fails():
    floors = Floors("seeds/questions", "f1", 0.02, {"figure": 0.7, "R@5": 0.0})
    assert pin(run(0.9), floors).floors["R@5"] == 0.0
    assert not gate(run(0.9), floors).passed


def test_floors_survive_writing_and_reading(tmp_path):
    save_floors({"seeds/questions": FLOORS}, tmp_path / "floors.json")
    assert load_floors(tmp_path / "floors.json") == {"seeds/questions": FLOORS}
    assert [p.name for p in tmp_path.iterdir()] == ["floors.json"]


def test_missing_or_foreign_floors_are_named(tmp_path):
    with pytest.raises(InputError, match="pin a run first"):
        load_floors(tmp_path / "floors.json")
    (tmp_path / "floors.json").write_text('{"other": 1}', encoding="utf8")
    with pytest.raises(InputError, match="cannot read the floors"):
        load_floors(tmp_path / "floors.json")
