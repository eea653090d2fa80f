"""How likely each Chinese word is meant by an English one, from all the lexicon knows of it.

Sentence pairs say how often; what they have not seen enough of they leave to the dictionaries, which only list.
"""

from collections.abc import Iterable, Mapping, Sequence

Weighted = tuple[str, float]

# What a listing adds to the score of a dictionary's gloss, which is 0.2 to 1.3: a title names the thing itself, a synonym is one of many
# senses. On 341 questions of xquad-xl titles from 0.1 to 1.2 and synonyms from 0.1 to 0.6 differ by less than 0.4 points.
_TITLE, _SYNONYM = 0.6, 0.1
# A word half as likely is searched with more than half the weight: the collection says one thing in one way, not in shares. The words alone
# put 76.8 % of the same questions right at 0.5, 76.0 % at 0.25 and 75.1 % at 1.
_SOFTNESS = 0.5
_LEAST = 0.01


def likelihoods(listed: Mapping[str, float], seen: Sequence[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """Chinese word → p, summing to 1 or less.

    Args:
        listed: scores of the dictionaries' words, larger is likelier.
        seen: per form of the English word how much the form counts, 0 to 1, and p(Chinese | form) by the sentence pairs; what these leave
            open goes to the next form and in the end to what is listed.
    """
    found: dict[str, float] = {}
    rest = 1.0
    for share, aligned in seen:
        for word, p in aligned.items():
            found[word] = found.get(word, 0.0) + rest * share * p
        rest *= 1 - share * min(1.0, sum(aligned.values()))
    total = sum(listed.values())
    for word, score in listed.items():
        found[word] = found.get(word, 0.0) + rest * score / total
    return found


def listed_scores(glosses: Mapping[str, float], titles: Iterable[str], synonyms: Iterable[str]) -> dict[str, float]:
    """Scores of all listed words: the dictionary's, more for a title and a little more for a synonym."""
    scores = dict(glosses)
    for words, more in ((titles, _TITLE), (synonyms, _SYNONYM)):
        for word in words:
            scores[word] = scores.get(word, 0.0) + more
    return scores


def weighted(likely: Mapping[str, float], limit: int) -> tuple[Weighted, ...]:
    """The likeliest words with a weight of 1 for the first and less for the others, best first, ties by word."""
    best = max(likely.values(), default=0.0)
    found = ((word, (p / best) ** _SOFTNESS) for word, p in likely.items() if p >= _LEAST * best > 0)
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit])
