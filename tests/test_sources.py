"""Sources: the noun phrase that names who said it, with its titles, appositions and quoted names."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language


def row(id: str, text: str, *sources: str | None) -> Any:
    """A text with the source of each of its attributions, in text order."""
    return pytest.param(text, list(sources), id=id)


AFTER_THE_CUE = [
    row("title-and-name", "وقال وزير الري فهد الجندلي إن السد ممتلئ.", "وزير الري فهد الجندلي"),
    row("name", "وقالت ميادة الخطيب إن الرواية طُبعت مرتين.", "ميادة الخطيب"),
    row("quoted-name", "وقالت الناطقة باسم البعثة “إيلينا بوبوف” إن الزيارة أُلغيت.", "الناطقة باسم البعثة “إيلينا بوبوف”"),
    row("body", "وأعلنت هيئة الموانئ أن الرصيف أُغلق.", "هيئة الموانئ"),
    row("two-names", "وقال نزار الحلبي وهدى بركات إن المعرض نجح.", "نزار الحلبي وهدى بركات"),
    row("security-sources", "وأفادت مصادر أمنية بأن الصفقة أُبرمت.", "مصادر أمنية"),
    row("country", "وأعلنت سلوفينيا أن سفيرها سيعود.", "سلوفينيا"),
    row("adjectives", "وأكدت وزارة الخارجية السلوفينية أن السفير سيعود.", "وزارة الخارجية السلوفينية"),
    row("witnesses", "وقال شهود عيان إن النار اندلعت في المخزن.", "شهود عيان"),
    row("in-a-place", "وقال مصدر في وزارة الدفاع إن الطائرة سليمة.", "مصدر في وزارة الدفاع"),
    row("apposition", "وقال رئيس النادي، عماد الراوي، إن العقد وُقّع.", "رئيس النادي، عماد الراوي"),
    row("doctor", "وقال د. فؤاد جبر إن الجراحة نجحت.", "د. فؤاد جبر"),
    row("before-a-time", "وقال الوزير أمس إن القرض جاهز.", "الوزير"),
    row("before-a-venue", "وقال الوزير في مؤتمر صحفي إن القرض جاهز.", "الوزير"),
    row("before-an-addressee", "وقال الوزير للصحفيين إن القرض جاهز.", "الوزير"),
    row("before-the-object", "وطالب العمال الشركة بصرف الأجور.", "العمال"),
    row("before-two-objects", "واتهم زعيم الحزب خصومه بشراء الأصوات.", "زعيم الحزب"),
    row("light", "وأعرب رئيس الوفد عن أسفه لما حدث.", "رئيس الوفد"),
    row("statement", "وجاء في بيان الجمعية أن القافلة وصلت.", "بيان الجمعية"),
    row("report", "وأظهر تقرير المعهد أن التربة مالحة.", "تقرير المعهد"),
    row("closing", "«لن نبيع الأرض لأحد»، قالت المزارعة وداد شلهوب.", "المزارعة وداد شلهوب"),
    row("colon", "وقال رئيس البلدية عصام كنعان: «الماء سيعود غداً».", "رئيس البلدية عصام كنعان"),
    row("headline", "رئيس البلدية عصام كنعان: الماء سيعود غداً", "رئيس البلدية عصام كنعان"),
    row("relative-between-commas", "وقال الوزير الأسبق فايز عطية، الذي ترأس اللجنة، إن الملف أُغلق.",
        "الوزير الأسبق فايز عطية، الذي ترأس اللجنة"),
    row("statement-issued", "وأفاد بيان صادر عن القيادة العامة بأن الطائرة سقطت.", "بيان صادر عن القيادة العامة"),
    row("before-a-paper", "كشف مصدر أمني لصحيفة «الأفق» أن اللص أجنبي.", "مصدر أمني"),
    row("united-nations", "ودعت الأمم المتحدة كافة الأطراف إلى ضبط النفس.", "الأمم المتحدة"),
    row("paper-headline", "«الأفق»: القانون سيسقط غداً", "«الأفق»"),
    row("itself", "ولفت المصدر ذاته إلى أن البحث ما زال جارياً.", "المصدر ذاته"),
    row("dual", "وقال الوزيران إن المعبر مفتوح.", "الوزيران"),
    row("plural", "وقال سكان الحي الغربي إن الماء مقطوع.", "سكان الحي الغربي"),
]  # fmt: skip

BEFORE_THE_CUE = [
    row("subject-first", "الوزير يؤكد أن الأسعار ستستقر.", "الوزير"),
    row("as-for", "أما مدرب الفريق الضيف فقال إن الحكم أخطأ.", "مدرب الفريق الضيف"),
    row("had-announced", "وكان المدير قد أعلن أن المصنع لن يُباع.", "المدير"),
    row("but", "لكن الوزيرة أكدت أن الضريبة باقية.", "الوزيرة"),
    row("relative", "سلوفينيا هي البلد الذي أعلن أن حدوده مفتوحة.", "البلد"),
    row("plural-verb", "الأهالي قالوا إن المياه مقطوعة.", "الأهالي"),
    row("while", "فيما قائد الدرك أعلن أن الطريق مغلق.", "قائد الدرك"),
]  # fmt: skip

RELAYED = [
    row("according-to", "ارتفع عدد المصابين إلى تسعة، بحسب وزارة الصحة.", "وزارة الصحة"),
    row("according-to-li", "ارتفع عدد المصابين إلى تسعة وفقاً لوزارة الصحة.", "وزارة الصحة"),
    row("according-to-the", "ارتفع عدد المصابين إلى تسعة وفقاً للوزير.", "للوزير"),
    row("as-mentioned", "ارتفع عدد المصابين إلى تسعة، حسبما ذكرت وزارة الصحة.", "وزارة الصحة"),
    row("agency-and-person", "ونقلت وكالة «نسيم» عن الوزير أن القرض جاهز.", "الوزير"),
]  # fmt: skip

NOBODY = [
    row("hidden-subject", "وأضاف أن المصنع سيُفتح قريباً.", None),
    row("hidden-with-venue", "وأضاف في تصريح لإذاعة «المنار» أن المصنع سيُفتح.", None),
    row("participle", "وخرج الوزير، مؤكداً أن القرض جاهز.", None),
    row("plural-ending", "وأضافوا أن المياه مقطوعة.", None),
    row("impersonal", "وقيل إن الأمير سيعود.", None),
    row("object-only", "وانتقد بطء الإجراءات في المحاكم.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sources"), AFTER_THE_CUE + BEFORE_THE_CUE + RELAYED + NOBODY)
def test_who_is_named_as_the_source(rules: Language, text: str, sources: list[str | None]) -> None:
    found = rules(text)._.attributions
    assert [each.source.text if each.source else None for each in found] == sources
