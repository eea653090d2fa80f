"""The commands that make a question set of one's own and ask a model about a run; each returns what is to be said."""

from pathlib import Path
from typing import Annotated

import typer

from ui import options as opt
from ui.eval_progress import eval_progress
from ui.output import Said, json_text


def draft(  # noqa: PLR0913, PLR0917 - the arguments are the command line's
    set_path: Annotated[Path, typer.Argument(metavar="SET.jsonl", help="The questions file that accepted questions are added to.")],
    n: Annotated[int, typer.Option("-n", "--number", min=1, help="How many questions to propose.")] = 50,
    seed: Annotated[int, typer.Option("--seed", help="Another seed proposes others.")] = 0,
    language: Annotated[list[str] | None, typer.Option("--language", metavar="zh|en", help="Of the questions; may be repeated.")] = None,
    index: opt.IndexDir = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Of the page; 0 takes a free one.")] = 0,
    *,
    unseen: Annotated[bool, typer.Option("--unseen", help="Add all of them without a page; nobody has looked at them then.")] = False,
) -> Said:
    """Propose questions from the figures, people and dates of an index; a page to accept, edit or drop each."""
    from eval.draft import LANGUAGES, draft_questions
    from eval.proposal import append_to_set
    from index.errors import InputError
    from index.lexicon import Lexicon
    from index.store import open_store

    settings, languages = opt.settings_of(index), tuple(language or LANGUAGES)
    if not set(languages) <= set(LANGUAGES):
        raise InputError(f"no questions are drafted in {', '.join(languages)}; name {' or '.join(LANGUAGES)}")
    with open_store(settings.index) as store:
        gloss = Lexicon.open(settings.cache).gloss if "en" in languages else None
        proposals = draft_questions(store, n=n, seed=seed, languages=languages, gloss=gloss)
    if unseen:
        return Said([f"{append_to_set(proposals, set_path)} questions added to {set_path}; look at them before you trust a figure"])
    from ui.draft import serve_draft

    return Said(serve_draft(proposals, set_path, port=port))


def judge(
    run_file: Annotated[Path, typer.Argument(metavar="RUN.json", help="What `wenju eval run --json` wrote.")],
    html_file: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the report with the opinions in it.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first answers.")] = None,
    *,
    as_json: opt.AsJson = False,
) -> Said:
    """Ask the configured language model whether answers are faithful and to the point. Advisory: no gate reads it."""
    from eval.html_report import write_html
    from eval.judge import embedding_similarity, judge, judge_text
    from eval.reports import read_runs
    from index.embed import load_embedder
    from index.errors import InputError

    runs = read_runs(run_file)
    if len(runs) != 1:
        raise InputError(f"{run_file} holds {len(runs)} runs; a judge takes one: run the set by itself with --json")
    settings = opt.settings_of(None)
    model = settings.embedding
    embedder = load_embedder(model.model, cache_dir=settings.cache, query_prompt=model.query_prompt, create=True)
    with eval_progress() as watch:
        similarity = embedding_similarity(embedder)
        told = judge(runs[0], settings=settings.llm, similarity=similarity, limit=limit, progress=lambda *at: watch("judging", *at))
    if html_file is not None:
        write_html(runs[0], html_file, judged=told)
    return Said([json_text(told.to_json()) if as_json else judge_text(told)])
