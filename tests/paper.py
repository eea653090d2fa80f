"""Newspaper pages composed as PDF, with the truth: rectangles of articles on a grid of columns, our own words in them."""

import io
import random
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT, HANT_FONT = "STSong-Light", "MSung-Light"
for _name in (FONT, HANT_FONT):
    pdfmetrics.registerFont(UnicodeCIDFont(_name))
WIDTH, HEIGHT = 820.0, 1160.0
MARGIN, GUTTER, BODY, PITCH = 40.0, 14.0, 10.0, 15.0

# thing, place, verb, unit, what people do there, who speaks
TOPICS = (
    ("凉亭", "柳林县", "修建", "座", "歇脚乘凉", "何晓燕"),
    ("水窖", "白石镇", "开挖", "口", "浇灌菜地", "马立冬"),
    ("路灯", "青溪市", "安装", "盏", "夜里赶路", "孙广田"),
    ("图书角", "南坪乡", "布置", "处", "借书看报", "丁秋月"),
    ("公交专线", "海门新区", "开通", "条", "上班通勤", "罗志强"),
    ("果园", "沙河村", "改种", "片", "摘梨卖梨", "郭秀兰"),
    ("游泳池", "东岭区", "翻新", "个", "学习游泳", "曹一鸣"),
    ("养老食堂", "榆树街道", "开办", "家", "吃午饭", "方玉珍"),
    ("渡船", "三江口", "更换", "艘", "过江走亲戚", "江大海"),
    ("风车", "北塬乡", "竖起", "架", "发电照明", "任建国"),
    ("茶园", "云岭县", "扩种", "亩", "采茶炒茶", "陶春妮"),
    ("博物馆", "古槐市", "筹建", "座", "参观陶器", "史文博"),
)
_LEADS = (
    "本报讯（记者{who}）昨日，记者从{place}有关部门获悉，{place}今年已{verb}{thing}{n}{unit}，比去年多出{m}{unit}。",
    "{place}的{thing}又多了。到上月底，当地一共{verb}了{n}{unit}{thing}，前来{use}的人比往年多了三成。",
)
# A sentence is one of each: no two on a page are alike, as none are in a paper.
_OPENERS = (
    "{who}掰着指头算过",
    "{place}的账本上写着",
    "记者上午走到{thing}跟前",
    "听邻居们讲",
    "按最早的图纸",
    "说起当初的争论",
    "从春天到秋天",
    "和往年不同的是",
    "最让人意外的是",
    "入夜以后",
    "碰上下雨的日子",
    "新来的看护人发现",
)
_MIDDLES = (
    "每{unit}{thing}平均花去{k}元",
    "来{use}的有{k}人",
    "木牌上刻着{m}户人家的姓",
    "材料有一半是从河对岸运来的",
    "村民投票赞成的占{m}%",
    "原先堆杂物的空地清了出来",
    "{m}名学徒轮流守在那里",
    "{thing}的位置往东挪了{m}步",
    "钥匙由两家人各拿一把",
    "工匠把尺寸量了三遍",
    "账目贴在{place}的墙上",
    "孩子们放学后都绕过来看",
)
_CLOSERS = (
    "没有一户掉队",
    "比估计的少了{m}元",
    "为的是{use}更方便",
    "这在{place}还是头一回",
    "明年照样办下去",
    "谁也没有再提反对的话",
    "邻近的{m}个村子也想学",
    "剩下的钱留作维修",
    "连外乡人都来打听",
    "夜里也不曾断过人",
    "算下来并不吃亏",
    "老人们看了直点头",
)
_HEADS = (
    "{place}{verb}{n}{unit}{thing}",
    "{thing}多了{use}方便了",
    "{place}为何要{verb}这么多{thing}",
    "{n}{unit}{thing}落户{place}",
)


@dataclass
class Story:
    """One article as it was written."""

    title: str
    paragraphs: list[str]
    caption: str = ""
    subheads: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "".join(self.paragraphs)


@dataclass
class Sheet:
    """A composed page and what stands on it."""

    pdf: bytes
    stories: list[Story]


