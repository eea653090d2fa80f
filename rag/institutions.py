"""Chinese words at the end of institutions' and venues' names, in the English that their official names use.

Source: GB/T 30240 (英文译写规范, public services) and the English names these bodies carry themselves; a general dictionary gives
"Great Learning" for 大学. The longest that fits is taken.
"""

INSTITUTIONS = {
    chinese: english.replace("_", " ")
    for chinese, _, english in (
        row.partition("=")
        for row in """
        总工会=federation_of_trade_unions 工会联合会=trade_union_federation 工会=trade_union 职工之家=workers'_home
        职工书屋=workers'_library
        妇联=women's_federation 残联=disabled_persons'_federation 工商联=federation_of_industry_and_commerce 共青团=Communist_Youth_League
        省委=provincial_Party_committee 市委=municipal_Party_committee 区委=district_Party_committee 县委=county_Party_committee
        党委=Party_committee 党组=Party_group 党校=Party_school 人民政府=people's_government 政府=government 人大=people's_congress
        政协=political_consultative_conference 人民法院=people's_court 法院=court 检察院=procuratorate 公安局=public_security_bureau
        公安=police 派出所=police_station 消防救援=fire_and_rescue 纪委=discipline_commission 宣传部=publicity_department
        组织部=organisation_department 教育局=education_bureau 民政局=civil_affairs_bureau 交通局=transport_bureau
        人社局=human_resources_bureau
        交通运输局=transport_bureau 卫健委=health_commission 发改委=development_and_reform_commission 住建局=housing_and_construction_bureau
        城管局=urban_management_bureau 应急管理局=emergency_management_bureau 市场监管局=market_regulation_bureau 税务局=tax_bureau
        气象局=meteorological_bureau 水利局=water_bureau 农业农村局=agriculture_bureau 文旅局=culture_and_tourism_bureau 委员会=commission
        管委会=administrative_committee 办事处=office 居委会=residents'_committee 村委会=village_committee 社区=community 局=bureau
        厅=department
        大学=university 学院=college 学校=school 中学=secondary_school 小学=primary_school 幼儿园=kindergarten 研究院=research_institute
        研究所=research_institute 科学院=academy_of_sciences 医院=hospital 中心医院=central_hospital 人民医院=people's_hospital
        卫生院=health_centre
        中心血站=blood_centre 血站=blood_station 有限责任公司=Co.,_Ltd. 股份有限公司=Co.,_Ltd. 有限公司=Co.,_Ltd. 分公司=branch 公司=company
        集团=group 银行=bank 供电公司=power_supply_company 电力公司=power_company 合作社=cooperative 协会=association 联合会=federation
        志愿者协会=volunteers'_association 基金会=foundation 商会=chamber_of_commerce 联盟=alliance 中心=centre 服务中心=service_centre
        博物馆=museum 图书馆=library 文化馆=cultural_centre 美术馆=art_museum 体育馆=gymnasium 体育场=stadium 体育中心=sports_centre
        会展中心=exhibition_centre 展览馆=exhibition_hall 大剧院=grand_theatre 剧院=theatre 礼堂=auditorium 人民广场=People's_Square
        广场=square 公园=park 车站=station 火车站=railway_station 高铁站=high-speed_railway_station 机场=airport 港=port 码头=wharf
        大桥=bridge
        酒店=hotel 宾馆=hotel 大厦=building 工业园区=industrial_park 开发区=development_zone 高新区=high-tech_zone
        经开区=economic_development_zone
        产业园=industrial_park 园区=park 基地=base 农庄=farm 农场=farm 驿站=service_station 日报=Daily 晚报=Evening_News 晨报=Morning_News
        日报社=Daily_newspaper 报社=newspaper 电视台=television_station 广播电视台=radio_and_television_station 通讯社=news_agency
        出版社=press
        职业技术学院=vocational_and_technical_college 技师学院=technician_college 工学院=institute_of_technology
        工业大学=university_of_technology
        师范大学=normal_university 医科大学=medical_university 农业大学=agricultural_university
        理工大学=university_of_science_and_technology
        """.split()
    )
}
LONGEST_INSTITUTION = max(map(len, INSTITUTIONS))
