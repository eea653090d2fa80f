"""The model card: what a model was made of and how, what it finds, under which licences, and what it cannot do. Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from index.train.card_facts import ABLATION, ABLATION_COLUMNS, LIMITS, MATERIAL
from index.train.validation import Recall

# Of a recipe, what tells two trainings apart; the rest stands in meta.json.
_TOLD = ("sentences", "words", "clozes", "questions", "question_share", "added_rate", "body_rate", "base_rate", "warmup", "dropout", "seed")
_PARTS = " report"
_HEAD = """# The embedded encoder of wenju

Turns an English question and a Chinese passage into vectors of 384 numbers whose dot product says how much they have in common.
It is all-MiniLM-L6-v2 (sentence-transformers) with an input embedding for each of {words} Chinese words, trained further; int8 for
ONNX Runtime, read without torch. `script/train-encoder` makes it, `wenju model export` writes it as a sentence-transformers folder.
Texts are cut into words by wenju before the tokenizer sees them.
"""
_HOW = """## How it was made

1. Each Chinese word begins at the mean of the input embeddings of its English glosses' word pieces (CC-CEDICT first).
2. Distillation: the vector of a Chinese sentence, run of sentences or word is drawn to the vector that the untouched all-MiniLM-L6-v2 gives
   its English (Reimers, Gurevych, EMNLP 2020), and away from the others of its batch; English keeps the vector it had.
3. Retrieval: an English sentence finds the Chinese run it was translated in; in the last steps questions and headlines find their passages
   among passages that share their words (InfoNCE).
"""
_LICENCES = """## Licences

The layers and the English word pieces derive from all-MiniLM-L6-v2, Apache License 2.0,
https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2; changed: trained further, stored as int8. The embeddings of the Chinese words
derive from CC-CEDICT, MDBG and contributors, https://www.mdbg.net/chinese/dictionary?page=cc-cedict, and stay under Creative Commons
Attribution-ShareAlike 4.0 International, https://creativecommons.org/licenses/by-sa/4.0/; changed: means over glosses, trained further.
No sentence of the sets above is in the model's files; whoever trains again needs the sets and keeps to their licences.
"""
_FOLDER_HEAD = """---
license: cc-by-sa-4.0
language: [zh, en]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
base_model: sentence-transformers/all-MiniLM-L6-v2
---

> Cut texts into words first: the tokenizer holds whole Chinese words and looks for them between spaces. wenju does so by itself
> (`WENJU_EMBEDDING__MODEL=<this folder>`). Elsewhere: `" ".join(index.tokens.words(text))`, then `SentenceTransformer.encode`.
> Weights read back from the int8 file are off from the trained ones by half a step of their integers.

"""


def model_card(made: Mapping[str, Any], recalls: Sequence[Recall], held: Mapping[str, float]) -> str:
    """The card of a model.

    Args:
        made: ``words``, how many Chinese words; ``trainings``, a list of ``{"steps", "recipe"}``, averaged where there are several;
            ``device``. What is missing is said to be not recorded.
        recalls: as `index.train.evaluate.evaluate` measures; of the sets' parts only what no training may read is shown.
        held: set → share of held-back sentences found.
    """
    words = made.get("words")
    parts = [
        _HEAD.format(words=f"{words:,}" if words else "its"),
        _HOW + "\n" + _trainings(made),
        _material(),
        _scores(recalls, held),
        _ablation(),
        _LICENCES,
        "## Limits\n\n" + "".join(f"- {limit}\n" for limit in LIMITS),
    ]
    return "\n".join(parts)


def folder_card(card: str) -> str:
    """The card of the same model as a sentence-transformers folder."""
    return _FOLDER_HEAD + card


def _trainings(made: Mapping[str, Any]) -> str:
    trainings = made.get("trainings") or []
    if not trainings:
        return "The training was not recorded.\n"
    head = ["recipe", *(f"training {number}" for number in range(1, len(trainings) + 1))]
    rows = [["steps", *(f"{each['steps']:,}" for each in trainings)]]
    rows += [[name, *(f"{each['recipe'].get(name, '')}" for each in trainings)] for name in _TOLD]
    told = f"{len(trainings)} trainings, their weights averaged" if len(trainings) > 1 else "One training"
    return f"{told}, on {made.get('device', 'a machine not recorded')}. Sizes are texts a step.\n\n{_table(head, rows)}"


def _material() -> str:
    rows = [[each.name, each.what, each.source, each.licence, each.used] for each in MATERIAL]
    return f"""## Data

{_table(["set", "what", "source", "licence", "read"], rows)}
Of the four question sets only documents whose id's sha256 is 0 to 4 modulo 10 are read, and questions all of whose documents are
among them; 5 chooses between trainings, 6 to 9 are for reporting. News articles that fill up xquad-xl and cmrc-open are left out;
crud-news, RGB, NTREX and FLORES are never read. A paragraph that stands in two sets in two scripts, one of them read, is not reported on.
"""


def _scores(recalls: Sequence[Recall], held: Mapping[str, float]) -> str:
    shown = [each for each in recalls if each.name.endswith(_PARTS)]
    if not shown:
        return "## Scores\n\nNot measured.\n"
    cutoffs = sorted(shown[0].at)
    rows = [[each.name.removesuffix(_PARTS), str(each.questions), *(_percent(each.at[k]) for k in cutoffs)] for each in shown]
    table = _table(["set, language of the question", "questions", *(f"R@{k}" for k in cutoffs)], rows, right=len(cutoffs) + 1)
    kept = ", ".join(f"{name} {_percent(share)} %" for name, share in held.items())
    last = f"Held-back English sentences, by the teacher's vector, whose Chinese is nearest: {kept}.\n" if kept else ""
    return f"""## Scores

Share, in percent, of the questions whose document is among the first k by this file's vectors alone (int8); all documents of the set are
searched, the questions are those whose documents are for reporting.

{table}
{last}"""


def _ablation() -> str:
    rows = [[name, *(f"{value:.1f}" for value in values)] for name, values in ABLATION]
    return f"""## What each step of the recipe gives

The vectors alone, float weights, 66,000 words; documents that no training has seen.

{_table(["", *ABLATION_COLUMNS], rows, right=len(ABLATION_COLUMNS))}"""


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: int = 0) -> str:
    """A Markdown table; the last `right` columns stand to the right."""
    rule = ["---"] * (len(head) - right) + ["--:"] * right
    return "".join("| " + " | ".join(row) + " |\n" for row in (head, rule, *rows))
