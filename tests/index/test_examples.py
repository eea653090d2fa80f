"""The examples in the docstrings of the cleaning steps hold, and every step has one."""

import doctest

import pytest

from index import mojibake, residue, unseen
from index.clean import STEPS


@pytest.mark.parametrize("module", [unseen, residue, mojibake], ids=lambda module: module.__name__)
def test_examples_hold(module):
    runner = doctest.DocTestRunner()
    for example in doctest.DocTestFinder().find(module, extraglobs={"applied": unseen.applied}):
        runner.run(example)
    assert runner.summarize(verbose=False).failed == 0


def test_every_step_has_an_example():
    assert [step.find.__name__ for step in STEPS if ">>>" not in (step.find.__doc__ or "")] == []
