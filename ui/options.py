"""Options that several commands share, and the settings and filters they make."""

from pathlib import Path
from typing import Annotated, Any

import typer

from index.errors import ConfigError
from index.schema import Filter
from rag.config import Settings
from ui.request import read_filters

IndexDir = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index [$WENJU_INDEX, else .wenju/index].")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, and nothing else, to standard output.")]
Batch = Annotated[Path | None, typer.Option("--batch", metavar="FILE", help="Questions as JSON, one a line; “-” reads standard input.")]
History = Annotated[Path | None, typer.Option("--history", metavar="FILE", help='Earlier messages: [{"role", "content"}, …].')]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day on which the question is asked.")]
FromDay = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only articles published on this day or later.")]
ToDay = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only articles published on this day or earlier.")]
Place = Annotated[str | None, typer.Option("--place", help="Only articles of this place.")]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Only articles of this paper.")]
Language = Annotated[str | None, typer.Option("--language", metavar="TAG", help="Only articles in this language, e.g. zh-Hans.")]
SourceFile = Annotated[str | None, typer.Option("--source-file", metavar="FILE", help="Only articles of this file.")]
DocIds = Annotated[list[str] | None, typer.Option("--doc-id", metavar="ID", help="Only this document; may be repeated.")]


def settings_of(index: Path | None, **sections: object) -> Settings:
    """Settings with what the command line overrides; ``None`` overrides nothing.

    Raises:
        ConfigError: a setting cannot work.
    """
    given: dict[str, Any] = {name: value for name, value in sections.items() if value is not None}
    settings = Settings.load(**given) if index is None else Settings.load(index=index, **given)
    if settings.index.exists() and not settings.index.is_dir():
        raise ConfigError(f"the index {settings.index} is a file; name the folder of an index, or one that is not there yet")
    return settings


def filters_of(**fields: object) -> Filter | None:
    """Filters from flags, named as in a request except ``from_`` (a keyword of Python); None when nothing is filtered.

    Raises:
        InputError: a date cannot be read.
    """
    return read_filters({name.rstrip("_"): value for name, value in fields.items() if value})
