"""The steps of `script/train-encoder`: prepare, train, average, export. Each can be stopped and started again.

A program of its own for those who make the model, not a part of `wenju`: it tells its progress through the log, on standard error.
"""

import argparse
import json
import logging
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from index.embedded import EMBEDDED_FOLDER
from index.encoder import EncoderShape
from index.encoder_tokens import EncoderTokens
from index.errors import ConfigError, InputError, WenjuError
from index.train.average import average
from index.train.card import model_card
from index.train.export import export_embedded
from index.train.made import joined, read_made, write_made
from index.train.prepare import VOCABULARY_SIZE, prepare
from index.train.prepared import TOKENIZER_FILE, WORDS_FILE, read_base_file, read_words, write_base
from index.train.recipe import Recipe
from index.train.validation import prepare_validation

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """Where a training keeps what it makes."""

    folder: Path

    @property
    def prepared(self) -> Path:
        """The prepared folder."""
        return self.folder / "prepared"

    @property
    def checkpoint(self) -> Path:
        """How far the training is."""
        return self.folder / "checkpoint.pt"

    @property
    def trained(self) -> Path:
        """The trained weights; facts and tokenizer file lie beside them."""
        return self.folder / "trained.npz"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a step, or all in order; 0, or 2 after an error that was told."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    given = _parser().parse_args(arguments)
    try:
        for step in ("prepare", "train", "export") if given.step == "all" else (given.step,):
            STEPS[step](given)
    except WenjuError as error:
        logger.critical("train-encoder: %s", error)
        return 2
    return 0


def _prepare(given: argparse.Namespace) -> None:
    from tokenizers import Tokenizer

    work = Work(given.work)
    if work.prepared.is_dir():
        logger.info("%s is there and used as it is; delete it to read the data again", work.prepared)
        return
    if given.train_data is None or given.eval_data is None:
        raise ConfigError("nothing is prepared yet; name the data with --train-data DIR --eval-data DIR")
    new = work.folder / "prepared.new"
    shutil.rmtree(new, ignore_errors=True)
    prepare(given.train_data, given.eval_data, new, size=given.words)
    cutter = EncoderTokens(Tokenizer.from_file(str(new / TOKENIZER_FILE)), max_tokens=EncoderShape().max_tokens)
    prepare_validation(given.eval_data, new, cutter)
    new.rename(work.prepared)


def _train(given: argparse.Namespace) -> None:
    from index.train.student import weights_of
    from index.train.trainer import Trainer

    work, recipe, device = Work(given.work), recipe_of(given.recipe, given.steps), given.device or _device()
    _require(work.prepared, "prepare")
    trainer = Trainer(work.prepared, recipe, device=device)
    if work.checkpoint.is_file():
        trainer.load(work.checkpoint)
        logger.info("going on after step %d of %d", trainer.state.step, recipe.steps)

    def on_step(step: int) -> None:
        if step % given.every == 0 or step == recipe.steps:
            trainer.save(work.checkpoint)

    trainer.train(on_step=on_step)
    write_base(work.trained, weights_of(trainer.state.student))
    trained = {"steps": trainer.state.step, "recipe": asdict(recipe)}
    _write_facts(work, {"trainings": [trained], "device": "one GPU" if device == "cuda" else "a processor without a GPU"})


def _average(given: argparse.Namespace) -> None:
    work = Work(given.work)
    _require(work.prepared, "prepare")
    average(given.trained, work.trained)
    _write_facts(work, joined([read_made(path) for path in given.trained]))


def _export(given: argparse.Namespace) -> None:
    from index.train.evaluate import evaluate

    work = Work(given.work)
    trained = given.trained[0] if given.trained else work.trained
    _require(work.prepared, "prepare")
    _require(trained, "train")
    made = read_made(trained)
    logger.info("measuring %s", trained)
    scores = evaluate(read_base_file(trained), work.prepared)
    for each in scores.recalls:
        logger.info("%s, %d questions: %s", each.name, each.questions, " ".join(f"R@{k} {share:.3f}" for k, share in each.at.items()))
    card = model_card(made, scores.recalls, scores.held)
    export_embedded(trained, work.prepared / TOKENIZER_FILE, given.out, card=card, made=made)
    logger.info("wrote %s", given.out)


STEPS: Mapping[str, Callable[[argparse.Namespace], None]] = {"prepare": _prepare, "train": _train, "average": _average, "export": _export}


def recipe_of(file: Path | None, steps: int | None) -> Recipe:
    """The recipe with what a JSON file of its fields says, and the number of steps.

    Raises:
        InputError: the file cannot be read or names what is no part of a recipe.
    """
    try:
        given: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError) as error:
        raise InputError(f'{file} cannot be read as a recipe ({error}); write it as JSON, e.g. {{"dropout": 0.05}}') from error
    known = [field.name for field in fields(Recipe)]
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise InputError(f"{file} names {', '.join(unknown)}; a recipe has {', '.join(known)}")
    return Recipe(**given | ({"steps": steps} if steps else {}))


def _write_facts(work: Work, made: dict[str, Any]) -> None:
    words = len(read_words(work.prepared / WORDS_FILE)["glosses"])
    write_made(work.trained, {"words": words, **made})
    shutil.copyfile(work.prepared / TOKENIZER_FILE, work.folder / TOKENIZER_FILE)
    logger.info("wrote %s", work.trained)


def _require(path: Path, step: str) -> None:
    if not path.exists():
        raise ConfigError(f'{path} is missing; make it with "script/train-encoder {step}"')


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/train-encoder", description="Make the embedded encoder; what is done is not done again.")
    parser.add_argument("step", nargs="?", default="all", choices=("all", *STEPS), help="one step; all: prepare, train, export")
    parser.add_argument("trained", nargs="*", type=Path, metavar="FILE", help="trained files: those to average, or the one to export")
    parser.add_argument("--train-data", type=Path, metavar="DIR", help="parallel text and word lists, a folder a set")
    parser.add_argument("--eval-data", type=Path, metavar="DIR", help="question sets, a folder a set")
    parser.add_argument("--work", type=Path, default=Path(".wenju/train"), metavar="DIR", help="where everything is kept (%(default)s)")
    parser.add_argument(
        "--out", type=Path, default=EMBEDDED_FOLDER, metavar="DIR", help="where the finished model goes (the one that ships)"
    )
    parser.add_argument("--device", choices=("cpu", "cuda"), help="default: cuda where there is one")
    parser.add_argument("--steps", type=int, metavar="N", help=f"length of the training ({Recipe().steps})")
    parser.add_argument("--recipe", type=Path, metavar="FILE", help="JSON with other values of the recipe's fields")
    parser.add_argument("--words", type=int, default=VOCABULARY_SIZE, metavar="N", help="Chinese words with an embedding (%(default)s)")
    parser.add_argument("--every", type=int, default=25, metavar="N", help="steps from checkpoint to checkpoint (%(default)s)")
    return parser
