"""Questions about the collection itself: how many articles mention a thing, which ones, which places, papers and people stand with it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.text import fold

MAX_SUBJECT_CHARS = 40


class Listed(StrEnum):
    """What is counted or listed."""

    ARTICLES = "articles"
    PLACES = "places"
    OUTLETS = "outlets"
    PERSONS = "persons"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Census:
    """A question about all articles that mention a subject.

    Attributes:
        listed: what is asked for.
        subject: what the articles mention, in the asker's words.
        wants_count: whether a number is asked for, or the things themselves.
        is_loose: it asks what places or bodies do, not what articles say: one article may hold the whole answer.
    """

    listed: Listed
    subject: str
    wants_count: bool
    is_loose: bool = False


_ARTICLE_ZH = "(?:文章|报道|新闻|稿件|稿子|消息|篇目)"
_HOW_MANY = "(?P<many>多少|几)"
_MENTION_ZH = "(?:提到|提及|谈到|说到|讲到|写到|涉及|介绍|关于|有关|报道|讲|写|说)(?:过|了|的是)?"
_WHAT_ZH = (
    "(?:(?P<places>地方|地区|城市|省份|省|市|区县|县)|(?P<outlets>报纸|报社|媒体|报)|(?P<persons>人物|人)"
    "|(?P<organisations>单位|机构|组织|企业|公司|部门))"
)
_DO_ZH = "(?:开展|举办|举行|实行|推行|推广|建立|建成|建有|设立|设有|搞|有)(?:过|了|的)?"
_ASKED_ZH = "(?:篇|条|则|个)?"
_CHINESE = tuple(
    re.compile(form)
    for form in (
        # 有多少篇文章提到…? 哪些报道写到…?
        rf"^(?:请问|这里|库里|里面|收录的|一共|总共|共)*有?(?:{_HOW_MANY}|哪些|哪几){_ASKED_ZH}的?{_ARTICLE_ZH}[里中]?[都是]?{_MENTION_ZH}(?P<subject>.+?)的?$",
        # 提到…的文章有多少篇?
        rf"^{_MENTION_ZH}(?P<subject>.+?)的{_ARTICLE_ZH}(?:一共|总共|共)?[有是]?(?:{_HOW_MANY}|哪些|哪几){_ASKED_ZH}$",
        # …在多少篇文章里出现过? …被哪些文章提到?
        rf"^(?P<subject>.+?)[在被](?:{_HOW_MANY}|哪些|哪几){_ASKED_ZH}{_ARTICLE_ZH}[里中]?被?(?:提到|提及|出现|写到|报道)(?:过|了)?$",
        # 有几家报纸报道了…? 哪些人与…一起被提到?
        rf"^(?:文章|报道|新闻)?[里中]?有?(?:{_HOW_MANY}|哪些|哪几)[个家位名]?{_WHAT_ZH}(?:的(?:文章|报道))?都?{_MENTION_ZH}(?P<subject>.+?)的?$",
        rf"^(?:文章|报道|新闻)?[里中]?哪些{_WHAT_ZH}[和与跟同](?P<subject>.+?)(?:一起|一同|同时)被?(?:提到|提及|写到|出现)$",
        # 哪些地方开展了…? Of "how many places have …" an article may state the number itself.
        rf"^(?:文章|报道|新闻)?[里中]?有?(?:哪些|哪几)[个家位名]?{_WHAT_ZH}(?:的工会)?[都在]?(?P<loose>{_DO_ZH})(?P<subject>.+?)的?$",
    )
)
_ARTICLE_EN = r"(?:articles?|reports?|stories|story|news items?|pieces|texts|documents)"
_MENTION_EN = (
    r"(?:(?:do |does |did )?(?:mentions?|mentioned|names?|covers?|covered|discuss(?:es)?|contains?|refers? to|talks? about|writes? about"
    r"|speaks? of)|(?:are|is|were) (?:about|on)|about|on|mentioning|covering)"
)
_DO_EN = "(?:runs?|hold|held|have|has|organi[sz]ed?|carry out|carried out|offer|set up|launched)"
_WHAT_EN = (
    r"(?:(?P<places>places|cities|provinces|towns|counties|districts|regions)|(?P<outlets>papers|newspapers|outlets|media)"
    r"|(?P<persons>people|persons)|(?P<organisations>organi[sz]ations|bodies|companies|employers|institutions|units))"
)
_MANY_EN = "(?:(?P<many>how many)|which|what)"
_IN_THESE = r"(?:(?: in| of| from)? (?:the|these|this|your|our|all)(?: \w+)? ?(?:documents|articles|collection|reports|papers|texts))?"
_ENGLISH = tuple(
    re.compile(form)
    for form in (
        rf"^(?:in )?{_MANY_EN}(?: of the| of these)? {_ARTICLE_EN}{_IN_THESE} {_MENTION_EN} (?P<subject>.+?)$",
        rf"^in {_MANY_EN} {_ARTICLE_EN} (?:is|are|was|were|does|do) (?P<subject>.+?) (?:mentioned|named|covered|discussed|appear)$",
        rf"^(?:list|show|name|give me) (?:all |the )*{_ARTICLE_EN}{_IN_THESE} (?:that |which )?{_MENTION_EN} (?P<subject>.+?)$",
        rf"^{_MANY_EN} {_WHAT_EN}{_IN_THESE} (?:(?:are )?mentioned (?:together )?with|{_MENTION_EN}|report(?:ed)? on) (?P<subject>.+?)$",
        rf"^(?:which|what) {_WHAT_EN}{_IN_THESE} (?P<loose>{_DO_EN}) (?P<subject>.+?)$",
    )
)
_FORMS = {"zh": _CHINESE, "en": _ENGLISH}
# "Five Smalls (五小)": what the asker gives in Chinese is what the articles print.
_GIVEN_IN_CHINESE = re.compile(r"[(（\"“「]\s*(?P<han>[\u3400-\u9fff·]{2,20})\s*[)）\"”」]")
_AROUND = " \t?？。.!！,，、:：;；\"'“”‘’「」『』《》()（）"


def census_of(text: str, base: str) -> Census | None:
    """What a question asks of the collection; None when it asks nothing of the kind.

    Args:
        text: the question as asked.
        base: its language without the script; Chinese and English are read.
    """
    asked = text.strip().rstrip("?？。.!！ ")
    folded = fold(asked)
    for form in _FORMS.get(base, ()):
        if match := form.search(folded):
            groups = match.groupdict()
            subject = _subject(asked[match.start("subject") : match.end("subject")], base)
            kinds = [kind for kind in Listed if groups.get(kind.value)]
            listed = kinds[0] if kinds else Listed.ARTICLES
            asked_for = Census(listed, subject, bool(groups.get("many")), bool(groups.get("loose")))
            return asked_for if 1 < len(subject) <= MAX_SUBJECT_CHARS else None
    return None


def _subject(asked: str, base: str) -> str:
    given = _GIVEN_IN_CHINESE.search(asked) if base != "zh" else None
    return given["han"] if given else asked.strip(_AROUND)
