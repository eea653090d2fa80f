"""The command line, `wenju`: the only file that prints, configures logging, and ends the program with a code.

Exit codes: 0 done (a question without an answer in the articles too), 2 error, 3 built but some sources were rejected.
What a command needs is imported inside it: an answer without a language model must not wait for gradio or torch.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import InputError, WenjuError
from ui import commands
from ui import options as opt
from ui.eval_commands import eval_app
from ui.examples import examples_of
from ui.model_commands import model_app
from ui.output import Said, answer_text, error_json, error_text, json_text, one_line, passages_text, printable
from ui.request import AskRequest, read_day, read_history_file

if TYPE_CHECKING:
    from rag.engine import Engine
    from rag.schema import Answer

logger = logging.getLogger(__name__)
UNEXPECTED = "something went wrong that wenju did not expect ({kind}: {error}); run with WENJU_DEBUG=1 for the traceback"


def _show(said: Said) -> None:
    for text in said.out:
        _say(text)
    for text in said.err:
        _tell(one_line(text))
    if said.code:
        raise typer.Exit(said.code)


app = typer.Typer(
    help="Ask a question about Chinese news pages; get the figure and the sentence that says so.",
    epilog=examples_of(),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    result_callback=_show,
)
app.command("build", epilog=examples_of("build"))(commands.build)


def main() -> None:
    """Run one command; every error becomes a sentence on standard error and exit code 2."""
    _use_utf8()
    logging.basicConfig(
        level=logging.DEBUG if _debugging() else logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    try:
        app()
    except WenjuError as error:
        _tell(error_text(error))
    except BrokenPipeError:  # the reader of our output, e.g. head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        _tell("wenju: " + UNEXPECTED.format(kind=type(error).__name__, error=error))
        logger.debug("unexpected error", exc_info=True)
    else:
        return
    sys.exit(2)


@app.command(epilog=examples_of("ask"))
def ask(  # noqa: PLR0913, PLR0917 - the arguments are the command line's
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    index: opt.IndexDir = None,
    batch: opt.Batch = None,
    history: opt.History = None,
    as_of: opt.AsOf = None,
    from_: opt.FromDay = None,
    to: opt.ToDay = None,
    place: opt.Place = None,
    outlet: opt.Outlet = None,
    language: opt.Language = None,
    source_file: opt.SourceFile = None,
    doc_id: opt.DocIds = None,
    *,
    as_json: opt.AsJson = False,
) -> Said:
    """Answer a question, with the sentences that say so."""
    filters = opt.filters_of(from_=from_, to=to, place=place, outlet=outlet, language=language, source_file=source_file, doc_ids=doc_id)
    turns = read_history_file(history) if history else ()
    day = read_day(as_of, field="as_of") if as_of else None
    request = AskRequest(_one_input(question, batch), history=turns, filters=filters, as_of=day)
    engine = _engine(index)
    if batch:
        return Said(_batch(batch, request, lambda each: _answer(engine, each).to_json()))
    answer = _answer(engine, request)
    return Said([json_text(answer.to_json()) if as_json else answer_text(answer)])


@app.command(epilog=examples_of("retrieve"))
def retrieve(  # noqa: PLR0913, PLR0917 - the arguments are the command line's
    query: Annotated[str | None, typer.Argument(metavar="QUERY")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Number of documents; the best passage of each is shown.")] = 10,
    index: opt.IndexDir = None,
    batch: opt.Batch = None,
    from_: opt.FromDay = None,
    to: opt.ToDay = None,
    place: opt.Place = None,
    outlet: opt.Outlet = None,
    language: opt.Language = None,
    source_file: opt.SourceFile = None,
    doc_id: opt.DocIds = None,
    *,
    as_json: opt.AsJson = False,
) -> Said:
    """Show the passages found for a question, without an answer."""
    from ui.found import found_json

    filters = opt.filters_of(from_=from_, to=to, place=place, outlet=outlet, language=language, source_file=source_file, doc_ids=doc_id)
    request = AskRequest(_one_input(query, batch), filters=filters)
    engine = _engine(index)
    if batch:
        return Said(_batch(batch, request, lambda each: found_json(engine, each, k=k)))
    found = found_json(engine, request, k=k)
    return Said([json_text(found) if as_json else passages_text(request.question, found["passages"])])


@app.command(epilog=examples_of("serve"))
def serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on; default 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port; default 7860, 0 takes a free one.")] = None,
    allow_origin: Annotated[
        list[str] | None, typer.Option("--allow-origin", metavar="URL", help="A site that may embed the widget; may be repeated.")
    ] = None,
    index: opt.IndexDir = None,
) -> Said:
    """Serve the chat, the API and the widget."""
    from ui.serve import serve_until_stopped

    given: dict[str, Any] = {"host": host, "port": port, "allowed_origins": allow_origin}
    settings = opt.settings_of(index, serve={name: value for name, value in given.items() if value is not None})
    serve_until_stopped(settings, announce=_say)
    return Said()


@app.command(epilog=examples_of("demo"))
def demo(
    endpoint: Annotated[str, typer.Option("--endpoint", metavar="URL", help="Where `wenju serve` answers.")] = "http://127.0.0.1:7860",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port of the demo page.")] = 7861,
) -> Said:
    """Serve a page of another site with the widget in it."""
    from ui.demo import serve_demo

    serve_demo(endpoint, port, announce=_say)
    return Said()


for name, command in (  # after the three that everybody needs: build, ask, serve
    ("preview", commands.preview),
    ("list", commands.list_articles),
    ("remove", commands.remove),
    ("verify", commands.verify),
    ("stats", commands.stats),
    ("doctor", commands.doctor),
    ("backup", commands.backup),
    ("restore", commands.restore),
):
    app.command(name, epilog=examples_of(name))(command)
app.add_typer(eval_app, name="eval")
app.add_typer(model_app, name="model")


def _engine(index: Path | None) -> "Engine":
    settings = opt.settings_of(index)
    from rag.engine import Engine

    return Engine.open(settings.index, settings)


def _answer(engine: "Engine", request: AskRequest) -> "Answer":
    return engine.ask(request.question, history=request.history, filters=request.filters, as_of=request.as_of)


def _one_input(question: str | None, batch: Path | None) -> str:
    if (question is None) == (batch is None):
        raise InputError("give either a question in quotes or --batch FILE" + ("" if question is None else ", not both"))
    return question or ""


def _batch(batch: Path, shared: AskRequest, answer: Callable[[AskRequest], dict[str, Any]]) -> Iterator[str]:
    from ui.batch import batch_lines, batch_outcomes

    def told(outcome: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            return outcome()
        except WenjuError as error:
            return error_json(error)
        except Exception as error:
            logger.debug("unexpected error", exc_info=True)
            return {"error": {"code": "internal", "message": UNEXPECTED.format(kind=type(error).__name__, error=error)}}

    for outcome in batch_outcomes(batch_lines(batch), lambda each: answer(each.over(shared)), told):
        yield json_text(outcome)


def _say(text: str) -> None:
    print(printable(text), flush=True)


def _tell(text: str) -> None:
    print(printable(text), file=sys.stderr, flush=True)


def _debugging() -> bool:
    return os.environ.get("WENJU_DEBUG", "") not in {"", "0"}


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a test may put a plain buffer in its place
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
