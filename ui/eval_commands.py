"""The commands of `wenju eval`, as functions with the command line's options. Each returns what is to be said."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui import options as opt
from ui.draft_commands import draft, judge
from ui.eval_progress import eval_progress
from ui.examples import examples_of
from ui.output import Said, json_text
from ui.page_commands import pages

if TYPE_CHECKING:
    from eval.campaign import Plan
    from rag.config import Settings

Sets = Annotated[
    list[Path], typer.Argument(metavar="SET…", help="A folder with questions and corpus, a questions file, or a folder of sets.")
]
JsonFile = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write rows, means and slices as JSON.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Only the first questions of each set.")]
System = Annotated[str, typer.Option("--system", metavar="NAME", help="What is asked: wenju, bm25 or llama-index.")]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0 takes one a core.")]


def run(  # noqa: PLR0913, PLR0917 - the arguments are the command line's
    sets: Sets,
    json_file: JsonFile = None,
    html_file: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a report to look at, a file a set.")] = None,
    markdown_file: Annotated[Path | None, typer.Option("--markdown", metavar="FILE", help="Write the tables as Markdown.")] = None,
    limit: Limit = None,
    system: System = "wenju",
    index: opt.IndexDir = None,
    jobs: Jobs = 0,
    *,
    llm: Annotated[bool, typer.Option("--llm", help="Let the language model that is set answer; without it, none does.")] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List each question that went wrong, and why, before the figures.")] = False,
) -> Said:
    """Ask every question of a set and show the figures of each slice; what was asked before is not asked again."""
    from eval.campaign import Plan, measure
    from eval.report import rows_text, slice_table
    from eval.reports import write_markdown, write_pages, write_runs

    with eval_progress() as watch:
        reports = measure(sets, Plan(_settings(index, llm=llm), index, limit, system, jobs), watch=watch)
    for file, write in ((json_file, write_runs), (html_file, write_pages), (markdown_file, write_markdown)):
        if file is not None:
            write(reports, file)
    texts = [text for report in reports for text in (*([rows_text(report)] if misses else []), slice_table(report), "")]
    return Said(texts[:-1])


def gate(
    sets: Annotated[list[Path] | None, typer.Argument(metavar="SET…", help="Default: the questions that ship.")] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Raise the floors to this run's figures.")] = False,
    lower: Annotated[str | None, typer.Option("--lower", metavar="REASON", help="With --pin: let floors fall, and say why.")] = None,
    jobs: Jobs = 0,
) -> Said:
    """Fail when answers fell below the pinned floors."""
    from eval import gate
    from eval.campaign import Plan, measure
    from eval.report import slice_table

    with eval_progress() as watch:
        reports = measure(sets or [Path("seeds/questions.jsonl")], Plan(_settings(None, llm=False), workers=jobs), watch=watch)
    tables = [slice_table(report) for report in reports]
    if pin:
        before = gate.load_floors() if gate.FLOORS_FILE.exists() else {}
        gate.save_floors(gate.pin_all(reports, before, lower=lower is not None, reason=lower or ""))
        return Said([*tables, f"pinned {', '.join(report.set_name for report in reports)} in {gate.FLOORS_FILE.name}"])
    failures = gate.gate_all(reports, gate.load_floors()).failures
    return Said(tables, [f"wenju: {failure}" for failure in failures], code=2 if failures else 0)


def compare(
    a: Annotated[Path, typer.Argument(metavar="A.json", help="What `wenju eval run --json` wrote, before.")],
    b: Annotated[Path, typer.Argument(metavar="B.json", help="The same, after.")],
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many questions won and lost are listed.")] = 20,
    *,
    as_json: opt.AsJson = False,
) -> Said:
    """Compare two runs question by question: differences with intervals, questions won and lost."""
    from eval.compare import compare_all, comparison_json, comparison_text
    from eval.reports import read_runs

    comparisons = compare_all(read_runs(a), read_runs(b))
    if as_json:
        return Said([json_text({"comparisons": [comparison_json(each) for each in comparisons]})])
    return Said([comparison_text(each, limit=limit) for each in comparisons])


def sweep(  # noqa: PLR0913, PLR0917 - the arguments are the command line's
    sets: Sets,
    vary: Annotated[list[str], typer.Option("--vary", metavar="NAME=VALUE,…", help="A setting and its values; may be repeated.")],
    json_file: JsonFile = None,
    limit: Limit = None,
    index: opt.IndexDir = None,
    jobs: Jobs = 0,
) -> Said:
    """Measure every combination of some settings over the same questions."""
    from eval.reports import write_runs
    from eval.sweep import read_variation, sweep, sweep_table

    plan = _plan(index, limit, jobs)
    with eval_progress() as watch:
        varied = sweep(sets, plan, [read_variation(text) for text in vary], watch=lambda _label, *stage: watch(*stage))
    if json_file is not None:
        write_runs([report for each in varied for report in each.reports], json_file)
    return Said([sweep_table(varied)])


def peers(
    sets: Sets,
    limit: Limit = None,
    system: Annotated[list[str] | None, typer.Option("--system", metavar="NAME", help="May be repeated; default: all.")] = None,
    jobs: Jobs = 0,
) -> Said:
    """Ask wenju and its peers the same questions; a Markdown table, side by side."""
    from eval.peers import measure_peers, peers_table

    with eval_progress() as watch:
        found = measure_peers(sets, _plan(None, limit, jobs), systems=system or (), watch=watch)
    return Said([peers_table(found)])


def trec(
    qrels: Annotated[Path, typer.Argument(metavar="QRELS", help="Judgements: topic, iteration, document, grade.")],
    run_file: Annotated[Path, typer.Argument(metavar="RUN", help="Results of any system: topic, Q0, document, rank, score, tag.")],
    json_file: JsonFile = None,
) -> Said:
    """Measure a run file of any system, as trec_eval does."""
    from eval.report import slice_table
    from eval.reports import write_runs
    from eval.trec import judged, read_qrels, read_run

    report = judged(read_run(run_file), read_qrels(qrels), name=run_file.stem)
    if json_file is not None:
        write_runs([report], json_file)
    return Said([slice_table(report)])


def _settings(index: Path | None, *, llm: bool) -> "Settings":
    """The settings with their language model, or with none: what is measured does not hang on what happens to be set.

    Raises:
        ConfigError: a language model is wanted and none is set.
    """
    from index.errors import ConfigError
    from rag.config import LLMSettings

    settings = opt.settings_of(index)
    if llm and not settings.llm.enabled:
        raise ConfigError(
            "--llm needs an endpoint and a model; set llm.base_url and llm.model in wenju.toml, or WENJU_LLM__BASE_URL and WENJU_LLM__MODEL"
        )
    return settings if llm else settings.model_copy(update={"llm": LLMSettings()})


def _plan(index: Path | None, limit: int | None, jobs: int) -> "Plan":
    from eval.campaign import Plan

    return Plan(opt.settings_of(index), index, limit, workers=jobs)


eval_app = typer.Typer(help="Ask questions whose answers are known, and count.", no_args_is_help=True, rich_markup_mode=None)
for command in (run, compare, sweep, gate, peers, trec, draft, judge, pages):
    eval_app.command(command.__name__, epilog=examples_of(f"eval {command.__name__}"))(command)
