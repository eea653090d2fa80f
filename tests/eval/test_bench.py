"""The bench's figures are read as they were measured; nothing here looks at a clock."""

import pytest

from eval.bench.clock import Spread, spread, timed
from eval.bench.retrieval import Costs, EncodingRate, QueryCost, StartCost, main, table
from eval.bench.stories import StoriesCost


def test_half_of_the_calls_take_at_most_the_first_figure_and_nineteen_of_twenty_the_second():
    assert spread([n / 1000 for n in range(101)]) == Spread(50.0, 95.0, 100.0)


def test_a_call_is_made_once():
    made = []
    timed(lambda: made.append(1))
    assert made == [1]


def test_the_table_names_what_was_measured_and_on_what():
    query = QueryCost(1234, 300, Spread(10.0, 20.0, 30.0), Spread(9.0, 19.0, 29.0))
    costs = Costs(
        "a machine", query, EncodingRate(10, 1000, (300.0, 310.0, 290.0), (100.0, 90.0, 110.0), 3.0), StartCost((1.0, 1.2), 1.1, False)
    )
    lines = [line.split() for line in table(costs).splitlines()]
    assert lines[0] == ["a", "machine"]
    assert lines[2][-4:] == ["10.0", "20.0", "30.0", "300"]
    assert [line[-2] for line in lines[4:6]] == ["300", "100"]
    assert lines[-1] == ["torch", "imported", "no"]


@pytest.mark.parametrize("arguments", [[], ["one.jsonl", "--index", "somewhere"]])
def test_either_collections_or_an_index_is_named(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert "--index DIR" in capsys.readouterr().err


def test_an_index_that_is_not_there_is_one_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--index", str(tmp_path / "nowhere")])
    assert ended.value.code == 2
    assert "there is no index" in capsys.readouterr().err


def test_the_share_of_stories_is_of_the_builds_processor_time():
    assert StoriesCost(2500, 68, 162, build_cpu_s=150.0, stories_cpu_s=1.5, again_cpu_s=0.1).share == 0.01
