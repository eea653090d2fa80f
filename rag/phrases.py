"""Sentences of ours in the asker's language: figures, refusals, notices. Facts come from the article; these only carry them.

Chinese is written once, in Simplified; an asker who writes Traditional gets it converted. A language without its own row gets English.
"""

from collections.abc import Sequence

from index.text import to_traditional
from rag.phrases_joint import JOINT
from rag.wording import number_text, short_figure

__all__ = ["in_script", "number_text", "phrase", "short_figure", "titles_text"]

_PHRASES: dict[str, dict[str, str]] = {
    "zh": {
        "not_found": "这些文章里没有答案。",
        "missing": "没有一篇提到{names}。",
        "year": "没有{names}年的说法。",
        "nearest": "最接近的文章写的是：{titles}。",
        "conflict": "各篇文章的数字不同，请按范围和日期选用：",
        "difference": "相差{number}。",
        "side": "{name}：{figure}",
        "chitchat": "我只回答这些文章里写到的事。请问一个关于文章内容的问题。",
        "llm_failed": "语言模型没有给出完整的回答（{reason}），这里改为直接摘录原文。",
        "llm_cut": "语言模型的回答中途断了（{reason}），断开前说的是：“{shown}…”这些话未经核对；下面直接摘录原文。",
        "llm_not_found": "语言模型没有在文章里找到答案，这里改为直接摘录原文。",
        "llm_unsupported": "语言模型的回答没有得到文章的证实，这里改为直接摘录原文。",
        "degraded": "最新一版索引已损坏，回答来自上一版；请运行 wenju build 重建。",
        "corrected": "“{here}”是更正后的说法；较早的“{there}”（{where}）已被取代。",
        "superseded": "后来的更正（{where}）说是“{there}”，不是“{here}”。",
        "prints_disagree": "同一篇报道的各家刊载不一致：这里是“{here}”，{where}是“{there}”。",
        "approximate": "约",
        "list_join": "；",
        "title": "《{title}》",
        "no_figure": "这些文章没有写到这个数字。",
        "not_counted": "没有一篇写到{names}的数字。",
        "beside": "{text}（{beside}）",
        "beside_join": "；",
        "where_join": "，",
        "collection": "这里收了{count}篇文章，例如{titles}。",
        "examples": "可以这样问：{questions}",
    },
    "en": {
        "not_found": "Not in these articles.",
        "missing": "None of them names {names}.",
        "year": "None of them states it for {names}.",
        "nearest": "The nearest ones are about: {titles}.",
        "conflict": "The articles give different figures; mind the scope and date of each:",
        "side": "{name}: {figure}",
        "difference": "The difference is {number}.",
        "chitchat": "I answer only from these articles. Ask something about what they report.",
        "llm_failed": "The language model gave no complete answer ({reason}); the source sentences are quoted instead.",
        "llm_cut": "The language model's answer broke off ({reason}). It had said, unchecked: “{shown}…” The source sentences follow.",
        "llm_not_found": "The language model found no answer in the articles; the source sentences are quoted instead.",
        "llm_unsupported": "The articles do not bear out what the language model said; the source sentences are quoted instead.",
        "degraded": "The newest index is damaged and the one before it answers; run \"wenju build\".",
        "corrected": "“{here}” is the corrected figure; it replaces “{there}” ({where}).",
        "superseded": "A later correction ({where}) says “{there}”, not “{here}”.",
        "prints_disagree": "Prints of this story disagree: “{here}” here, “{there}” in {where}.",
        "approximate": "about",
        "list_join": "; ",
        "title": "“{title}”",
        "no_figure": "None of them states that figure.",
        "not_counted": "None of them gives a figure for {names}.",
        "beside": "{text} ({beside})",
        "beside_join": "; ",
        "where_join": ", ",
        "words": "word by word: {words}",
        "collection": "Articles here: {count}, among them {titles}.",
        "examples": "You could ask: {questions}",
    },
    "ja": {
        "not_found": "これらの記事には答えがありません。",
        "missing": "{names}に触れた記事はありません。",
        "year": "{names}年についての記述はありません。",
        "side": "{name}：{figure}",
        "difference": "差は{number}です。",
        "chitchat": "これらの記事に書かれていることだけにお答えします。記事の内容について質問してください。",
        "llm_failed": "言語モデルの回答が完全ではなかったため（{reason}）、原文を引用します。",
        "llm_not_found": "言語モデルは記事の中に答えを見つけられなかったため、原文を引用します。",
        "llm_unsupported": "言語モデルの回答は記事で裏付けられなかったため、原文を引用します。",
        "degraded": "最新の索引が壊れているため、一つ前の索引で回答しています。wenju build を実行してください。",
        "corrected": "「{here}」は訂正後の数字です。以前の「{there}」（{where}）に代わるものです。",
        "superseded": "後の訂正（{where}）では「{here}」ではなく「{there}」です。",
        "prints_disagree": "同じ記事の掲載内容が一致しません：ここでは「{here}」、{where}では「{there}」。",
        "nearest": "最も近い記事：{titles}。",
        "conflict": "記事によって数字が異なります：",
        "approximate": "約",
        "list_join": "、",
        "title": "「{title}」",
        "no_figure": "その数字を述べた記事はありません。",
        "not_counted": "{names}の数を述べた記事はありません。",
        "beside": "{text}（{beside}）",
        "beside_join": "；",
        "where_join": "、",
        "collection": "ここには{count}本の記事があります。例：{titles}。",
        "examples": "たとえば：{questions}",
    },
    "ko": {
        "not_found": "이 기사들에는 답이 없습니다.",
        "missing": "{names}을(를) 언급한 기사가 없습니다.",
        "year": "{names}년에 대한 내용은 없습니다.",
        "side": "{name}: {figure}",
        "difference": "차이는 {number}입니다.",
        "chitchat": "이 기사들에 나온 내용만 답합니다. 기사 내용에 대해 질문해 주세요.",
        "llm_failed": "언어 모델이 완전한 답을 주지 못해({reason}) 원문을 인용합니다.",
        "llm_not_found": "언어 모델이 기사에서 답을 찾지 못해 원문을 인용합니다.",
        "llm_unsupported": "언어 모델의 답이 기사로 확인되지 않아 원문을 인용합니다.",
        "degraded": "최신 색인이 손상되어 이전 색인으로 답합니다. wenju build 를 실행하세요.",
        "corrected": "“{here}”은(는) 정정된 수치이며, 이전의 “{there}”({where})을(를) 대체합니다.",
        "superseded": "이후의 정정({where})에서는 “{here}”이(가) 아니라 “{there}”입니다.",
        "prints_disagree": "같은 기사의 게재본이 서로 다릅니다: 여기는 “{here}”, {where}은(는) “{there}”.",
        "nearest": "가장 가까운 기사: {titles}.",
        "conflict": "기사마다 수치가 다릅니다:",
        "approximate": "약",
        "list_join": "; ",
        "title": "「{title}」",
        "no_figure": "그 수치를 밝힌 기사가 없습니다.",
        "not_counted": "{names}의 수치를 밝힌 기사가 없습니다.",
        "beside": "{text} ({beside})",
        "beside_join": "; ",
        "where_join": ", ",
        "collection": "여기에는 기사 {count}건이 있습니다. 예: {titles}.",
        "examples": "이렇게 물어보세요: {questions}",
    },
    "fr": {
        "not_found": "Ces articles ne le disent pas.",
        "missing": "Aucun ne mentionne {names}.",
        "year": "Aucun ne le dit pour {names}.",
        "side": "{name} : {figure}",
        "difference": "La différence est de {number}.",
        "chitchat": "Je ne réponds que d'après ces articles. Posez une question sur ce qu'ils rapportent.",
        "llm_failed": "Le modèle de langue n'a pas donné de réponse complète ({reason}) ; les phrases des articles sont citées à la place.",
        "llm_not_found": "Le modèle de langue n'a pas trouvé de réponse dans les articles ; leurs phrases sont citées à la place.",
        "llm_unsupported": "Les articles ne confirment pas la réponse du modèle de langue ; leurs phrases sont citées à la place.",
        "degraded": "Le dernier index est endommagé et le précédent répond ; lancez « wenju build ».",
        "corrected": "« {here} » est le chiffre corrigé ; il remplace « {there} » ({where}).",
        "superseded": "Une correction ultérieure ({where}) dit « {there} », non « {here} ».",
        "prints_disagree": "Les versions de cet article divergent : « {here} » ici, « {there} » dans {where}.",
        "nearest": "Les plus proches portent sur : {titles}.",
        "conflict": "Les articles donnent des chiffres différents :",
        "approximate": "environ",
        "list_join": " ; ",
        "title": "« {title} »",
        "no_figure": "Aucun ne donne ce chiffre.",
        "not_counted": "Aucun ne donne de chiffre pour {names}.",
        "beside": "{text} ({beside})",
        "beside_join": " ; ",
        "where_join": ", ",
        "collection": "Articles ici : {count}, dont {titles}.",
        "examples": "Par exemple : {questions}",
    },
    "es": {
        "not_found": "Estos artículos no lo dicen.",
        "missing": "Ninguno menciona {names}.",
        "year": "Ninguno lo dice para {names}.",
        "side": "{name}: {figure}",
        "difference": "La diferencia es {number}.",
        "chitchat": "Solo respondo con lo que dicen estos artículos. Pregunte algo sobre su contenido.",
        "llm_failed": "El modelo de lenguaje no dio una respuesta completa ({reason}); se citan las frases de los artículos.",
        "llm_not_found": "El modelo de lenguaje no halló respuesta en los artículos; se citan sus frases.",
        "llm_unsupported": "Los artículos no confirman la respuesta del modelo de lenguaje; se citan sus frases.",
        "degraded": "El índice más reciente está dañado y responde el anterior; ejecute «wenju build».",
        "corrected": "«{here}» es la cifra corregida; sustituye a «{there}» ({where}).",
        "superseded": "Una corrección posterior ({where}) dice «{there}», no «{here}».",
        "prints_disagree": "Las versiones de esta noticia difieren: «{here}» aquí, «{there}» en {where}.",
        "nearest": "Los más cercanos tratan de: {titles}.",
        "conflict": "Los artículos dan cifras distintas:",
        "approximate": "unos",
        "list_join": "; ",
        "title": "«{title}»",
        "no_figure": "Ninguno da esa cifra.",
        "not_counted": "Ninguno da una cifra de {names}.",
        "beside": "{text} ({beside})",
        "beside_join": "; ",
        "where_join": ", ",
        "collection": "Artículos aquí: {count}, entre ellos {titles}.",
        "examples": "Por ejemplo: {questions}",
    },
}  # fmt: skip


def phrase(language: str, key: str, **values: str) -> str:
    """A sentence in the asker's language and script; English where that language has no such sentence."""
    base = language.split("-", maxsplit=1)[0]
    tables = (_PHRASES.get(base), JOINT.get(base), _PHRASES["en"], JOINT["en"])
    template = next(table[key] for table in tables if table and key in table)
    ours = to_traditional(template) if language == "zh-Hant" else template
    return ours.format(**values)


def in_script(language: str, text: str) -> str:
    """Chinese text of ours in the asker's script; a quote never goes through here."""
    return to_traditional(text) if language == "zh-Hant" else text


def titles_text(language: str, titles: Sequence[str]) -> str:
    """Headlines in the quotation marks of the asker's language, joined."""
    return phrase(language, "list_join").join(phrase(language, "title", title=title) for title in titles)
