"""Lines of a page that belong to no article: mastheads, navigation, notices, advertisements, scanner's dirt."""

import re

_SECTION = (
    "要闻|综合|国际|国内|社会|经济|民生|健康|法治|法制|文教|教育|体育|文化|文体|娱乐|区域|地方|观察|简讯|快讯|一线|图片新闻|财经|时政|评论|副刊|科技|本地|"
    "专题|专版|特刊|视点|焦点|关注|热点|视界|深度|调查|人物|生活|旅游|汽车|房产|理论|读书|天下|头条|新闻|公告|服务|工会|党建|企业|农业|生态|军事|县域"
)
_WEEKDAY = r"星期[一二三四五六日天]"
_PATTERNS = (
    # Mastheads and imprint.
    rf"(?:{_SECTION})(?:[·.\s/|]+(?:{_SECTION}))*",
    rf"[【\[](?:{_SECTION})[】\]]",
    rf"\S{{2,8}}(?:报|刊|周末|时讯)\s*[a-z]?\d{{1,3}}\s*版?\s*(?:{_SECTION})?",
    r"第?[a-z]?\d{1,3}版(?:\s*\S{1,6})?",
    rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}[日目曰](?:\s*{_WEEKDAY})?(?:\s*农历.*)?|{_WEEKDAY}",
    r".{0,6}(?:国内统一|出版物号|连续出版|邮发代号|股票代码|刊号).{0,30}",
    r"(?:本版|责任|责|值班|执行)?(?:编辑|责编|责任编辑|美编|编审|校对|审核|版式|组版|主编|编委|总监)\s*[:丨|/].{0,60}",
    r"(?:新闻|广告|投稿|发行|报料|服务|咨询|订阅|监督|举报)?(?:热线|电话|邮箱|qq群?|传真)\s*[::].{0,40}",
    r"\(?(?:下转|上接|转|接)\s*第?[a-zo]?[\do０-９]{1,3}\s*版?\)?.{0,6}",
    # Web and app pages.
    r"首页\s*[>»›].*|当前位置.{0,40}",
    r"\|?(?:\s*[^|\s]{2,5}\s*\|){2,}.*",
    r"字[号体]\s*:.*|大\s*中\s*小.*",
    r"分享到.*|请输入关键词.*|登录\s*注册.*|上一[篇页].*|下一[篇页].*|返回(?:首页|顶部|列表).*",
    r".{0,8}(?:扫一扫|扫描二维码|长按二维码|识别二维码|扫码).{0,30}|扫描.{0,20}二维码.{0,20}|.{0,12}二维码.{0,12}",
    r"微信扫一扫|点击.{0,4}蓝字.{0,10}|原创\s.{0,40}|听全文|视频号.{0,4}|阅读原文|点赞\s?在看.*|喜欢此内容的人还喜欢|关注我们|[▲△]?\s*点击查看.{0,8}",
    r"(?:相关|延伸|推荐|热门)(?:阅读|推荐|新闻|链接|文章|资讯)|猜你喜欢|网友评论.*|.{0,6}\d+条评论|(?:发表|查看)评论.*",
    r".{0,12}(?:版权声明|版权所有|版权异议|免责声明|copyright|仅代表作者|仅代表个人|未经授权|版权归.{1,12}所有|不得转载|转载请注明|违者必究|icp备|增值电信|公网安备).{0,50}",
    r"(?:稿件)?来源\s*[:丨|].{0,24}",
    # Advertisements and notices.
    r"广告|.{0,4}(?:遗失声明|声明作废|注销公告|拟注销|债权人|减资公告|招领启事).{0,60}",
    r".{0,20}(?:高价(?:回收|上门|收购)|上门回收|随叫随到|诚信经营|诚邀(?:品鉴|加盟|合作)|现房(?:热销|发售)|买即赠|火热招商|常年招聘|待遇(?:优厚|面议)|价格面议|欢迎选购).{0,30}",
)
_FURNITURE = re.compile("|".join(f"(?:{p})" for p in _PATTERNS))
_RELATED_HEAD = re.compile(r"(?:相关|延伸|推荐|热门)(?:阅读|推荐|新闻|链接|文章|资讯)|猜你喜欢|喜欢此内容的人还喜欢")
# Dirt of a scan: signs only, or a few Latin letters, digits, dashes and single strokes: 1zw, 一 一, 。、
_DIRT = re.compile(r"[\W_一丨亅丶ノへっ]*|[a-z0-9]{1,4}|(?:[a-z一] ){0,3}[a-z一]")
_LEADING_DIRT = re.compile(r"(?:[。、,.・·°▲■★◆^~`'へっ_|!]+\s*){2,}(?=\S)|(?:[°・・lI一] ){1,3}(?=\S)")
_BULLET = re.compile(r"[·•▪◦►>]\s*\S")


def is_furniture(folded: str) -> bool:
    """True for a line that no article owns, told by what it says."""
    line = folded.strip()
    if len(line) > 90:
        return False
    if is_dirt(line) or _FURNITURE.fullmatch(line):
        return True
    squeezed = line.replace(" ", "")
    return squeezed != line and bool(_FURNITURE.fullmatch(squeezed))


def is_dirt(folded: str) -> bool:
    """True for a line that holds no word: signs, strokes, a few stray letters."""
    return bool(_DIRT.fullmatch(folded.strip()))


def leading_dirt(folded: str) -> int:
    """Length of the stray signs before a line's text: ``・へ。 叶张…`` → 4."""
    match = _LEADING_DIRT.match(folded)
    return match.end() if match else 0


def opens_related(folded: str) -> bool:
    """True for the head of a list of links to other articles."""
    return bool(_RELATED_HEAD.fullmatch(folded.strip()))


def is_link(folded: str) -> bool:
    """True for a bulleted headline of another article."""
    line = folded.strip()
    return bool(_BULLET.match(line)) and len(line) <= 60 and not line.endswith("。")
