from eval.meanings import MEANINGS
from eval.schema import MEASURES


def test_every_measure_is_explained_in_the_order_of_the_table():
    assert list(MEANINGS) == list(MEASURES)
