"""Commands of the collection's upkeep, as functions with the command line's options. Each returns what is to be said."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ui import options as opt
from ui.i18n import translate
from ui.output import Said, facts_text, json_text


def preview(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…")],
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a coloured page to look at.")] = None,
    *,
    as_json: opt.AsJson = False,
) -> Said:
    """Show how pages are cut into articles."""
    from ui.preview import cut_files, cut_json, cut_text, write_coloured

    cuts = list(cut_files(files))
    told = [f"wenju: {each.source}: {each.detail}" for _, _, rejected in cuts for each in rejected]
    if html is not None:
        write_coloured([pair for _, pairs, _ in cuts for pair in pairs], [each for _, _, rejected in cuts for each in rejected], html)
        told.append(f"wenju: wrote {html}")
    if as_json:
        return Said([json_text(cut_json(*cut)) for cut in cuts], told)
    return Said([] if html else [cut_text(source, pairs) for source, pairs, _ in cuts], told)


def build(  # noqa: PLR0913 - one argument an option of the command
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Files, folders, collections, archives, addresses.")],
    index: opt.IndexDir = None,
    embedding: Annotated[str | None, typer.Option("--embedding", metavar="NAME", help="Embedding model.")] = None,
    *,
    allow_shrink: Annotated[bool, typer.Option("--allow-shrink", help="Allow more than half of the articles to disappear.")] = False,
    allow_url: Annotated[bool | None, typer.Option("--allow-url", help="Allow addresses to be fetched.", show_default=False)] = None,
    as_json: opt.AsJson = False,
) -> Said:
    """Index pages, or bring the index up to date with them."""
    from ui.build_table import report_json, report_text
    from ui.upkeep import ProgressLine, build_index

    settings = opt.settings_of(index, embedding=embedding and {"model": embedding}, ingest=allow_url and {"allow_urls": True})
    line = ProgressLine(sys.stderr)
    try:
        report = build_index(sources, settings, allow_shrink=allow_shrink, progress=line.show)
    finally:
        line.clear()
    told = [f"wenju: {each.source}: {each.detail}" for each in report.warnings]
    told += [f"wenju: {each.source}: {each.detail}" for each in (*report.skipped, *report.rejected)]
    if report.rejected:
        told.append(translate("cli.rejected", "zh-Hans", count=len(report.rejected)))
    said = json_text(report_json(report)) if as_json else report_text(report, settings.index)
    return Said([said], told, code=3 if report.rejected else 0)


def remove(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="Ids of articles, as `wenju list` shows them.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="FILE", help="Remove all articles of this file.")] = None,
    index: opt.IndexDir = None,
    *,
    as_json: opt.AsJson = False,
) -> Said:
    """Remove articles from the index."""
    from ui.upkeep import remove_articles

    return _facts({"removed": remove_articles(ids or [], source, opt.settings_of(index))}, as_json=as_json)


def list_articles(
    index: opt.IndexDir = None,
    *,
    rejected: Annotated[bool, typer.Option("--rejected", help="List what was left out or doubtful, and why, instead.")] = False,
    as_json: opt.AsJson = False,
) -> Said:
    """List the articles of the index."""
    if rejected:
        from ui.build_table import not_indexed_json, not_indexed_text
        from ui.upkeep import not_indexed

        found = not_indexed(opt.settings_of(index))
        return Said([json_text(not_indexed_json(found)) if as_json else not_indexed_text(found)])
    from ui.upkeep import articles_json, articles_text

    articles = articles_json(opt.settings_of(index))
    return Said([json_text({"articles": articles}) if as_json else articles_text(articles)])


def verify(index: opt.IndexDir = None, *, as_json: opt.AsJson = False) -> Said:
    """Check every file, hash and count of the index."""
    from ui.upkeep import verify_index

    facts = verify_index(opt.settings_of(index))
    said = _facts(facts, as_json=as_json)
    return Said(said.out, [f"wenju: {problem}" for problem in facts["problems"]], code=0 if facts["ok"] else 2)


def stats(index: opt.IndexDir = None, *, as_json: opt.AsJson = False) -> Said:
    """Say what the index holds and how it was made."""
    from ui.upkeep import index_stats

    return _facts(index_stats(opt.settings_of(index)), as_json=as_json)


def doctor(index: opt.IndexDir = None, *, as_json: opt.AsJson = False) -> Said:
    """Say what is in use, what is wrong with it and what to do; nothing is changed."""
    from ui.doctor import check_up

    found = check_up(opt.settings_of(index))
    told = list(dict.fromkeys(line for problem in found.problems for line in problem.lines()))
    said = json_text(found.to_json()) if as_json else facts_text(found.facts)
    return Said([said], told, code=2 if found.problems else 0)


def backup(file: Annotated[Path, typer.Argument(metavar="FILE")], index: opt.IndexDir = None, *, as_json: opt.AsJson = False) -> Said:
    """Copy the whole index into one .tar file."""
    from ui.upkeep import back_up

    return _facts(back_up(opt.settings_of(index), file), as_json=as_json)


def restore(file: Annotated[Path, typer.Argument(metavar="FILE")], index: opt.IndexDir = None, *, as_json: opt.AsJson = False) -> Said:
    """Unpack a backup into a new index, checked."""
    from ui.upkeep import restore_index

    return _facts(restore_index(opt.settings_of(index), file), as_json=as_json)


def _facts(facts: dict[str, Any], *, as_json: bool) -> Said:
    return Said([json_text(facts) if as_json else facts_text(facts)])