def write_story(topic: tuple[str, ...], rng: random.Random, *, paragraphs: int) -> Story:
    """A story about a topic; figures by lot."""
    thing, place, verb, unit, use, who = topic
    words = {"thing": thing, "place": place, "verb": verb, "unit": unit, "use": use, "who": who}

    def told(template: str) -> str:
        return template.format(**words, n=rng.randint(120, 980), m=rng.randint(11, 98), k=rng.randint(101, 899))

    def sentence() -> str:
        return told("，".join(rng.choice(part) for part in (_OPENERS, _MIDDLES, _CLOSERS)) + "。")

    texts = [told(_LEADS[rng.random() < 0.3])]
    texts += ["".join(sentence() for _ in range(rng.randint(2, 4))) for _ in range(paragraphs)]
    return Story(told(rng.choice(_HEADS)), texts, f"图为村民在{place}的{thing}旁{use}。")


def compose(seed: int, *, columns: int | None = None) -> Sheet:
    """A page: rows of articles side by side, each in its own columns under its headline."""
    rng = random.Random(seed)
    columns = columns or rng.choice((2, 3, 4))
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont(FONT, 9)
    canvas.drawString(MARGIN, HEIGHT - 28, f"柳林晚报 2024年5月{seed % 28 + 1}日 星期三 第{seed % 9 + 2}版")
    topics = rng.sample(TOPICS, len(TOPICS))
    stories: list[Story] = []
    top = HEIGHT - 50
    while topics and top > 260:
        left, lowest = 0, top
        while left < columns and topics:
            span = rng.randint(1, columns - left)
            span = columns - left if columns - left - span == 1 and rng.random() < 0.5 else span
            setter = _Setter(canvas, rng, columns)
            story = write_story(topics.pop(), rng, paragraphs=rng.randint(2, 3 + span))
            while len(story.paragraphs) > 2 and setter.height(story, span) > top - 60:
                story.paragraphs.pop()
            lowest = min(lowest, setter.set_story(story, left, span, top))
            stories.append(story)
            left += span
        top = lowest - rng.uniform(14, 26)
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(WIDTH / 2, 20, f"- {seed % 9 + 2} -")
    canvas.showPage()
    canvas.save()
    return Sheet(held.getvalue(), stories)


class _Setter:
    """Sets one story into its rectangle."""

    def __init__(self, canvas: Canvas, rng: random.Random, columns: int) -> None:
        self.canvas, self.rng = canvas, rng
        self.width = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns

    def height(self, story: Story, span: int) -> float:
        """No story takes more."""
        return 180 + PITCH * (len(self._lines(story.paragraphs)) / span + 1)

    def set_story(self, story: Story, left: int, span: int, top: float) -> float:
        """Headline over all columns, text in columns of like length; the lowest point reached."""
        x = MARGIN + left * (self.width + GUTTER)
        whole = span * self.width + (span - 1) * GUTTER
        size = min(self.rng.choice((16.0, 22.0, 28.0)), whole / 8)
        fit = int(whole // size)
        y = top
        centred = self.rng.random() < 0.5
        for line in (story.title[i : i + fit] for i in range(0, len(story.title), fit)):
            y -= 1.2 * size
            self.canvas.setFont(FONT, size)
            self.canvas.drawString(x + ((whole - size * len(line)) / 2 if centred else 0.0), y, line)
        y -= 12
        lines = self._lines(story.paragraphs)
        per_column = -(-len(lines) // span)
        picture = self.rng.random() < 0.4 and per_column > 8
        lowest = y
        for column in range(span):
            at = y
            if picture and column == span - 1:
                at = self._picture(story, x + column * (self.width + GUTTER), at)
            for indent, text in lines[column * per_column : (column + 1) * per_column]:
                at -= PITCH
                self.canvas.setFont(FONT, BODY)
                self.canvas.drawString(x + column * (self.width + GUTTER) + indent, at, text)
            lowest = min(lowest, at)
        return lowest

    def _picture(self, story: Story, x: float, y: float) -> float:
        self.canvas.setFillGray(0.8)
        self.canvas.rect(x, y - 80, self.width, 76, stroke=0, fill=1)
        self.canvas.setFillGray(0)
        self.canvas.setFont(FONT, 8)
        self.canvas.drawString(x, y - 90, story.caption)
        return y - 96

    def _lines(self, paragraphs: list[str]) -> list[tuple[float, str]]:
        """Indent and text of each line; the first of a paragraph is set in by two characters."""
        fit = int(self.width // BODY)
        lines: list[tuple[float, str]] = []
        for text in paragraphs:
            at, indent = 0, 2
            while at < len(text):
                end = at + fit - indent
                end += text[end : end + 1] in {"，", "。"}  # no line begins with a stop
                lines.append((indent * BODY, text[at:end]))
                at, indent = end, 0
        return lines
