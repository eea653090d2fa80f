"""Floors below which a run fails, a set each, pinned to the corpus and questions they were measured on.

``eval/floors.json`` holds ``{set: {"fingerprint", "margin", "floors": {measure: floor}, "reason"}}``. Pinning again raises
floors by itself; it lowers one only with an explicit flag and a reason, which is kept in the file.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.schema import SHARE_MEASURES, Mean, RunReport
from index.errors import InputError

FLOORS_FILE = Path(__file__).with_name("floors.json")
# Other CPUs round the last bit of a vector otherwise, and a tie may turn: two questions of a hundred, and at least one.
DEFAULT_MARGIN = 0.02
# Quotes stand in their article or they do not; nothing about that is noise.
_WITHOUT_MARGIN = frozenset({"verbatim"})
# A mean over fewer questions says nothing: one that turns would move it by a tenth and more.
_LEAST_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Floors:
    """The least a run of a set must reach, per measure, from 0 to 1."""

    set: str
    fingerprint: str
    margin: float
    floors: dict[str, float]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GateResult:
    """``failures`` is empty when the run passes; each is a sentence with the set, the figure, the floor and n."""

    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True when nothing fell below its floor."""
        return not self.failures


def gate(report: RunReport, floors: Floors) -> GateResult:
    """Compare a run with its floors; another corpus, other questions or a measure that is gone fail too."""
    if report.set_name != floors.set:
        return GateResult((f"the run is of {report.set_name}, the floors are of {floors.set}; run the set the floors name",))
    if report.fingerprint != floors.fingerprint:
        changed = f"corpus or questions changed: {report.fingerprint or 'none'} was measured, the floors are of {floors.fingerprint}"
        return GateResult((f"{floors.set}: {changed}; look at the new figures, then pin the floors again",))
    means = {mean.name: mean for mean in report.means}
    failures = []
    for name, floor in floors.floors.items():
        mean = means.get(name)
        if mean is None:
            failures.append(f"{floors.set}: {name} was not measured, its floor is {floor:.3f}")
        elif mean.value < floor:
            failures.append(f"{floors.set}: {name} {mean.value:.3f} (n={mean.n}) is below its floor {floor:.3f}")
    return GateResult(tuple(failures))


def gate_all(reports: Sequence[RunReport], floors: Mapping[str, Floors]) -> GateResult:
    """Compare runs with the floors of their sets; a set without floors fails, since nothing would hold it."""
    failures: list[str] = []
    for report in reports:
        if report.set_name in floors:
            failures += gate(report, floors[report.set_name]).failures
        else:
            failures.append(f"{report.set_name}: no floors are pinned for it; look at its figures, then pin them")
    return GateResult(tuple(failures))


def pin(
    report: RunReport, previous: Floors | None = None, *, margin: float = DEFAULT_MARGIN, lower: bool = False, reason: str = ""
) -> Floors:
    """Floors for a run: each measure less the margin, and never below the previous floor.

    Args:
        report: the run to pin.
        previous: the floors that stand now.
        margin: how far a figure may fall by noise alone, and never less than one question; ``verbatim`` has none.
        lower: allow floors to fall to this run's figures.
        reason: why they may; required with ``lower``, kept in the file.

    Raises:
        InputError: a floor would have to fall and ``lower`` was not given, or ``lower`` without a reason; or the run was of a part
            of the set only.
    """
    if lower and not reason.strip():
        raise InputError("floors are lowered only with a reason; say why in one sentence")
    if not report.fingerprint:
        raise InputError(f"this run of {report.set_name} has no fingerprint: only a whole set over its own corpus can be pinned")
    measured = {mean.name: mean.value for mean in report.means}
    wanted = {mean.name: _floor_of(mean, margin) for mean in report.means if mean.n >= _LEAST_QUESTIONS and mean.name not in SHARE_MEASURES}
    kept = reason if lower else (previous.reason if previous else "")
    if previous is None or lower:
        return Floors(report.set_name, report.fingerprint, margin, wanted, kept)
    fallen = [f"{n} {measured.get(n, 0.0):.3f} < {floor:.3f}" for n, floor in previous.floors.items() if measured.get(n, 0.0) < floor]
    if fallen:
        told = f"pinning would lower a floor of {report.set_name} ({'; '.join(fallen)})"
        raise InputError(f"{told}; mend it, or pin with the flag that lowers and a reason")
    raised = previous.floors | {name: max(value, previous.floors.get(name, 0.0)) for name, value in wanted.items()}
    return Floors(report.set_name, report.fingerprint, margin, raised, kept)


def _floor_of(mean: Mean, margin: float) -> float:
    noise = 0.0 if mean.name in _WITHOUT_MARGIN else max(margin, 1 / mean.n)
    # Rounded down: a floor must not stand above the figure it was made from.
    return max(0.0, math.floor((mean.value - noise) * 1000 + 1e-6) / 1000)


def load_floors(path: Path = FLOORS_FILE) -> dict[str, Floors]:
    """Read a floors file, a set each.

    Raises:
        InputError: it is missing or has other fields.
    """
    try:
        record = json.loads(path.read_text(encoding="utf8"))
        return {name: Floors(set=name, **fields) for name, fields in record.items()}
    except FileNotFoundError as error:
        raise InputError(f"no floors at {path}; pin a run first") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InputError(f"cannot read the floors at {path}: {error}") from error


def save_floors(floors: Mapping[str, Floors], path: Path = FLOORS_FILE) -> None:
    """Write a floors file in one step, sets in order of name."""
    record = {name: {key: value for key, value in asdict(floors[name]).items() if key != "set"} for name in sorted(floors)}
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    draft.replace(path)


def pin_all(reports: Sequence[RunReport], floors: Mapping[str, Floors], *, lower: bool = False, reason: str = "") -> dict[str, Floors]:
    """The floors with those of these runs pinned anew; the other sets keep theirs.

    Raises:
        InputError: as `pin`.
    """
    return {**floors, **{r.set_name: pin(r, floors.get(r.set_name), lower=lower, reason=reason) for r in reports}}
