"""What the model card says that no training decides: material, its licences, the steps of the recipe measured one by one, limits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Material:
    """A set that a training reads: what it holds, how much of it, where it is from, its licence, what of it is read."""

    name: str
    what: str
    source: str
    licence: str
    used: str


MATERIAL = (
    Material(
        "laws-tw",
        "163,943 sentences of Taiwan's laws with the official translations",
        "kong0107/mojLawSplitJSON",
        "no copyright (Copyright Act of Taiwan, Art. 9); Open Government Data License 1.0, Ministry of Justice",
        "a third, in whole runs of lines",
    ),
    Material(
        "python-docs",
        "62,057 sentences of the Python documentation",
        "python/python-docs-zh-cn",
        "translations CC0, English PSF License 2",
        "all",
    ),
    Material("tatoeba", "29,024 everyday sentences", "Tatoeba", "CC BY 2.0 FR", "all"),
    Material("tensorflow-docs", "11,534 paragraphs of tutorials", "tensorflow/docs-l10n", "Apache-2.0", "all"),
    Material(
        "mlqe-wiki",
        "7,332 Wikipedia sentences, translations corrected by people",
        "sheffieldnlp/mlqe-pe",
        "CC0; English from Wikipedia, CC BY-SA",
        "four of five; the fifth held back",
    ),
    Material("tico19", "3,007 sentences on COVID-19", "tico-19/tico-19.github.io", "CC0", "four of five; the fifth held back"),
    Material("cc-cedict", "200,235 dictionary glosses", "CC-CEDICT", "CC BY-SA 4.0", "all; the first rows of the Chinese words too"),
    Material("wiki-titles", "202,597 titles of encyclopedia articles", "open-dict-data/wikidict-zh, wikidict-en", "CC0 (Wikidata)", "all"),
    Material(
        "wordnet",
        "126,946 synonyms by sense",
        "omwn/omw-data, globalwordnet/english-wordnet, globalwordnet/cili",
        "WordNet-style, CC BY 4.0, WordNet License",
        "all",
    ),
    Material("cldr-names", "1,401 countries, languages, scripts, currencies", "unicode-org/cldr-json", "Unicode License v3", "all"),
    Material(
        "xquad-xl", "questions in English and Chinese over Wikipedia", "XQuAD, CMRC 2018, DRCD", "CC BY-SA 4.0; DRCD CC BY-SA 3.0", "half"
    ),
    Material("cmrc-open", "questions over Chinese Wikipedia", "CMRC 2018, DRCD", "CC BY-SA 4.0; DRCD CC BY-SA 3.0", "half"),
    Material("drcd-hant", "questions in Traditional characters", "DRCD", "CC BY-SA 3.0", "half"),
    Material("chrono-news", "questions and headlines over news", "ChronoQA", "CC BY 4.0", "half"),
)

# R@1 / R@5 / R@10 of the dense arm alone, float weights, documents that no training has seen; "not measured" is None.
ABLATION_COLUMNS = ("no training", "140 steps, distillation only", "309 steps", "1,245 steps")
ABLATION = (
    ("xquad-xl, English, 215 questions over 3,100 documents, R@1", (65.6, 74.4, 78.1, 76.7)),
    ("the same, R@5", (83.3, 88.8, 91.6, 94.0)),
    ("the same, R@10", (87.9, 92.6, 93.5, 94.9)),
    ("crud-news, Chinese, 140 questions, R@1", (57.1, 57.9, 59.3, 62.1)),
    ("bitext-ntrex, English, 433 sentences, R@1", (85.0, 94.9, 94.9, 95.8)),
)

LIMITS = (
    "English and Chinese only. A word of another language is cut into English word pieces and means little.",
    '256 tokens; what is longer is cut off at its end. As in every encoder that takes a mean, word order and a "not" weigh little.',
    (
        "The parallel text is laws, documentation, encyclopedias and everyday sentences, with little news: legal and technical wording is"
        " known better than slang, dialect or verse."
    ),
    (
        "Chinese words outside the vocabulary are cut into known ones, then into characters. Names that are not in the word lists are"
        " known by their characters' readings at best."
    ),
    "Traditional characters are read as their Simplified ones: two that share one are not told apart.",
    "What its sources assume of people and places, it assumes; it was not examined for that. It finds passages and is no judge of them.",
    "The questions it learned from were written by readers of the passage, so they share its words more than a stranger's would.",
)
