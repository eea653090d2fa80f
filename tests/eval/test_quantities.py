import pytest

from eval.quantities import Quantity, folded_unit, is_known_unit, quantities_of, same_unit, states_all


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("4.8万人次", "48,000人次"),
        ("3.6亿元", "360 million yuan"),
        ("百分之九十七", "97%"),
        ("97 percent", "97％"),
        ("二十六名", "26 people"),
        ("1,200户", "1200 households"),
        ("５０公里", "50 km"),
    ],
)
def test_the_same_quantity_is_the_same_in_every_notation(left, right):
    assert quantities_of(left) == quantities_of(right) != ()


@pytest.mark.parametrize(("found", "expected"), [("人", "人次"), ("元", "美元"), ("%", "个百分点"), ("家", "名"), ("", "元")])
def test_units_that_mean_something_else_stay_apart(found, expected):
    assert not same_unit(found, expected)


def test_words_that_only_count_are_the_same_unit_and_ge_counts_persons_too():
    assert same_unit("个", "家")
    assert same_unit("座", "处")
    assert same_unit("名", "个")
    assert same_unit("位", "people")


def test_a_unit_without_a_chinese_name_is_not_known():
    assert is_known_unit("yuan")
    assert is_known_unit("立方米")
    assert not is_known_unit("tea rooms")
    assert folded_unit("Percent") == "%"


def test_every_expected_quantity_must_be_stated_and_others_may_be_too():
    stated = (Quantity(3, "项"), Quantity(5, "元"))
    assert states_all(stated, (Quantity(5, "美元"),))
    assert not states_all(stated, (Quantity(5, "美元"),), with_units=True)
    assert not states_all(stated, (Quantity(5, "元"), Quantity(7, "元")))
    assert states_all(stated, (Quantity(5, "tea rooms"),), with_units=True)
