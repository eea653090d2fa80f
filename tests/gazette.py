"""A reading desk over invented articles: a real index in a folder of the test, without the embedded model."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from index.build import build
from index.lexicon import Lexicon, build_lexicon
from index.schema import Filter
from index.store import LocalStore, open_store
from rag.config import LLMSettings, RetrieveSettings, Settings
from rag.engine import Engine
from rag.figures import FigureMatch, figure_matches
from rag.question import Question, parse_question
from rag.rerank import Evidence, cached_views
from rag.retrieve import Retriever
from rag.schema import Turn
from rag.term import Term
from rag.terms import build_terms
from rag.vocabulary import CollectionVocabulary
from tests.fakes import HashEmbedding
from tests.newsroom import model_cache

Record = dict[str, str]


@cache
def lexicon() -> Lexicon:
    """The bilingual dictionary, made once in the cache."""
    build_lexicon(model_cache())
    return Lexicon.open(model_cache())


def record(name: str, title: str, text: str, **fields: str) -> Record:
    """A finished article."""
    return {"doc_id": name, "title": title, "text": text, **fields}


def index_of(folder: Path, records: Sequence[Record], **pages: str) -> Path:
    """An index under ``folder`` of finished articles, and of pages (file name without suffix → text) still to be cut."""
    source = folder / "records.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records), encoding="utf-8")
    printed = folder / "pages"
    printed.mkdir()
    for name, text in pages.items():
        (printed / f"{name}.txt").write_text(text, encoding="utf-8")
    build([source, printed] if pages else [source], index_dir=folder / "index", embedder=HashEmbedding())
    return folder / "index"


def settings_for(llm: LLMSettings | None = None) -> Settings:
    """Settings that no environment and no file of the machine touches."""
    return Settings(cache=model_cache(), llm=llm or LLMSettings())


def engine_over(index_dir: Path, llm: LLMSettings | None = None) -> Engine:
    """The engine over an index of hash vectors."""
    return Engine(open_store(index_dir), HashEmbedding(), lexicon(), settings_for(llm))


@dataclass(frozen=True)
class Reading:
    """A question read over a desk: what each stage before the answer made of it."""

    question: Question
    terms: tuple[Term, ...]
    evidence: tuple[Evidence, ...]
    figures: list[FigureMatch]

    def term(self, text: str) -> Term:
        """The term of that text."""
        return next(t for t in self.terms if t.text == text)

    @property
    def best(self) -> FigureMatch | None:
        """The figure that ranks first."""
        return self.figures[0] if self.figures else None

    @property
    def value(self) -> float | None:
        """Its value."""
        return self.figures[0].figure.value if self.figures else None


@dataclass(frozen=True)
class Desk:
    """The stages of the question path over one small index."""

    store: LocalStore
    vocabulary: CollectionVocabulary

    def read(self, text: str, history: Sequence[Turn] = (), *, as_of: date | None = None, filters: Filter | None = None) -> Reading:
        """Question, terms, evidence and figures for a question."""
        return self.read_question(parse_question(text, history, as_of=as_of), filters)

    def read_question(self, question: Question, filters: Filter | None = None) -> Reading:
        """The same for a question already understood."""
        terms = build_terms(question, lexicon(), self.vocabulary)
        found = Retriever(self.store, HashEmbedding(), cached_views(self.store.article, size=64), RetrieveSettings()).retrieve(
            question, terms, filters or Filter()
        )
        figures = figure_matches(question, terms, found.evidence, self.store.figures_in)
        return Reading(question, terms, found.evidence, figures)


def desk_over(folder: Path, *records: Record) -> Desk:
    """A desk over finished articles."""
    store = open_store(index_of(folder, records))
    return Desk(store, CollectionVocabulary(store))


STATIONS = record(
    "gz",
    "贵州街头有了歇脚驿站",
    "快递员和环卫工人在街头有了落脚的地方。到上个月底，贵州全省一共建成歇脚驿站4217个，比前一年多出八百多个。站里备有热水、雨伞、充电插座三样东西。"
    "省工会主席钱永平说，驿站全天开放。启用仪式在贵阳市人民广场举行。",
    outlet="黔山晚报",
    published="2022-11-08",
    place="贵州",
)
TEA = record(
    "yn",
    "云南的茶园添了新机器",
    "云南南部的三个县今年春天为茶园买了156台采茶机。种茶的人说，一台机器一天能顶二十个人。县里为此拨了930万元。",
    outlet="滇池周报",
    published="2023-04-19",
    place="云南",
)
CORNERS = (
    record("cs-1", "松原建起读书角", "松原市工会建成职工读书角48个，方便了工人。", outlet="松原日报", published="2024-01-03"),
    record("cs-2", "松原的读书角", "松原市工会建成职工读书角53个，工人爱去。", outlet="北方晚报", published="2024-02-09"),
    record("gs-1", "云南的读书角", "云南全省工会建成职工读书角365个，工人爱去。", outlet="滇池周报", published="2024-02-10"),
    record("gz-2", "贵州的读书角", "贵州全省工会建成职工读书角420个，工人爱去。", outlet="黔山晚报", published="2024-02-11"),
)
TRADITIONAL = record("tw", "臺東的雨傘", "臺東縣政府發放雨傘二千六百把，由縣長陳淑芬主持儀式。", outlet="東岸報", published="2023-07-07")
GROUPS = "，".join(f"第{n}组的人挖了沟又垒了石头" for n in range(1, 30))
LONG_SENTENCE = f"上河村的村民修了水渠，{GROUPS}，最后一共修好水渠7350米，大家都很高兴"
CANAL = record("sh", "上河村修水渠", f"{LONG_SENTENCE}。水渠旁边种了树。", published="2020-03-03")
ENGLISH = record("en", "A loft for couriers", "The loft in Riga opened to 240 couriers last spring. It has soup and lockers.", lang="en")
RECORDS = (STATIONS, TEA, *CORNERS, TRADITIONAL, CANAL, ENGLISH)
# The first story's second line ends with its column, and goes on below the other story.
PAGE = "\n\n".join(
    (
        "明川新大桥昨天通车 两岸车程缩短一半",
        "本报讯(记者 丁一)明川大桥昨天上午通车,全长3260米,双向六车道。大桥建成后,沿岸六个村的村民坐上了公交车,每天过桥的公交车达到四百二十",
        "全市少儿围棋赛落幕",
        "本报讯(记者 周四)5月6日,全市少儿围棋赛在体育馆落幕,来自四十八所小学的316名棋手参加了三天的比赛。",
        "十岁的棋手吴小满七战全胜,夺得甲组冠军。裁判长说,今年的棋手年纪更小,布局更稳。(周四)",
        "辆。明川大桥由市交通局投资兴建,工期三年,桥上设有人行道和观景平台。",
        "市交通局局长何三说,大桥通车后,老渡口的十二艘渡船将改为观光船,船工全部留用。",
    )
)
