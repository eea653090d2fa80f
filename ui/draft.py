"""A page on which a person accepts, edits or drops proposed questions; what is accepted is in the set file at once."""

import math
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from eval.datasets import load_set
from eval.proposal import Proposal, append_to_set
from index.errors import InputError
from ui.i18n import DEFAULT_LOCALE, preferred_locale, translate
from ui.markup import escaped
from ui.serve_socket import address, listen

_STATIC = Path(__file__).parent / "static"
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person stands in the proposals: those still to be looked at, and what became of the others."""

    waiting: tuple[Proposal, ...]
    accepted: int = 0
    dropped: int = 0

    @property
    def current(self) -> Proposal | None:
        """The proposal in front; None when all have been looked at."""
        return self.waiting[0] if self.waiting else None


def fresh_desk(proposals: Sequence[Proposal], set_path: Path) -> Desk:
    """All proposals that are not in the set already, so a page opened again goes on where it was.

    Raises:
        InputError: there is a file at ``set_path`` that is no set.
    """
    known = {question.qid for question in load_set(set_path).questions} if set_path.exists() else set()
    waiting = tuple(proposal for proposal in proposals if proposal.qid not in known)
    return Desk(waiting, accepted=len(proposals) - len(waiting))


def accepted(desk: Desk, set_path: Path, *, question: str, answers: str, number: str) -> Desk:
    """Add the proposal in front to the set, as edited, and go on.

    Args:
        desk: with a proposal in front.
        set_path: of the set file.
        question: as edited. The id stays that of the proposal, so the same proposal is not asked about twice.
        answers: one a line.
        number: the figure in base units; empty where the answer is none.

    Raises:
        InputError: nothing is in front, words are missing, ``number`` is no number, or the set cannot be written; nothing was added.
    """
    proposal = desk.current
    if proposal is None:
        raise InputError("every proposal has been looked at")
    wordings = tuple(line.strip() for line in answers.splitlines() if line.strip())
    edited = replace(proposal, question=" ".join(question.split()), answers=wordings, number=_number(number), drafted_as=proposal.qid)
    append_to_set([edited], set_path)
    return replace(desk, waiting=desk.waiting[1:], accepted=desk.accepted + 1)


def dropped(desk: Desk) -> Desk:
    """Leave the proposal in front out and go on."""
    return replace(desk, waiting=desk.waiting[1:], dropped=desk.dropped + bool(desk.waiting))


def put_off(desk: Desk) -> Desk:
    """Look at the proposal in front last."""
    return replace(desk, waiting=(*desk.waiting[1:], *desk.waiting[:1]))


def _number(text: str) -> float | None:
    plain = text.replace(",", "").replace("，", "").strip()
    try:
        value = float(plain) if plain else None
    except ValueError:
        value = math.nan
    if value is not None and not math.isfinite(value):
        raise InputError(f"the figure is {text!r}; write a number in base units, such as 3400000 for 340万, or leave it empty")
    return value


def draft_blocks(proposals: Sequence[Proposal], set_path: Path) -> gr.Blocks:
    """The page: one proposal at a time, its source above the fields."""
    with gr.Blocks(title="闻据 · Wenju", analytics_enabled=False) as blocks:
        desk, locale = gr.State(Desk(())), gr.State(DEFAULT_LOCALE)
        head = gr.HTML()
        source = gr.HTML()
        question = gr.Textbox(lines=2, max_lines=4)
        answers = gr.Textbox(lines=4, max_lines=12)
        number = gr.Textbox()
        with gr.Row():
            accept, later, drop = gr.Button(variant="primary"), gr.Button(), gr.Button(variant="stop")
        told = gr.HTML()
        fields = [question, answers, number]
        shown = [desk, head, source, *fields, told]

        def started(words: str) -> list[Any]:
            return _shown(fresh_desk(proposals, set_path), set_path, words)

        def on_accept(now: Desk, words: str, *edited: str) -> list[Any]:
            try:
                return _shown(accepted(now, set_path, question=edited[0], answers=edited[1], number=edited[2]), set_path, words)
            except InputError as error:
                return [*[gr.skip()] * (len(shown) - 1), f'<p class="wj-error" role="alert">{escaped(str(error))}</p>']

        def on_later(now: Desk, words: str) -> list[Any]:
            return _shown(put_off(now), set_path, words)

        def on_drop(now: Desk, words: str) -> list[Any]:
            return _shown(dropped(now), set_path, words)

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        accept.click(on_accept, [desk, locale, *fields], shown, **quiet)
        later.click(on_later, [desk, locale], shown, **quiet)
        drop.click(on_drop, [desk, locale], shown, **quiet)
        blocks.load(_labels, None, [locale, *fields, accept, later, drop], **quiet).then(started, [locale], shown, **quiet)
    return blocks


def _labels(request: gr.Request) -> list[Any]:
    """The reader's locale, then the labels of the fields and the buttons in it."""
    locale = preferred_locale(request.headers.get("accept-language"))
    labels = [gr.update(label=translate(f"draft.{name}", locale)) for name in ("question", "answers", "number")]
    return [locale, *labels, *(gr.update(value=translate(f"draft.{name}", locale)) for name in ("accept", "later", "drop"))]


