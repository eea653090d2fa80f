"""Makes the prepared folder of a training: cuts every text once, with the vocabulary that the encoder will have."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from index.encoder import EncoderShape
from index.encoder_tokens import EncoderTokens
from index.train.base import Base, installed_base, read_base
from index.train.gloss_rows import MAX_GLOSSES
from index.train.pairs import SENTENCE_SETS, WORD_SETS, Pair, read_pairs
from index.train.prepared import BASE_FILE, TEXTS_FILE, TOKENIZER_FILE, WORDS_FILE, Texts, write_base, write_texts, write_words
from index.train.retrieval import Material, read_material
from index.train.vocabulary import choose_words, count_words, glosses, tokenizer_file

VOCABULARY_SIZE = 66_000
_HELD_SETS = ("mlqe-wiki", "tico19")
_HELD_EVERY = 5
_LONGEST_WORD_PAIR = 8
_MAX_TEACHER_TOKENS = 160

logger = logging.getLogger(__name__)


def prepare(train_data: Path, eval_data: Path, folder: Path, *, size: int = VOCABULARY_SIZE, base: Base | None = None) -> None:
    """Write the prepared folder.

    Every fifth pair of the two sets nearest to news is held back, for choosing between trainings.

    Args:
        train_data: folder with the parallel sets and word lists.
        eval_data: folder with the question sets of which the training part is used.
        folder: written to.
        size: how many Chinese words get an embedding.
        base: what the training starts from; the installed all-MiniLM-L6-v2 if None.

    Raises:
        InputError: a set is missing or damaged.
        ModelError: the base model is missing.
    """
    from tokenizers import Tokenizer

    sets = {name: read_pairs(train_data, name) for name in (*SENTENCE_SETS, *WORD_SETS)}
    material = read_material(eval_data)
    start = base or read_base(installed_base())
    folder.mkdir(parents=True, exist_ok=True)
    write_base(folder / BASE_FILE, start.weights)
    known = glosses(train_data)
    seen = count_words(pair for name in SENTENCE_SETS for pair in sets[name])
    chosen = choose_words(known, seen, size=size)
    logger.info("%d words chosen of %d with known English", len(chosen), len(known))
    plain: Any = Tokenizer.from_str(start.tokenizer)
    plain.no_truncation()
    plain.no_padding()
    write_words(folder / WORDS_FILE, _word_facts({word: known[word][:MAX_GLOSSES] for word in chosen}, plain))
    tokenizer = tokenizer_file(start.tokenizer, chosen)
    (folder / TOKENIZER_FILE).write_text(tokenizer, encoding="utf-8")
    cutter = EncoderTokens(Tokenizer.from_str(tokenizer), max_tokens=EncoderShape().max_tokens)
    texts = _sentence_texts({name: sets[name] for name in SENTENCE_SETS}, cutter, plain)
    texts |= _word_texts([pair for name in WORD_SETS for pair in sets[name]], cutter, plain)
    texts |= _material_texts(material, cutter)
    write_texts(folder / TEXTS_FILE, texts)


def _word_facts(known: dict[str, list[str]], plain: Any) -> dict[str, Any]:
    from pypinyin import lazy_pinyin

    readings = {word: lazy_pinyin(word)[0] for word in known if len(word) == 1}
    wanted = sorted({text for listed in known.values() for text in listed} | set(readings.values()))
    return {"glosses": known, "readings": readings, "pieces": dict(zip(wanted, _plain_ids(plain, wanted), strict=True))}


def _plain_ids(plain: Any, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids for encoding in plain.encode_batch(list(texts), add_special_tokens=False)]


def _sentence_texts(sets: dict[str, list[Pair]], cutter: EncoderTokens, plain: Any) -> dict[str, Texts]:
    """Chinese and English of every set; the pairs that are held back under names of their own."""
    found: dict[str, Texts] = {}
    for name, pairs in sets.items():
        held = pairs[::_HELD_EVERY] if name in _HELD_SETS else []
        kept = [pair for at, pair in enumerate(pairs) if at % _HELD_EVERY] if held else pairs
        for prefix, part in (("sentences", kept), ("held", held)):
            if part:
                found |= _both(f"{prefix}/{name}", part, cutter, plain)
        logger.info("%s: %d pairs, %d held back", name, len(kept), len(held))
    return found


def _word_texts(pairs: Sequence[Pair], cutter: EncoderTokens, plain: Any) -> dict[str, Texts]:
    unique = dict.fromkeys(pair for pair in pairs if len(pair.english.split()) <= _LONGEST_WORD_PAIR)
    return _both("words", list(unique), cutter, plain)


def _both(name: str, pairs: Iterable[Pair], cutter: EncoderTokens, plain: Any) -> dict[str, Texts]:
    listed = list(pairs)
    english = [ids[:_MAX_TEACHER_TOKENS] for ids in _plain_ids(plain, [pair.english for pair in listed])]
    return {f"{name}/zh": Texts.of(cutter.ids(pair.chinese)[1:-1] for pair in listed), f"{name}/en": Texts.of(english)}


def _material_texts(material: Material, cutter: EncoderTokens) -> dict[str, Texts]:
    logger.info("%d passages, %d questions and headlines", len(material.passages), len(material.pairs))
    return {
        "passages": Texts.of(cutter.ids(text)[1:-1] for text in material.passages),
        "queries": Texts.of(cutter.ids(pair.query)[1:-1] for pair in material.pairs),
        "right": Texts.of(pair.right for pair in material.pairs),
        "wrong": Texts.of(pair.wrong for pair in material.pairs),
    }
