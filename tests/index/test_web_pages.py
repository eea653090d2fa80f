"""What is made of web pages that newsrooms save: one article with its title, day and outlet, or the articles of a page."""

from index.readers.html import read_html
from index.schema import Article, Page
from index.segment import cut_page

STORY = (
    "柳林县干部群众今年春天一共种下三万棵树苗，成活率预计在九成以上。",
    "县林业站站长说，树苗以油松和山杏为主，都种在去年修好的水渠两边，浇水方便。",
    "据了解，全县还要修5条林间小路，总长12公里，预计6月底完工。",
)
HEAD = '<title>柳林县植树三万棵_柳林新闻网</title><meta name="author" content="何晓燕"><meta property="og:site_name" content="柳林新闻网">'
MENU = "".join(f'<li><a href="/{n}.html">第{n}条别处的新闻标题</a></li>' for n in range(30))
FOOT = "<div>关于我们 | 联系我们 | 广告服务</div><div>版权所有 柳林新闻网 未经授权禁止转载</div>"


def articles(markup: str, encoding: str = "utf-8") -> list[Article]:
    (page,) = read_html(markup.encode(encoding), "page.html")
    assert isinstance(page, Page)
    cut = cut_page(page)
    return list(getattr(cut, "articles", ()))


def paragraphs(texts=STORY) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_one_article_is_kept_without_the_site_and_with_what_the_page_says_of_it():
    main = f"<h1>柳林县植树三万棵</h1><div class=info>2031-03-12 09:15　来源：柳林日报</div><div class=content>{paragraphs()}</div>"
    (article,) = articles(
        f"<html><head>{HEAD}</head><body><ul>{MENU}</ul><div>{main}</div><p>【打印】【关闭】</p><ul>{MENU}</ul>{FOOT}</body></html>"
    )
    assert article.title == "柳林县植树三万棵"
    assert article.body == "\n".join(STORY)
    assert (str(article.published), article.outlet, article.byline) == ("2031-03-12", "柳林日报", "何晓燕")


def test_a_page_laid_out_by_tables_in_an_old_encoding_gives_its_article():
    text = "<br>\n<br>　　".join(STORY)
    rows = ("<font size=5><b>柳林县植树三万棵</b></font>", "2031年03月12日 09:15 来源：柳林日报", f"　　{text}")
    main = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
    side = "".join(f"<tr><td><a href=/{n}>第{n}条别处的新闻标题</a></td></tr>" for n in range(20))
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">{HEAD}</head><body><table><tr>'
        f"<td><table>{side}</table></td><td><table>{main}</table></td></tr></table>{FOOT}</body></html>"
    )
    (article,) = articles(page, "gb18030")
    assert article.title == "柳林县植树三万棵"
    assert [line for line in STORY if line not in article.body] == []
    assert "别处" not in article.body
    assert (str(article.published), article.outlet) == ("2031-03-12", "柳林日报")


def test_subheadings_do_not_part_an_article():
    body = f"<h2>水从哪里来</h2><p>{STORY[0]}</p><h2>路往哪里修</h2><p>{STORY[1]}</p><p>{STORY[2]}</p>"
    (article,) = articles(f"<html><head>{HEAD}</head><body><h1>柳林县植树三万棵</h1>{body}</body></html>")
    assert [line for line in (*STORY, "水从哪里来", "路往哪里修") if line not in article.body] == []


SEVERAL = (
    ("东镇的新渠通了水", "东镇的新渠长21公里，今年春天动工，浇地的时候能省一半的水。"),
    ("南坪小学搬进新楼", "南坪小学的三百名学生周一搬进了新楼，教室里装了暖气，操场也铺好了。"),
    ("河湾渡口夜里也开船", "河湾渡口从本月起夜里也开船，最后一班十点离岸，票价与白天一样。"),
)


def test_a_list_of_articles_that_lead_on_is_several():
    items = "".join(f"<article><h2><a href=/{n}>{title}</a></h2><p>{text}</p></article>" for n, (title, text) in enumerate(SEVERAL))
    found = articles(f"<html><head><title>新闻</title></head><body><ul>{MENU}</ul>{items}</body></html>")
    assert [(article.title, article.body) for article in found] == list(SEVERAL)


def test_headings_with_datelines_below_open_articles_of_their_own():
    items = "".join(f"<h3>{title}</h3><p>本报讯（记者 何晓燕）{text}</p>" for title, text in SEVERAL)
    found = articles(f"<html><head><title>柳林日报 第3版</title></head><body>{items}</body></html>")
    assert [(article.title, article.body) for article in found] == list(SEVERAL)


def test_a_table_of_figures_keeps_its_rows():
    table = "".join(f"<tr><td>{place}</td><td>{n}公里</td></tr>" for n, place in enumerate(("东镇", "西镇", "南镇"), 31))
    (article,) = articles(f"<html><head>{HEAD}</head><body><h1>柳林县植树三万棵</h1>{paragraphs()}<table>{table}</table></body></html>")
    assert "东镇 | 31公里" in article.body


def test_lines_broken_in_the_source_are_whole_again():
    (article,) = articles(f"<html><body><h1>植树</h1><p>{STORY[0][:10]}\n   {STORY[0][10:]}</p><p>{STORY[1]}</p></body></html>")
    assert STORY[0] in article.body
