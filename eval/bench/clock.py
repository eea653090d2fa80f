"""Wall and CPU time of calls, summed up as percentiles and medians."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one call: on the clock, and of the processor in all threads of this process."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds of many calls."""

    p50_ms: float
    p95_ms: float
    max_ms: float


def timed(call: Callable[[], object]) -> Took:
    """What a call takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def spread(seconds: Sequence[float]) -> Spread:
    """Half of the calls take at most the first, 19 of 20 at most the second."""
    p50, p95, most = (float(value) for value in np.percentile(np.array(seconds) * 1000, [50, 95, 100]).round(2))
    return Spread(p50, p95, most)
