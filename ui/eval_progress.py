"""How far an evaluation is: a bar with the time left on standard error, on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SAYS = {"build": "building indexes", "ask": "asking questions"}


@contextmanager
def eval_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Gives what is to be called with a stage and (done, total); nothing is shown where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if done == 0 or stage not in tasks:
                tasks[stage] = bar.add_task(_SAYS.get(stage, stage), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show
