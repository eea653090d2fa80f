"""Figures of whole articles against labels made by hand: value with unit, what is counted, place, date, organisation."""

from pathlib import Path

import pytest

from tests.figure_labels import LABELLED, Score, labels_in, same_thing, score

VALUE_FLOOR, OF_FLOOR = 0.98, 0.90
# Read for its labels only and never for mending: what the rules do to articles they were not made on.
HELD_OUT_VALUE, HELD_OUT_OF = 0.97, 0.80


def assert_floors(found: dict[str, Score], value: float, of: float) -> None:
    assert found["value"].f1 >= value, found["value"].notes
    assert found["of"].f1 >= of, found["of"].notes


def test_figures_of_the_shipped_articles_are_as_labelled() -> None:
    found = score("seeds")
    assert_floors(found, VALUE_FLOOR, OF_FLOOR)
    for field in ("place", "as_of", "approximate"):
        assert found[field].f1 >= 0.97, found[field].notes


@pytest.mark.shared
def test_figures_of_the_real_pages_are_as_labelled(shared_dir: Path) -> None:
    found = score("pages")
    assert_floors(found, VALUE_FLOOR, OF_FLOOR)
    for field in ("place", "as_of", "approximate"):
        assert found[field].f1 >= 0.97, found[field].notes
    assert found["organisation"].f1 >= 0.75, found["organisation"].notes


@pytest.mark.shared
def test_figures_of_articles_that_nothing_was_mended_on_are_as_labelled(shared_dir: Path) -> None:
    assert_floors(score("held_out"), HELD_OUT_VALUE, HELD_OUT_OF)


def test_there_are_labels_enough_and_none_holds_words_of_an_article() -> None:
    labels = [label for name in ("seeds", "pages", "held_out") for rows in labels_in(name).values() for label in rows]
    assert len(labels) >= 850
    assert sum("of" in label for label in labels) >= 400
    for label in labels:
        assert all(len(str(value)) <= 16 for key, value in label.items() if key in {"unit", "place", "as_of", "kind"})
        assert not set(label) & {"text", "quote", "printed"}


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("公交线路", "公交线路", True),
        ("新增公交线路", "公交线路", True),
        ("线路", "公交线路", True),
        ("“暖心驿站”", "暖心驿站", True),
        ("创业园(市级)", "创业园", True),
        ("公交线路开通", "公交线路", False),
        ("公交", "公交线路", False),
        ("", "公交线路", False),
        ("tea rooms", "rooms", True),
        ("tea rooms along", "tea rooms", False),
    ],
)
def test_a_counted_thing_is_right_by_its_last_word(found: str, wanted: str, same: bool) -> None:
    assert same_thing(found, wanted) is same


def test_a_missing_and_a_spurious_figure_both_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (LABELLED / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    one_file = [line for line in lines if "yichang" in line]
    (tmp_path / "fewer.jsonl").write_text("\n".join(one_file[1:]) + "\n", encoding="utf-8")
    (tmp_path / "moved.jsonl").write_text("\n".join(one_file).replace('"value": 46.0', '"value": 47.0') + "\n", encoding="utf-8")
    monkeypatch.setattr("tests.figure_labels.LABELLED", tmp_path)
    assert score("fewer")["value"].wrong == 1
    moved = score("moved")["value"]
    assert (moved.wrong, moved.missed) == (1, 1)
