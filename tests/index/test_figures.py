"""Figures of articles: value, unit, thing counted, place and year, against sentences of our own and, when present, the real pages."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.clean import clean
from index.figures import extract_figures
from index.mentioned import names_in
from index.schema import Article, Figure, FigureKind

GOLDEN = Path(__file__).parents[1] / "golden" / "figures"
CASES: list[dict[str, Any]] = [
    json.loads(line) for path in sorted(GOLDEN.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
]


def article(body: str, *, title: str = "", place: str | None = None, published: date | None = None) -> Article:
    organisations = names_in(f"{title}\n{body}")[1]
    return Article("a1", "v1", "default", None, "page.txt", title, body, place=place, published=published, organisations=organisations)


def printed(found: list[Figure], body: str) -> dict[str, Figure]:
    return {body[figure.start : figure.end]: figure for figure in found}


def figures_of(body: str, **fields: Any) -> dict[str, Figure]:
    return printed(extract_figures(article(body, **fields)), body)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:18])
def test_golden_sentence_gives_its_figures(case: dict[str, Any]) -> None:
    found = figures_of(case["text"])
    for expected in case["figures"]:
        assert expected["printed"] in found, sorted(found)
        figure = found[expected["printed"]]
        assert figure.value == pytest.approx(expected["value"], abs=1e-6)
        assert figure.unit == expected["unit"]
        assert expected["of"] in figure.of
        assert figure.approximate == expected["approximate"]


def test_golden_set_is_large_enough_to_mean_something() -> None:
    assert sum(len(case["figures"]) for case in CASES) >= 250


def test_amounts_dealt_out_name_what_they_go_to() -> None:
    found = figures_of("对3家省级、8家市级工匠学院,分别补助20万元、6万元建设资金。")
    assert found["20万元"].of.startswith("省级工匠学院")
    assert found["6万元"].of.startswith("市级工匠学院")


def test_both_ends_of_a_change_count_the_same_thing() -> None:
    found = figures_of("护理补贴由每月260元提高到330元。")
    assert found["260元"].of == found["330元"].of == "护理补贴"


def test_range_without_unit_takes_the_unit_of_its_end() -> None:
    first, second = extract_figures(article("每处站点投入3至5万元。"))
    assert [(f.value, f.unit, f.kind) for f in (first, second)] == [(30_000, "元", FigureKind.MONEY), (50_000, "元", FigureKind.MONEY)]


def test_noun_of_the_sentence_before_is_counted_when_there_is_none_nearer() -> None:
    assert figures_of("各地加快建设充电驿站。目前已建成640座。")["640座"].of == "充电驿站"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("投入2300万元。", FigureKind.MONEY),
        ("合格率为97.5%。", FigureKind.PERCENT),
        ("2019年5月启动。", FigureKind.DATE),
        ("下午3点半集合。", FigureKind.TIME),
        ("为期11天。", FigureKind.DURATION),
        ("第四届运动会开幕。", FigureKind.ORDINAL),
        ("“2580”工程启动。", FigureKind.LABEL),
        ("驿站有640座。", FigureKind.COUNT),
    ],
)
def test_kind_of_figure(body: str, kind: FigureKind) -> None:
    (figure,) = extract_figures(article(body))
    assert figure.kind is kind


@pytest.mark.parametrize(
    "body", ["这是一个重要会议,一名职工说,大家要统一思想。", "坚持第一线工作,十分认真。", "数百人到场。", "没有数字。", ""]
)
def test_text_without_quantities_has_no_figures(body: str) -> None:
    assert [f for f in extract_figures(article(body)) if f.kind is FigureKind.COUNT] == []


def test_figure_belongs_to_the_place_named_before_it() -> None:
    found = figures_of("山西省建成驿站50个。\n陕西省建成驿站70个。")
    assert (found["50个"].place, found["70个"].place) == ("山西", "陕西")


def test_whole_province_means_the_province_of_the_article() -> None:
    found = figures_of("全省共有驿站500个,其中昆明市80个。", title="云南省驿站建设综述", place="昆明市")
    assert (found["500个"].place, found["80个"].place) == ("云南", "昆明")


def test_place_of_the_article_is_used_when_the_text_names_none() -> None:
    assert figures_of("建成驿站80个。", place="云南省")["80个"].place == "云南"
    assert figures_of("建成驿站80个。", title="昆明建成驿站")["80个"].place == "昆明"
    assert figures_of("建成驿站80个。")["80个"].place is None


def test_honour_of_a_province_does_not_move_the_next_figure_there() -> None:
    found = figures_of("昆明市评出12名云南省技术能手、30名优秀学徒。")
    assert found["30名"].place == "昆明"


def test_year_of_a_figure_is_stated_or_resolved_by_publication() -> None:
    assert figures_of("2021年建成驿站80个。")["80个"].as_of == "2021"
    assert figures_of("截至2024年3月,建成驿站80个。")["80个"].as_of == "2024-03"
    assert figures_of("去年建成驿站80个。", published=date(2024, 4, 1))["80个"].as_of == "2023"
    assert figures_of("建成驿站80个。", published=date(2024, 4, 1))["80个"].as_of is None


def test_traditional_text_gives_simplified_units_and_nouns_and_its_own_offsets() -> None:
    body = "全市建成勞動者驛站300個,惠及職工4.5萬餘人次。"
    found = figures_of(body)
    assert (found["300個"].unit, found["300個"].of) == ("个", "劳动者驿站")
    assert found["4.5萬餘人次"].value == 45_000


def test_offsets_cover_number_and_unit() -> None:
    body = "甲地新建公厕43座;\n\n清运垃圾7.5万吨，投入3000余万元。"
    assert [body[f.start : f.end] for f in extract_figures(article(body))] == ["43座", "7.5万吨", "3000余万元"]


@pytest.mark.parametrize(
    "body", ["3-" * 4000, "5个、" * 3000, "“" * 5000, "分别3个、" * 2000, "万" * 5000, "建成," * 3000 + "5个", "1 2 " * 3000]
)
def test_hostile_text_is_read_in_linear_time(body: str) -> None:
    assert all(body[f.start : f.end] for f in extract_figures(article(body)))


# Value and unit of the figures that the real pages state, by page; dates, times and labels apart.
REAL = {
    "000": """4个 5个 53名 1名 4名 3名 199名 50名 30处 159场 48000个 8个 30000000元 6所 4家 2家 260000人次 580000人次 2家 10家
    300000元 20000元 3个 20个 50000元 10000元 100项 4个 1000件 20000人次 10000000元 300000人次 411家 100个 40场 18个
    66000人次 12次 24小时 4u 97% 34次 117处 17940家 2904处 10条 17场次 8项 7000000立方米 2002年 1999年 2014年 2018年
    2021年""",
    "001": """4名 5个 53名 199名 1名 4名 50名 30场 70场 50000人 34处 5207场 268000人次 49家 8个 16个 56个 3000场次 550000人次 4个
    2个 4个 7家 21家 97个 389个 580项 116场 10000人 1660件 1970人 13000000元 45个 40个 700处 25个 61个 40000人次 123户
    176人次 846000元 183场 48000个 20家 8个 80000元 18个 239人次 212场 142000人次""",
    "002": """9000名 100000项 5000000人次 181家 100个 1854场 80个 1179个 77个 121个 24支 76处 5249场次 10000000元 70家 270个 150个
    100个 100000项 1个 9个 26个 19个 35项 6项 136家 54000名 200000人次 784个 87家 3000000人次 1773项 6284家 744000人次
    471000000元 2600000人次 21000户 100000个 25000名 600场 400个 300家 20000名""",
    "003": """120名 765户 112名 8000张 35支 350名 3天 7个 3个 10项 6个 96% 300名 3个 225名 121项 100% 3项 32项 10项 22场 53篇 10项
    10家 32814900人次 811300项 57000000000元 40名 11天 6000000人次 4年 10名 11个 1000场 5813个 1874500名 517000000元
    552000000元 293个 878名 1000项 300项 7000000元""",
    "004": """100名 150名 3000元 5000元 100000元 30000元 6名 20家 10支 78家 13份 13家 3家 2家 10条 158项 208项 100项 100名 10000次
    100000人 238部 34000000 22名 870名 2400人次 60000人次 1736名 800名 11位 10家 190个 500场 2000家 200000人次 42190000元
    190000元 673000000元 445名 2072100元 2000元 6280元 300份 150份 30家 100名 110名 5对 70人 20家 326个 27600人次 50名
    60分钟 4人 6人 30名 6家 2家 596101人次 197453""",
}


def _value_and_unit(text: str) -> tuple[float, str]:
    digits = text.rstrip("个名处场元所家人次项件u%条立方米年支张户天篇份对位部分钟小时")
    return float(digits), text[len(digits) :]


@pytest.mark.shared
def test_figures_of_the_real_pages_are_found(shared_dir: Path) -> None:
    missing: list[str] = []
    wanted = 0
    for number, listed in REAL.items():
        (path,) = (shared_dir / "seeds").glob(f"{number}_*.txt")
        text = clean(path.read_text(encoding="utf-8")).text
        found = [(figure.value, figure.unit) for figure in extract_figures(article(text))]
        for expected in listed.split():
            wanted += 1
            pair = _value_and_unit(expected)
            if pair in found:
                found.remove(pair)
            else:
                missing.append(f"{number}: {expected}")
    assert wanted > 200
    assert len(missing) <= 0.05 * wanted, missing


def test_figure_is_of_the_body_named_before_it_in_its_paragraph_else_of_the_title() -> None:
    body = "柳林县总工会建成驿站50个。另有30个在建。\n云溪市交通运输局开通线路7条。\n全年发放补贴40万元。"
    found = figures_of(body, title="柳林县总工会一年回顾")
    assert [found[key].organisation for key in ("50个", "30个", "7条")] == ["柳林县总工会", "柳林县总工会", "云溪市交通运输局"]
    assert found["40万元"].organisation == "柳林县总工会"
    assert figures_of("建成驿站80个。")["80个"].organisation is None


@pytest.mark.parametrize(
    ("body", "printed_as", "of"),
    [
        ("全年急救培训办了36场。", "36场", "急救培训"),
        ("调解协议签了15份,巡查队取6支。", "15份", "调解协议"),
        ("调解协议签了15份,巡查队取6支。", "6支", "巡查队"),
        ("请来9名专家当顾问。", "9名", "专家"),
        ("60名参赛厨师两两组队。", "60名", "参赛厨师"),
        ("40余家商户派人来学。", "40余家", "商户"),
        ("两个月内对水闸进行了3次检修。", "3次", "检修"),
        ("分局等14个部门联合推出“一窗办”等22项便民措施。", "14个", "部门"),
        ("分局等14个部门联合推出“一窗办”等22项便民措施。", "22项", "便民措施"),
        ("全年评出的示范小区,省级有3个,市级有8个。", "8个", "示范小区"),
        ("流动书屋在县级以上已有27个。", "27个", "流动书屋"),
        ("柳林县财政局投入560万元。", "560万元", ""),
        ("柳林县财政局出资560万元。", "560万元", "出资"),
        ("又到农场和渡口讲了30场。", "30场", ""),
        ("来自五大林场和北山林业局的24支代表队参赛。", "24支", "代表队"),
        ("开展近百场“送戏、送书,进村、进校”活动。", "近百场", "“送戏、送书,进村、进校”活动"),
        ("线上渠道占整个市场的40%。", "40%", "线上渠道"),
        ("建成凉亭400个,比前一年多出80多个。", "80多个", ""),
        ("凉亭好评率比前一年高3.5个百分点。", "3.5个百分点", "凉亭好评率"),
        ("当天报告5例新增输入性病例。", "5例", "输入性病例"),
        ("三类百场比武开锣。", "三类", "比武"),
        ("帮助13家非公企业上线。", "13家", "非公企业"),
        ("救助在校困难学生80名。", "80名", "在校困难学生"),
        ("替渔民追回的货款合计新臺幣43萬元。", "43萬元", "货款"),
        ("老王、小李等4人获二等奖。", "4人", ""),
        ("The union has opened 46 tea rooms along the quays.", "46", "tea rooms"),
        ("The city spent 3 million yuan on lamps.", "3 million yuan", ""),
        ("The fare rise, by the city's own count, is 20 yuan a month.", "20 yuan", "fare rise"),
        ("Some 80 percent of those who came stayed.", "80 percent", ""),
    ],
)
def test_what_is_counted_ends_where_its_noun_does(body: str, printed_as: str, of: str) -> None:
    assert figures_of(body)[printed_as].of == of


@pytest.mark.parametrize(
    ("body", "printed_as", "value", "unit"),
    [
        ("每月开展一次演练。", "一次", 1, "次"),
        ("路上走了一个小时。", "一个小时", 1, "个小时"),
        ("其中六成付给船工。", "六成", 60, "%"),
        ("晚间6时半开到9时半。", "9时半", 21.5, "时"),
        ("他身高2米26。", "2米26", 2.26, "米"),
        ("播放量破2.5万次。", "2.5万次", 25_000, "次"),
        ("推进十大产业项目。", "十大", 10, "大"),
        ("Two thirds of it came from fees.", "Two thirds", 0.666667, ""),
        ("The market closes at nine in the evening.", "nine", 21, "时"),
    ],
)
def test_value_of_a_number_in_a_form_of_its_own(body: str, printed_as: str, value: float, unit: str) -> None:
    figure = figures_of(body)[printed_as]
    assert (figure.value, figure.unit) == (pytest.approx(value), unit)


def test_months_of_a_span_are_dates_and_a_product_is_no_count() -> None:
    assert [f.kind for f in extract_figures(article("2021年1至6月结算。"))] == [FigureKind.DATE] * 3
    assert figures_of("他推出了Model 3和零距离服务。")["3"].kind is FigureKind.LABEL
    assert "零" not in figures_of("他推出了Model 3和零距离服务。")


@pytest.mark.parametrize(
    ("body", "organisation"),
    [
        ("8月2日,柳林县总工会建成驿站50个。", "柳林县总工会"),
        ("柳林县总工会走进云溪市第二医院,发放手册50份。", "柳林县总工会"),
        ("走进云溪市第二医院,发放手册50份。", None),
    ],
)
def test_organisation_is_the_one_that_acts(body: str, organisation: str | None) -> None:
    assert next(f for f in extract_figures(article(body)) if f.value == 50).organisation == organisation
