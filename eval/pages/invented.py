"""What stands on composed pages around the articles: papers, people, notices, all invented for this project."""

from random import Random

PAPERS = ("河湾晚报", "青坪日报", "桐江商报", "柳渡时报", "石桥早报", "白塔晨报", "松岭新报", "竹港都市报", "枫林日报", "槐荫快报")
_SECTIONS = (
    "要闻",
    "综合",
    "国际",
    "社会",
    "经济",
    "民生",
    "健康",
    "法治",
    "文教",
    "区域",
    "观察",
    "简讯",
    "一线",
    "图片新闻",
    "体育",
    "科技",
)
_FAMILY = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳史唐费薛雷贺倪汤"
_GIVEN = "安然宁远思成立民志文晓东海玉兰春梅国强建华丽娟一凡子涵明哲嘉禾清扬雨桐景行若水承泽"
_ADS = (
    "旧书回收 上门看货 价格公道 诚信经营", "专修屋顶漏水 十年保修 随叫随到",
    "临河花园现房发售 诚邀品鉴", "招聘启事:本厂常年招聘焊工、电工,待遇面议。",
    "遗失声明:本人遗失学生证一本,声明作废。", "注销公告:本合作社拟注销,请债权人于见报四十五日内申报债权。", "广告",
)  # fmt: skip
_WEEK = "一二三四五六日"


def person(rng: Random) -> str:
    """A name of two or three characters."""
    return rng.choice(_FAMILY) + "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2))))


def people(rng: Random, most: int = 3) -> str:
    """One to ``most`` names with blanks between them."""
    return " ".join(person(rng) for _ in range(rng.randint(1, most)))


def lead_byline(rng: Random) -> str:
    """A dateline with reporters that opens a paragraph."""
    helpers = f" 通讯员 {people(rng)}" if rng.random() < 0.5 else ""
    return f"本报讯（记者 {people(rng, 2)}{helpers}）"


def line_byline(rng: Random) -> str:
    """Reporters on a line of their own, below the headline or at the end."""
    helpers = f" 通讯员 {people(rng)}" if rng.random() < 0.4 else ""
    return f"{rng.choice(('□记者', '本报记者', '本报融媒体中心 记者', '本报记者'))} {people(rng, 2)}{helpers}"


def signature(rng: Random) -> str:
    """Names in brackets after the last sentence."""
    tail = rng.choice(("", "", " 文/图", f" 通讯员 {people(rng, 2)}"))
    return f"（{people(rng, 2)}{tail}）"


def section(rng: Random) -> str:
    """The name of a section or column, in one of its printed forms."""
    one, two = rng.choice(_SECTIONS), rng.choice(_SECTIONS)
    return rng.choice((one, f"{one}·{two}", f"【{one}】"))


def turn(rng: Random) -> str:
    """The notice that an article goes on elsewhere."""
    return f"（下转{rng.randint(2, 12):02d}版）"


def day_line(rng: Random) -> str:
    """A day with its day of the week; the two need not agree, as on many a composed page."""
    return f"2023年{rng.randint(7, 12):02d}月{rng.randint(1, 28):02d}日 星期{rng.choice(_WEEK)}"


def paper_head(rng: Random, paper: str) -> list[tuple[str, str]]:
    """Lines above the articles of a newspaper page, with their kinds."""
    lines = [
        ("date", day_line(rng)),
        ("masthead", f"{paper} A{rng.randint(1, 24):02d} {rng.choice(_SECTIONS)}"),
        ("column", section(rng)),
        ("editors", f"本版责编：{person(rng)} 版式：{person(rng)} 校对：{person(rng)}"),
        ("stock", f"国内统一连续出版物号 CN {rng.randint(11, 65)}-{rng.randint(1, 99):04d}"),
        ("hotline", f"{rng.choice(('新闻', '广告'))}热线：{rng.randint(2000000, 8999999)}"),
    ]
    return [line for line in lines if rng.random() < 0.5]


def paper_tail(rng: Random, paper: str) -> list[tuple[str, str]]:
    """Lines below the articles of a newspaper page."""
    lines = [
        ("editors", f"编辑：{person(rng)} 美编：{person(rng)}"),
        ("qr", f"扫描二维码 关注{paper}微信"),
        ("copyright", "版权声明：本报所有文字、图片未经授权不得转载。"),
        ("turn", turn(rng)),
        ("source", f"来源：{paper}"),
        ("ad", rng.choice(_ADS)),
    ]
    return [line for line in lines if rng.random() < 0.6]


def inside_line(rng: Random, paper: str) -> tuple[str, str]:
    """A line that stands in the middle of an article or between two."""
    choices = (("column", section(rng)), ("turn", turn(rng)), ("qr", f"扫描“{paper}”APP二维码 查看更多内容"), ("ad", rng.choice(_ADS)))
    return rng.choice(choices)


def junk(rng: Random) -> str:
    """Dirt that a scanner reads as signs."""
    return rng.choice(("・・・", "一 一", "。、", "1zw", "l l", "° °", "▲", "■ ■", "2s", "・へ。"))


def web_head(rng: Random) -> list[tuple[str, str]]:
    """Lines above an article on a web page."""
    menu = " | ".join(rng.sample(_SECTIONS, 5))
    lines = [
        *(("stock", f"股票代码 60{rng.randint(1000, 9999)}"), ("date", day_line(rng)), ("nav", f"首页 > 新闻 > {rng.choice(_SECTIONS)}")),
        *(("nav", f"| {menu} |"), ("tools", "字号：大 中 小 打印 收藏"), ("share", "分享到：微信 微博 QQ空间")),
        *(("search", "请输入关键词 搜索"), ("login", "登录 注册 手机版")),
    ]
    return [line for line in lines if rng.random() < 0.6]


def web_tail(rng: Random, paper: str, related: list[str]) -> list[tuple[str, str]]:
    """Lines below an article on a web page, headlines of other articles among them."""
    lines = [
        *(("ad", "广告"), ("editor", f"责任编辑：{person(rng)}"), ("source", f"来源：{paper}"), ("copyright", "版权声明")),
        *(("copyright", f"本文仅代表作者观点，不代表{paper}网立场。"), ("copyright", "如有版权异议，请点击查看免责声明")),
        *(("related-head", "相关阅读"), *(("related", f"· {title}") for title in related), ("nav", "上一篇 下一篇")),
        *(("comment", "网友评论 仅代表个人看法 0条评论"), ("qr", "扫一扫，手机打开当前页"), ("icp", f"Copyright © {paper} 版权所有")),
    ]
    return [line for line in lines if rng.random() < 0.5]


def wechat_head(rng: Random, paper: str) -> list[tuple[str, str]]:
    """Lines above an article of an official account."""
    day = day_line(rng).split()[0]
    lines = [("wechat", "微信扫一扫"), ("wechat", "点击蓝字关注我们"), ("wechat", f"原创 {paper} {day}"), ("wechat", "听全文")]
    return [line for line in lines if rng.random() < 0.8]


def wechat_tail(rng: Random, paper: str, related: list[str]) -> list[tuple[str, str]]:
    """Lines below an article of an official account."""
    lines = [
        *(("editor", f"编辑丨{person(rng)}  审核丨{person(rng)}"), ("source", f"来源丨{paper}"), ("wechat", "视频号推荐")),
        *(
            ("wechat", "喜欢此内容的人还喜欢"),
            *(("related", title) for title in related),
            ("wechat", "点赞 在看 分享"),
            ("wechat", "阅读原文"),
        ),
    ]
    return [line for line in lines if rng.random() < 0.7]
