"""What a trained file was made of, in a JSON file beside it: the facts that its card tells."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.errors import InputError

Made = dict[str, Any]


def write_made(trained: Path, made: Made) -> None:
    """Write the facts of a trained file: ``words``, ``trainings`` (each ``steps`` and ``recipe``), ``device``."""
    trained.with_suffix(".json").write_text(json.dumps(made, indent=1, ensure_ascii=False), encoding="utf-8")


def read_made(trained: Path) -> Made:
    """The facts of a trained file; empty where none were written.

    Raises:
        InputError: they cannot be read.
    """
    path = trained.with_suffix(".json")
    try:
        found: Made = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read ({error}); delete it, and the card says that the training was not recorded") from error
    return found


def joined(made: Sequence[Made]) -> Made:
    """The facts of an average of several."""
    trainings = [training for each in made for training in each.get("trainings", [])]
    return {**(made[0] if made else {}), "trainings": trainings}
