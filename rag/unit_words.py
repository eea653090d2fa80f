"""Units of figures in the asker's language. A measure word that English has no word for (个, 项, 处) has no row and is left out."""

# Chinese unit → English singular and plural; one form where there is no other.
_ENGLISH_UNITS = """
    元=yuan 块钱=yuan 元人民币=yuan 人民币=yuan 美元=US_dollar:US_dollars 欧元=euro:euros 港元=Hong_Kong_dollar:Hong_Kong_dollars
    港币=Hong_Kong_dollar:Hong_Kong_dollars 日元=yen 韩元=won 英镑=pound:pounds 澳元=Australian_dollar:Australian_dollars
    加元=Canadian_dollar:Canadian_dollars 卢布=rouble:roubles 卢比=rupee:rupees 泰铢=baht 新元=Singapore_dollar:Singapore_dollars
    新台币=New_Taiwan_dollar:New_Taiwan_dollars 角=jiao
    年=year:years 周年=year:years 载=year:years 学年=school_year:school_years 学期=term:terms 个学期=term:terms 季度=quarter:quarters
    个月=month:months 个多月=month:months 周=week:weeks 星期=week:weeks 个星期=week:weeks 天=day:days 工作日=working_day:working_days
    个工作日=working_day:working_days 昼夜=day_and_night:days_and_nights 小时=hour:hours 个小时=hour:hours 个多小时=hour:hours
    分钟=minute:minutes 秒=second:seconds 秒钟=second:seconds
    公里=km 千米=km 里=li 米=metre:metres 厘米=cm 毫米=mm 海里=nautical_mile:nautical_miles 英里=mile:miles 英尺=foot:feet
    平方公里=square_km 平方千米=square_km 平方米=square_metre:square_metres 平米=square_metre:square_metres ㎡=square_metre:square_metres
    公顷=hectare:hectares 亩=mu 英亩=acre:acres 立方米=cubic_metre:cubic_metres 方=cubic_metre:cubic_metres 立方=cubic_metre:cubic_metres
    立方公里=cubic_km 升=litre:litres 毫升=ml 吨=tonne:tonnes 公吨=tonne:tonnes 公斤=kg 千克=kg 克=gram:grams 毫克=mg 斤=jin
    吨标准煤=tonne_of_standard_coal:tonnes_of_standard_coal 标准箱=TEU 标箱=TEU 千瓦=kW 兆瓦=MW 吉瓦=GW 瓦=W 千瓦时=kWh 千瓦小时=kWh
    度电=kWh 千伏=kV 伏=V ℃=°C 摄氏度=°C 分贝=dB 马力=horsepower 像素=pixel:pixels
    人=person:people 名=person:people 位=person:people 人次=person-time:person-times 户=household:households 岁=year_old:years_old
    周岁=year_old:years_old 倍=times 车次=trip:trips 班次=departure:departures 架次=sortie:sorties 册=copy:copies 册次=loan:loans
    个百分点=percentage_point:percentage_points 百分点=percentage_point:percentage_points 元/人=yuan_a_person 元/月=yuan_a_month
    元/年=yuan_a_year 元/小时=yuan_an_hour 元/吨=yuan_a_tonne 元/亩=yuan_a_mu 元/平方米=yuan_a_square_metre ‰=‰ u=unit:units
"""
_MONEY = {
    "fr": {"元": "yuans", "美元": "dollars", "欧元": "euros", "新台币": "dollars de Taïwan", "港元": "dollars de Hong Kong"},
    "es": {"元": "yuanes", "美元": "dólares", "欧元": "euros", "新台币": "dólares taiwaneses", "港元": "dólares de Hong Kong"},
    "ja": {"元": "元", "美元": "ドル", "欧元": "ユーロ", "新台币": "台湾ドル", "港元": "香港ドル"},
    "ko": {"元": "위안", "美元": "달러", "欧元": "유로", "新台币": "대만달러", "港元": "홍콩달러"},
    "zh": {
        "yuan": "元", "renminbi": "元", "rmb": "元", "us dollars": "美元", "dollars": "美元", "euros": "欧元", "pounds": "英镑",
        "yen": "日元",
        "years": "年", "year": "年", "months": "个月", "weeks": "周", "days": "天", "hours": "小时", "minutes": "分钟", "people": "人",
        "kilometers": "公里", "kilometres": "公里", "km": "公里", "tons": "吨", "tonnes": "吨", "metres": "米", "meters": "米",
        "元": "元", "年": "年", "个月": "个月", "天": "天", "小时": "小时",
    },
}  # fmt: skip
# 新台币265万元 is no 265万元: a currency named before the number is the unit's.
_NAMED_BEFORE = {"新台币": "新台币", "台币": "新台币", "港币": "港元", "人民币": "元", "美金": "美元", "日币": "日元"}


def _english() -> dict[str, tuple[str, str]]:
    rows = (row.partition("=")[::2] for row in _ENGLISH_UNITS.split())
    forms = ((unit, *names.replace("_", " ").partition(":")[::2]) for unit, names in rows)
    return {unit: (one, many or one) for unit, one, many in forms}


_ENGLISH = _english()


def unit_text(base: str, unit: str, value: float) -> str:
    """A unit in a language's word, singular for one; empty where the language needs none or none is known."""
    if base == "en":
        one, many = _ENGLISH.get(unit, ("", ""))
        return one if value == 1 else many
    return _MONEY.get(base, {}).get(unit, "")


def currency_before(before: str, unit: str) -> str:
    """The unit, or the currency that the folded text right before the number names: 元 after 新台币 is the New Taiwan dollar."""
    if unit != "元":
        return unit
    named = before.rstrip().rstrip("约近超逾")
    return next((currency for name, currency in _NAMED_BEFORE.items() if named.endswith(name)), unit)
