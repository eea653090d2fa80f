"""Drafted questions about people and dates, which stand in an article's text and not among its figures."""

import re
from collections.abc import Iterator

from eval.draft_wording import clause_around, quote_around, tagged
from eval.proposal import Proposal
from eval.schema import GoldQuote
from index.dates import moments_in
from index.places import places_in
from index.schema import Article
from rag.names import people_in
from rag.phrases import in_script

# What a person is, before the name: the office with whose it is, 、 between two offices.
_OFFICE = re.compile(r"[\u4e00-\u9fff“”、]{5,24}$")
_SAID = re.compile(r"[据由在同与和对向为从]|说|介绍|表示")
# What stands between a date and what happened on it: 7月24日起，…
_AFTER_DATE = re.compile(r"(?:起|以来|上午|下午|中午|晚上|夜里|晚|当天)?[,，]?")
_RANGE = re.compile(r"[至到—～~-]")
_MIN_EVENT, _MAX_EVENT = 8, 30
_DAY = re.compile(r"\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")


def people_proposals(article: Article) -> Iterator[Proposal]:
    """Who holds an office, as the article introduces its people (县志办主任周…: 县志办主任是谁)."""
    if not article.language.startswith("zh"):
        return
    for name in sorted(people_in(article.body), key=article.body.find):
        at = article.body.find(name)
        left, _ = clause_around(article.body, at, at + len(name))
        office = _OFFICE.search(article.body[left:at])
        if office and not _SAID.search(office[0]) and all(flag[0] not in "rdmc" for _, flag in tagged(office[0])):
            where = "" if places_in(office[0]) else article.place or ""
            yield _proposal(article, f"{where}{office[0]}是谁？", (name,), (at, at + len(name)), "can only one person be meant?")


def date_proposals(article: Article) -> Iterator[Proposal]:
    """When something happened, where the clause after a date says what it was (4月5日，新桥通车: 新桥通车是在什么时候)."""
    if not article.language.startswith("zh"):
        return
    body = article.body
    for moment in moments_in(body, article.published):
        printed = body[moment.start : moment.end]
        if moment.is_time or not _DAY.search(printed) or _RANGE.match(body, moment.end) or _RANGE.match(body, max(0, moment.start - 1)):
            continue
        event_at = _AFTER_DATE.match(body, moment.end)
        start = event_at.end() if event_at else moment.end
        event = body[start : clause_around(body, start, start)[1]].strip()
        if _MIN_EVENT <= len(event) <= _MAX_EVENT and _is_event(event):
            wordings = (printed, *((moment.iso,) if moment.iso and len(moment.iso) == len("2020-01-01") else ()))
            span = (moment.start, start + len(event))
            yield _proposal(article, f"{event}是在什么时候？", wordings, span, "does the clause say enough by itself?")


def _is_event(clause: str) -> bool:
    """A clause with a subject and a verb that does not hang on what stood before."""
    flags = [flag for _, flag in tagged(clause)]
    return flags[0][0] in "nsjlaz" and any(flag[0] in "vl" for flag in flags[1:]) and not any(flag[0] == "x" for flag in flags)


def _proposal(article: Article, question: str, answers: tuple[str, ...], span: tuple[int, int], note: str) -> Proposal:
    gold = (GoldQuote(article.source_file, quote_around(article.body, *span)),)
    return Proposal(article.language, "entity", in_script(article.language, question), answers, gold, note=note)
