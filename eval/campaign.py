"""Measure sets: build what they are asked over, ask what was not asked before, and make the rows.

A run that is stopped goes on where it was: every answer is kept as it comes (`eval.cache`).
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.cache import AnswerCache, settings_fingerprint
from eval.collection import corpus_index, corpus_of, set_fingerprint, sets_in
from eval.datasets import load_set
from eval.runner import run_set
from eval.schema import RunReport
from eval.systems import SYSTEMS
from eval.workers import Asked, Corpus, answers_folder, ask_all, build_all
from index.embed import load_embedder
from index.errors import ConfigError
from index.snapshot import read_pointer
from rag.config import Settings

Watch = Callable[[str, int, int], None]
WENJU = "wenju"
# A second process takes two seconds to start: not for fewer questions than these.
_ASKED_BY_ONE = 48
# These read a whole corpus into each process that opens them.
_ALONE = frozenset({"llama-index"})


@dataclass(frozen=True, slots=True)
class Plan:
    """How sets are measured.

    Attributes:
        settings: of the engine; its cache holds answers and the indexes of sets.
        index_dir: an index to ask instead of the sets' own corpora; needed by a questions file with no pages beside it.
        limit: only the first so many questions; such a report has no fingerprint, so no gate takes it for the whole.
        system: what is asked, by its name in `eval.systems`.
        workers: processes; 0 for one a core, as far as there is work for them.
    """

    settings: Settings
    index_dir: Path | None = None
    limit: int | None = None
    system: str = WENJU
    workers: int = 0


def measure(paths: Sequence[Path], plan: Plan, *, watch: Watch | None = None) -> tuple[RunReport, ...]:
    """Run sets, or the sets that folders hold.

    Args:
        paths: folder sets, questions files, or folders of sets.
        plan: how.
        watch: called with what is being done ("build", "ask") and (done, total).

    Returns:
        A report a set, in order.

    Raises:
        InputError: a set cannot be read, or has no corpus and no index was named.
        ConfigError: there is no such system.
    """
    if plan.system not in SYSTEMS:
        raise ConfigError(f"no system is called {plan.system!r}; known: {', '.join(SYSTEMS)}")
    watch = watch or (lambda _stage, _done, _total: None)
    sets = sets_in(paths, cache_dir=answers_folder(plan.settings))
    counts = [len(load_set(path).questions[: plan.limit]) for path in sets]  # a bad line is told before minutes of building
    asked = [_asked(path, plan) for path in sets]
    _build_missing([corpus for _, corpus in asked if corpus], plan, watch)
    answers = AnswerCache(answers_folder(plan.settings))
    _ask_missing([(each, count) for (each, _), count in zip(asked, counts, strict=True)], plan, answers, watch)
    reports = []
    for path, (each, _) in zip(sets, asked, strict=True):
        whole = plan.limit is None and (plan.index_dir is None or not corpus_of(path))
        report = run_set(path, engine=each.opened(), limit=plan.limit, fingerprint=set_fingerprint(path) if whole else "")
        made = {"system": plan.system, "settings": settings_fingerprint(plan.settings)}
        reports.append(replace(report, versions=report.versions | made))
    answers.drop_old()
    answers.close()
    return tuple(reports)


def _asked(path: Path, plan: Plan) -> tuple[Asked, Corpus | None]:
    """The set as it is asked, and the corpus whose index that needs, unless an index was named."""
    if plan.index_dir is not None:
        corpus, index_dir, identity = None, plan.index_dir, read_pointer(plan.index_dir).manifest
    else:
        corpus = corpus_index(path, settings=plan.settings)
        index_dir, identity = corpus.index_dir, corpus.index_dir.name
    key = f"{plan.system} {identity} {settings_fingerprint(plan.settings)}"
    return Asked(path.resolve(), index_dir.resolve(), plan.system, key, plan.settings), corpus


def _build_missing(corpora: Sequence[Corpus], plan: Plan, watch: Watch) -> None:
    embedding = plan.settings.embedding
    # Once and before any process needs them: the dictionary and the embedded model.
    load_embedder(
        embedding.model,
        cache_dir=plan.settings.cache,
        query_prompt=embedding.query_prompt,
        passage_prompt=embedding.passage_prompt,
        create=True,
    )
    missing = list({corpus.index_dir: corpus for corpus in corpora if not (corpus.index_dir / "CURRENT").exists()}.values())
    built = 0

    def done() -> None:
        nonlocal built
        built += 1
        watch("build", built, len(missing))

    if missing:
        watch("build", 0, len(missing))
        build_all(missing, plan.settings, workers=_processes(plan, len(missing)), done=done)


def _ask_missing(sets: Sequence[tuple[Asked, int]], plan: Plan, answers: AnswerCache, watch: Watch) -> None:
    """Fill the cache; a set that was asked to its end before is passed over."""
    waiting = [(asked, count) for asked, count in sets if answers.get(_finished_key(asked, count)) is None]
    total, so_far = sum(count for _, count in waiting), 0

    def done(count: int) -> None:
        nonlocal so_far
        so_far += count
        watch("ask", so_far, total)

    if not waiting:
        return
    watch("ask", 0, total)
    workers = 1 if plan.system in _ALONE else _processes(plan, -(-total // _ASKED_BY_ONE))
    if workers > 1:
        ask_all(waiting, workers=workers, done=done)
    else:
        for asked, count in waiting:
            run_set(asked.set_path, engine=asked.opened(), limit=count, progress=lambda _done, _count: done(1))
    for asked, count in waiting:
        answers.put(_finished_key(asked, count), {"asked": count})


def _finished_key(asked: Asked, count: int) -> str:
    return f"finished {asked.key} {set_fingerprint(asked.set_path)} {count}"


def _processes(plan: Plan, pieces: int) -> int:
    return max(1, min(plan.workers or os.cpu_count() or 1, pieces))
