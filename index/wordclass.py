"""Word classes of Chinese words, for finding the noun phrase that a number counts.

The classes come from jieba's own dictionary; verbs that govern a counted object are a list of their own, because in Chinese the same
word is verb and noun (服务, 培训) and only some verbs hardly ever stand inside a noun phrase.
"""

from functools import cache

from index.tokens import segmenter


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Verbs of news that take what is counted as their object (建成站点350个) or end a noun phrase before them (5家企业参加).
GOVERNING = _set(
    """开展 调整 出动 上涨 下跌 举办 建立 结成 写入 常驻 造成 导致 致使 致 引发 产生 输出 撬动 摸排 建成 设立 成立 提供 发放 化解 投入
    投放 评选 选树 创建 打造 搭建 组建 新建 新添 新设 新开 改建 扩建 改造
    修建 兴建 建起 建有 设有 配备 配置 购置 安装 铺设 种植 栽种 栽植 完成
    实现 达成 签订 签署 签约 引进 引入 吸引 招收 录取 录用 聘请 聘用 招募 招录 选派 派出 派驻 组织 召开 承办 主办 举行 推出 推荐
    推选 评出 选出 命名 认定 授予 表彰 奖励 给予 颁发 领取 申领 获得 获 荣获 获评 夺得 斩获 赢得 取得 拥有 涌现 涉及 覆盖 惠及 辐射
    带动 促成 促进 帮助 帮扶 救助 慰问 走访 资助 援助 补助 募集 筹集 筹措 捐赠 捐献 捐款 筹款 发动 动员 集结 接待 接受 接到 接听
    受理 办理 办结 处理 处置 查处 查获 查办 破获 抓获 侦破 起诉 审结 调解 解决 整改 排查 检查 巡查 抽查 抽检 检测 核查 督查 发现
    消除 清理 清除 拆除 关停 取缔 收集 征集 采集 收到 收回 回收 追回 挽回 追讨 讨回 收缴 罚没 处罚 上报 提交 提出 提报 形成 制定
    制订 出台 修订 印发 编制 编写 编印 出版 发表 发布 刊发 推送 播放 制作 拍摄 录制 参加 参与 参赛 参展 参训 加入 入选 入围 入驻
    进入 报名 到场 出席 担任 聘任 来自 进行 实施 推进 组成 构成 包括 包含 其中 下辖 下设 划分 分布 位于 落户 落地 开工 竣工 投产
    投用 投入使用 启用 启动 上线 开通 开放 开设 开办 开行 运行 运营 投运 运送 运输 输送 转运 转移 疏散 安置 安排 分配 配送 派发 赠送
    送出 送去 送上 送达 使用 利用 减少 增加 新增 增设 增长 提升 提高 下降 降低 上升 缩短 延长 节约 节省 节能 创造 创收 贡献 生产
    产出 销售 售出 出口 进口 采购 购买 缴纳 支付 拨付 下拨 兑现 贷款 发行 融资 募资 授信 放款 减免 退还 返还 累计 共计 合计 总计
    共有 现有 已有 达到 超过 突破 高达 占 占比 设置 布设 布置 布局 建设 规划 整合 盘活 培育 孵化 培养 选拔 评定 评为 评聘 晋升 考取
    取证 培训 指导 辅导 讲授 宣讲 讲解 演出 展出 展示 展览 陈列 收藏 发掘 出土 修复 保护 救治 诊疗 接种 筛查 献血 服务 供应 供给 供
    让 使 被 把 将 向 为 对 从 由 可 能 会 需 要 应 须 是 有 在 到 至 于 用 给 与会 圆 圆梦 顺利 前往 奔赴 赶赴 抵达 返回 出发 驶入
    驶出 停靠 通过 经过 超 逾 达 增 减 升 降 提 涨 跌 获批 受益 受惠 受灾 受伤 遇难 死亡 失踪 获救 就业 上岗 返乡 创业 就读 毕业
    入学 集中 分别 联合 共同 一起 陆续 全部 均 已 还 也 都 又 再 正 正在 将要 即将 曾 曾经 曾获 先后 联手 争相 现场 纷纷 踊跃 积极
    免费 荣立 立案 布点 植树 造林 解救 收治 治愈 出院"""
)
# Of the verbs above, those that stand as readily inside a noun phrase: 服务站点, 培训班, 建设项目. They govern only before a person noun
# or at the head of a clause.
EITHER = _set(
    """服务 入围 获奖 评选 培训 建设 规划 救助 帮扶 资助 慰问 检查 检测 改造 推荐 奖励 表彰 展示 展览 保护 演出 宣讲 运输 运营 运行
    贷款 融资 就业 创业 采购 销售 生产 培育 培养 孵化 补助 援助 指导 辅导 配送 供应 筛查 接种 捐赠 调解 排查 整改 参赛 参训 参展
    受灾 受益 毕业 集中 联合 返乡 现场 免费 修复 安置 投放 组织 出口 进口 回收 种植 处理 处置 招募 制作 发行 利用 使用 参与 积极
    植树 造林 节能 节约 增长 提升 转移 诊疗 献血 开放 返还 减免 占 应 会 能 用 圆 减 升 降 提 可 要 需 占比 抽检 抽查 巡查 督查 受理
    办理 出版 上岗 共同 全部"""
)
# Verbs of the dictionary that news uses as nouns: 职工创新工作室, 联谊活动.
NOUN_LIKE = _set(
    """创新 创效 研发 设计 管理 监督 维权 教育 交流 交友 联谊 招聘 求职 托管 健身 阅读 学习 竞赛 比赛 考核 治理 评估 融合 合作 试点
    实训 办公 旅游 消费 投资 贸易 物流 储能 发电 供电 供水 供气 供暖 养老 育婴 托育 救援 防疫 防汛 抗旱 消防 采访 报道 研究 实验
    试验 检验 监测 预警 巡逻 值班 执法 司法 诉讼 仲裁 信访 投诉 咨询 心理 义诊 体检 就诊 康复 护理 住院 手术 停车 充电 换电 加油
    装备 制造 加工 养殖 灌溉 播种 收割 绿化 保洁 环卫 回收 出行 通勤 换乘 客运 货运 航运 联运 直播 网购 团购 相亲 演讲 朗诵 合唱
    支出 收入 摄影 书法 创作 展演 巡演 募捐 助学 助残 助农 扶贫 脱贫 致富 实习 见习 面试 笔试 升学 入学"""
)
PERSONS = _set(
    """职工 员工 群众 居民 村民 市民 农民 农民工 工人 学生 学员 学子 儿童 老人 老年人 妇女 青年 劳动者 劳模 工匠 骑手 司机 患者 病人
    游客 旅客 观众 读者 会员 党员 干部 志愿者 教师 老师 家庭 企业 商户 用户 困难户 人员 人才 群体 对象 百姓 客户 毕业生 创业者
    残疾人 军人 师生 孩子 家长 用人单位 单位 消费者 务工人员 选手 代表 专家"""
)
STRICT = GOVERNING - EITHER
# What stands between a counted noun and its number: 站点[共有]350个, 出口额[同比增长]6.4%.
LINKS = _set(
    """总共 一共 共计 共有 共 已经 已 累计 总计 合计 达到 高达 多达 可达 达 大约 约为 约 将近 接近 近 超过 突破 超 逾 均为 分别为 分别
    为 有 增至 升至 降至 提至 提高 提升 上升 降低 减少 增加 增长 下降 同比 环比 净增 不少 不低 不超过 不低于 不少于 至少 最多 最高
    仅 各 就 均 也 可 还 即 计 到 至 以 从 由 只 是 了 着 之 先后 每年 每月 每天 每日 每人 人均 户均 平均 不足 不到 保持 稳定 控制
    维持 破 大跌 大涨 暴跌 暴涨 下挫 回落 飙升 攀升 上扬 反弹 锐减 激增 猛增 骤降 收涨 收跌 涨超 跌超 走高 走低 预计 预期 有望 估计
    能 会 能够 可以 将 希望 位居
    排名 比上年 上年 较 比 去年 往年 于 在 上 近期 连续 同期 一次性 单笔 的 日均 年均 月均 起步"""
)
# What became of persons, which is then what is counted: 139人受伤.
OUTCOMES = _set(
    """受伤 死亡 遇难 失踪 受灾 中暑 落水 被困 获救 感染 确诊 治愈 出院 就业 失业 脱贫 毕业 退休 轻伤 重伤 死 伤 亡 溺水 牺牲 当选 落选
    获奖 被捕 落网"""
)
DETERMINERS = _set(
    """各类 各种 各级 各 全部 所有 这些 该 本 其 其中 包括 包含 一批 多种 相关 等 的 了 着 到 出 起 好 成 也 还 又 再 并 目前 现 现有
    今年 去年 全省 全市 全县 全区 我省 我市 我县 我区 全国共 预计 计划 力争 全年 当年 近年来 每 每名 每人 每个 每年 每月 一 个 名 家
    新 首批 共 占 约占 大约占"""
)
TRAILERS = _set("等 等等 的 和 及 与 以及 并 或 至 到 从 由 在 对 为 向 把 将 其中 包括 含 中 里 内 后 前 时 方面 情况 期间")
# jieba has 选手 and 书证 as verbs.
_NOUN_ENDINGS = frozenset("手员者师率量费额点站班机器品物证书类")
# jieba has 非公 as an adverb.
_NO_FUNCTION = frozenset(("地", "非公", "互动", "现代"))
_FUNCTION_TAGS = frozenset("dpcruyetf")