def _shown(desk: Desk, set_path: Path, locale: str) -> list[Any]:
    proposal = desk.current
    counts = translate("draft.counts", locale, waiting=len(desk.waiting), accepted=desk.accepted, dropped=desk.dropped)
    title = translate("draft.title", locale)
    head = f"<h1>{escaped(title)}</h1><p>{escaped(counts)} <code>{escaped(str(set_path))}</code></p>"
    if proposal is None:
        source = f"<p>{escaped(translate('draft.done', locale))}</p>"
        return [desk, head, source, *[gr.update(value="", interactive=False)] * 3, ""]
    number = "" if proposal.number is None else f"{proposal.number:.15g}"
    values = (proposal.question, "\n".join(proposal.answers), number)
    return [desk, head, source_html(proposal), *(gr.update(value=value, interactive=True) for value in values), ""]


def source_html(proposal: Proposal) -> str:
    """The words a proposal was made from, with their file, and what the person should look at."""
    quotes = "".join(f"<blockquote>{escaped(gold.quote)}<br><small>{escaped(gold.source)}</small></blockquote>" for gold in proposal.gold)
    note = f"<p><strong>{escaped(proposal.note)}</strong></p>" if proposal.note else ""
    unit = f" · {escaped(proposal.unit)}" if proposal.unit else ""
    return f"<p>{escaped(proposal.kind)} · {escaped(proposal.lang)}{unit}</p>{quotes}{note}"


def draft_app(proposals: Sequence[Proposal], set_path: Path) -> FastAPI:
    """The page at ``/``, for this machine alone: another site's page cannot reach it under a name of its own.

    Raises:
        InputError: there is a file at ``set_path`` that is no set.
    """
    fresh_desk(proposals, set_path)
    app = FastAPI(openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        draft_blocks(proposals, set_path),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        theme=gr.themes.Soft(primary_hue="stone", neutral_hue="stone", font=_FONTS, font_mono=["ui-monospace", "Consolas", "monospace"]),
        css=(_STATIC / "draft.css").read_text(encoding="utf-8"),
    )
    return mounted


def serve_draft(proposals: Sequence[Proposal], set_path: Path, *, port: int) -> Iterator[str]:
    """Open the page on this machine.

    Args:
        proposals: of `eval.draft.draft_questions`.
        set_path: the questions file that accepted ones are added to; made when there is none.
        port: to listen on; 0 takes a free one.

    Returns:
        What is to be said: one sentence with the address. Asked for more, it serves until the program is told to stop.

    Raises:
        PortTaken: the port is in use.
        InputError: there is a file at ``set_path`` that is no set.
    """
    app = draft_app(proposals, set_path)
    listening = listen("127.0.0.1", port)
    told = f"{len(proposals)} proposals are at {address(listening)} (stop with Ctrl+C); accepted ones go to {set_path}"
    return _serving(app, listening, told)


def _serving(app: FastAPI, listening: socket.socket, told: str) -> Iterator[str]:
    with listening:
        yield told
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2, server_header=False))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
