"""The commands of `wenju model`, as functions with the command line's options. Each returns what is to be said."""

from pathlib import Path
from typing import Annotated

import typer

from ui.examples import examples_of
from ui.output import Said


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    trained: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="What script/train-encoder trained; default: the model that ships.")
    ] = None,
) -> Said:
    """Write the embedded model as a sentence-transformers folder: safetensors, no code; texts are to be cut into words first."""
    from index.train.sentence_folder import export_sentence_folder

    entries = export_sentence_folder(folder, trained)
    return Said(
        [f"{folder}: a sentence-transformers model of {entries:,} words and word pieces; its README.md says how texts are cut for it"]
    )


model_app = typer.Typer(help="Take the embedded model elsewhere.", no_args_is_help=True, rich_markup_mode=None)


@model_app.callback()
def _models() -> None:
    """Keeps `export` a command of its own while it is the only one."""


model_app.command("export", epilog=examples_of("model export"))(export)
