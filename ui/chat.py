"""The chat, one more client of the engine: Gradio draws it, `ui.render` makes every piece of HTML in it.

Messages are HTML components, never Markdown: a text from an article or a person cannot become a link or an image.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

import gradio as gr
from fastapi import FastAPI

from index.errors import WenjuError
from rag.config import Settings
from rag.engine import Engine
from rag.schema import Answer, Final, Retrieved, Turn
from ui import render
from ui.i18n import DEFAULT_LOCALE, LOCALES, hint, preferred_locale, translate

logger = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_MONO = ["ui-monospace", "Consolas", "monospace"]
# Larger letters rather than empty margins. In the head, because Gradio does not keep a rule for the root inside a media query.
_WIDE = "@media (min-width: 1700px) { html { font-size: 18px } } @media (min-width: 2300px) { html { font-size: 22px } }"
_LANGUAGES = [("中文", "zh-Hans"), ("English", "en")]
EXAMPLES = 6
KEPT_TURNS = 20  # a longer conversation loses its oldest turns: each one is sent to the browser again with every answer


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with what stands below it: the whole answer, or the text that has come so far and what stopped it."""

    question: str
    answer: Answer | None = None
    error: str = ""
    partial: str = ""

    @property
    def is_done(self) -> bool:
        """True when nothing more will come."""
        return self.answer is not None or bool(self.error)


Conversation = tuple[Exchange, ...]


