"""Every row of the list of bad inputs has a test that names it."""

import ast
from pathlib import Path

ROWS = {*range(1, 71), *range(72, 78)}


def rows_named(path: Path) -> set[int]:
    """Numbers in ``pytest.mark.row(…)`` of a file."""
    found: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "row":
            for argument in node.args:
                found |= numbers_of(argument)
    return found


def numbers_of(argument: ast.expr) -> set[int]:
    """``33`` or ``*range(1, 14)``."""
    if isinstance(argument, ast.Starred) and isinstance(argument.value, ast.Call):
        return set(range(*(ast.literal_eval(each) for each in argument.value.args)))
    return {ast.literal_eval(argument)}


def test_every_row_of_bad_inputs_has_a_test():
    named = set().union(*map(rows_named, Path(__file__).parent.glob("test_*.py")))
    assert sorted(ROWS - named) == []