@cache
def _classes() -> dict[str, str]:
    """Word → class of the words that are not plain nouns; unknown words count as nouns."""
    classes: dict[str, str] = {}
    with segmenter().get_dict_file() as file:
        for line in file:
            word, _, tag = line.decode().strip().split(" ")
            if tag[0] in "vdpcrutfym" or tag == "ad":
                classes[word] = tag
    return classes


def is_verb(word: str) -> bool:
    """True for a word that is first of all a verb (开展, 招聘), not a noun made from one (活动)."""
    if len(word) < 2 or word in PERSONS or word in NOUN_LIKE or word[-1] in _NOUN_ENDINGS:
        return False
    return _classes().get(word, "n") in ("v", "vd", "vi", "vq", "vg")


def is_function_word(word: str) -> bool:
    """True for adverbs, prepositions, conjunctions, pronouns, particles and words of time."""
    return _classes().get(word, "n")[0] in _FUNCTION_TAGS and word not in PERSONS and word not in _NO_FUNCTION


def is_time_word(word: str) -> bool:
    """True for words of time (暑期, 今年)."""
    return _classes().get(word, "n")[0] == "t" and word not in PERSONS


def is_person(word: str) -> bool:
    """True for a word that names persons or households (产业工人, 职工)."""
    return word in PERSONS or word[-2:] in PERSONS


def is_common_word(word: str) -> bool:
    """True for a dictionary word that is no name: 深水, 打造; False for 颍东 and for what no dictionary has."""
    tag = _classes().get(word)
    if tag is None:
        return bool(segmenter().FREQ.get(word)) and not _is_name(word)
    return True


@cache
def _names() -> frozenset[str]:
    with segmenter().get_dict_file() as file:
        fields = (line.decode().split() for line in file)
        return frozenset(word for word, _, tag in fields if tag == "ns")


def _is_name(word: str) -> bool:
    return word in _names()


def word_class(word: str) -> str:
    """One letter for what a word is: of its dictionary tag, ``n`` for nouns and names, ``?`` for what no dictionary has.

    ``D`` stands for digits, ``L`` for Latin letters, ``P`` for marks, ``-`` for no word.
    """
    if not word:
        return "-"
    if word in segmenter().FREQ and "\u3400" <= word[0] <= "\u9fff":
        return _classes().get(word, "n")[0] if segmenter().FREQ[word] else "?"
    if word[0].isdigit():
        return "D"
    if word[0].isascii() and word[0].isalpha():
        return "L"
    return "?" if word[0].isalnum() else "P"