def mount_chat(app: FastAPI, engine: Engine, settings: Settings) -> FastAPI:
    """Mount the chat at ``/`` of ``app``; nothing it shows is fetched from another host."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        chat_blocks(engine, settings),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,  # no upload is wanted; the edge closes the route too
        ssr_mode=False,
        theme=gr.themes.Base(primary_hue="red", neutral_hue="stone", font=_FONTS, font_mono=_MONO),
        css=(_STATIC / "chat.css").read_text(encoding="utf-8"),
        head=f"<style>{_WIDE}</style><script>{(_STATIC / 'chat.js').read_text(encoding='utf-8')}</script>",
    )
    return mounted


def chat_blocks(engine: Engine, settings: Settings) -> gr.Blocks:
    """The page: conversation on the left, its sources on the right; below one another on a narrow screen."""
    locale = DEFAULT_LOCALE
    with gr.Blocks(title="闻据 · Wenju", analytics_enabled=False, fill_width=True) as blocks:
        conversation = gr.State(())
        with gr.Row(equal_height=False, elem_classes="wj-top"):
            header = gr.HTML(render.header_html(locale))
            language = gr.Radio(_LANGUAGES, value=locale, show_label=False, container=False, elem_classes="wj-language", min_width=160)
        with gr.Row(equal_height=False, elem_classes="wj-main"):
            with gr.Column(scale=3, min_width=300, elem_classes="wj-talk"):
                chatbot = gr.Chatbot(**_chatbot_settings(locale))
                with gr.Row(equal_height=True, elem_classes="wj-ask"):
                    box = gr.Textbox(**_box_settings(locale), max_lines=4, max_length=settings.max_question_chars, scale=5)
                    ask = gr.Button(translate("chat.ask", locale), variant="primary", scale=0, min_width=96)
                    stop = gr.Button(translate("chat.stop", locale), variant="stop", scale=0, min_width=96, visible=False)
                with gr.Row(elem_classes="wj-examples") as examples_row:
                    examples = [
                        gr.Button(translate(f"example.{n}", locale), size="sm", variant="secondary") for n in range(1, EXAMPLES + 1)
                    ]
                clear = gr.Button(translate("chat.clear", locale), size="sm", variant="secondary", visible=False, elem_classes="wj-clear")
            with gr.Column(scale=2, min_width=300, elem_classes="wj-side"):
                panel = gr.HTML(render.panel_html((), locale))

        def answer(question: str, seen: Conversation, locale: str) -> Iterator[tuple[Any, ...]]:
            box_text: Any = ""  # cleared once; later on the reader may be typing the next question
            for now in conversing(engine, question, seen, locale):
                messages, sources = _shown(now, locale)
                # The panel is drawn anew only with a whole answer: a reader may be in an earlier one's sources.
                drawn = sources if now[-1].is_done else gr.skip()
                yield messages, drawn, now, box_text, *_switched(asking=not now[-1].is_done)
                box_text = gr.skip()

        def stopped(seen: Conversation, locale: str) -> tuple[Any, ...]:
            kept = tuple(each if each.is_done else replace(each, error=translate("chat.stopped", locale)) for each in seen)
            return (*_shown(kept, locale), kept, gr.skip(), *_switched(asking=False))

        def restart(locale: str) -> tuple[Any, ...]:
            return (*_shown((), locale), (), "", *_switched(asking=False, empty=True))

        def relabel(locale: str, seen: Conversation) -> list[Any]:
            labels = [gr.update(value=translate(f"example.{n}", locale)) for n in range(1, EXAMPLES + 1)]
            buttons = [gr.update(value=translate(f"chat.{name}", locale)) for name in ("ask", "stop", "clear")]
            messages, sources = _shown(seen, locale)
            chat = gr.update(value=messages, placeholder=_placeholder(locale), label=translate("chat.title", locale))
            return [render.header_html(locale), chat, sources, gr.update(**_box_settings(locale)), *buttons, *labels]

        outputs = [chatbot, panel, conversation, box, ask, stop, clear, examples_row]
        asking = [
            # always_last: what is sent while an answer is still being made is asked right after it, not dropped
            trigger(
                answer, [box, conversation, language], outputs, show_progress="hidden", api_visibility="private", trigger_mode="always_last"
            )
            for trigger in (box.submit, ask.click)
        ]
        asking += [
            example.click(answer, [example, conversation, language], outputs, show_progress="hidden", api_visibility="private")
            for example in examples
        ]
        stop.click(stopped, [conversation, language], outputs, cancels=asking, show_progress="hidden", api_visibility="private")
        clear.click(restart, [language], outputs, cancels=asking, show_progress="hidden", api_visibility="private")
        labelled = [header, chatbot, panel, box, ask, stop, clear, *examples]
        language.change(relabel, [language, conversation], labelled, show_progress="hidden", api_visibility="private")
        blocks.load(_first_locale, None, [language], show_progress="hidden", api_visibility="private")
    blocks.queue(max_size=settings.serve.max_in_flight * 2, default_concurrency_limit=settings.serve.max_in_flight, api_open=False)
    return blocks


def conversing(engine: Engine, question: str, seen: Conversation, locale: str) -> Iterator[Conversation]:
    """The conversation again and again while an answer is made; the last one holds the whole answer or the error.

    Args:
        engine: the open engine.
        question: as typed.
        seen: the conversation so far.
        locale: language of the interface, for the hint that goes with an error.

    Yields:
        ``seen`` with one more exchange.
    """
    earlier = seen[-KEPT_TURNS + 1 :]
    now = Exchange(question)
    yield (*earlier, now)
    try:
        for event in engine.stream(question, history=history_of(earlier), as_of=datetime.now().astimezone().date()):
            if isinstance(event, Retrieved):
                continue
            now = Exchange(question, event.answer) if isinstance(event, Final) else replace(now, partial=now.partial + event.text)
            yield (*earlier, now)
    except WenjuError as error:
        yield (*earlier, replace(now, error=f"{hint(error.code, locale)}\n{error}".strip()))
    except Exception:  # the chat's side of the API edge: the page must not wait for ever
        logger.exception("the chat could not answer")
        yield (*earlier, replace(now, error=translate("error.internal", locale)))


def history_of(conversation: Conversation) -> tuple[Turn, ...]:
    """Finished exchanges as the earlier messages of the next question."""
    turns: list[Turn] = []
    for exchange in conversation:
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return tuple(turns)


def _shown(conversation: Conversation, locale: str) -> tuple[list[dict[str, Any]], str]:
    messages: list[dict[str, Any]] = []
    sections: list[str] = []
    for turn, exchange in enumerate(conversation, start=1):
        messages.append({"role": "user", "content": gr.HTML(render.question_html(exchange.question))})
        messages.append({"role": "assistant", "content": gr.HTML(_reply(exchange, turn, locale))})
        if exchange.answer is not None:
            sections.append(render.sources_html(exchange.answer, turn, locale))
    return messages, render.panel_html(sections, locale)


def _reply(exchange: Exchange, turn: int, locale: str) -> str:
    if exchange.answer is not None:
        return render.answer_html(exchange.answer, turn, locale)
    shown = render.partial_html(exchange.partial) if exchange.partial else ""
    if exchange.error:  # what came before it stays: the reader has seen it
        return shown + render.error_html(exchange.error)
    return shown or render.waiting_html(locale)


def _switched(*, asking: bool, empty: bool = False) -> tuple[Any, ...]:
    return (gr.update(visible=not asking), gr.update(visible=asking), gr.update(visible=not (asking or empty)), gr.update(visible=empty))


def _chatbot_settings(locale: str) -> dict[str, Any]:
    return {
        "label": translate("chat.title", locale),
        "show_label": False,
        "height": None,
        "elem_classes": "wj-chatbot",
        "placeholder": _placeholder(locale),
        "buttons": [],
        "feedback_options": None,
        "render_markdown": False,
        "allow_file_downloads": False,
        "group_consecutive_messages": False,
    }


def _box_settings(locale: str) -> dict[str, Any]:
    return {"placeholder": translate("chat.placeholder", locale), "label": translate("chat.question", locale), "show_label": False}


def _placeholder(locale: str) -> str:
    return render.welcome_html(locale)


def _first_locale(request: gr.Request) -> str:
    locale = preferred_locale(request.headers.get("accept-language"))
    return locale if locale in LOCALES else DEFAULT_LOCALE
