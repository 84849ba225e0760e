"""Site furniture: links, comment forms and author lines are left out, and the news around them is not."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

NEWS = "قال مدير الميناء سعيد الهاشم إن السفينة غادرت الرصيف صباح الأحد."
MORE = "وأضاف أن الحمولة وُزّعت على ثلاث شاحنات."


def row(id: str, line: str) -> Any:
    return pytest.param(line, id=id)


LINES = [
    row("read-also", "اقرأ أيضاً: وزير النقل: الجسر سيُفتح غداً"),
    row("read-more", "اقرأ المزيد: الأمطار تعود إلى الساحل"),
    row("watch-also", "شاهد أيضاً: قائد الفريق: سنفوز بالكأس"),
    row("related", "مواضيع ذات صلة"),
    row("related-news", "أخبار ذات صلة: وزير الصحة: اللقاح وصل"),
    row("most-read", "الأكثر قراءة: رئيس النادي: لن نبيع اللاعب"),
    row("share", "شارك هذا الموضوع:"),
    row("latest", "آخر الأخبار: مدرب المنتخب: القائمة جاهزة"),
    row("source-line", "المصدر: وكالات"),
    row("author-line", "بقلم: سعاد القاضي"),
    row("tags", "كلمات مفتاحية: ميناء، سفن، شحن"),
    row("follow", "تابعونا على تويتر: أخبار الميناء"),
    row("comments", "التعليقات"),
    row("photo", "تصوير: نبيل الحلو"),
]  # fmt: skip

FORMS = [
    row("leave-a-comment", "اترك تعليقاً: قال زائر إن الخبر قديم"),
    row("cancel-reply", "إلغاء الرد"),
    row("add-a-comment", "أضف تعليقك"),
    row("mail-not-published", "لن يتم نشر عنوان بريدك الإلكتروني."),
]  # fmt: skip

TEXTS = [
    row("news-that-reads", "وقالت المعلمة لتلميذها: اقرأ الدرس أيضاً في البيت."),
    row("news-that-shares", "وقال النائب إن هذا الموضوع شارك فيه عشرة وزراء من الحكومة السابقة."),
    row("news-about-comments", "وأكدت الإدارة أن التعليقات المسيئة ستُحذف من صفحات الموقع كل يوم."),
    row("headline", "رئيس النادي: لن نبيع اللاعب هذا الصيف"),
]  # fmt: skip


def cues(nlp: Language, *lines: str) -> list[str]:
    return [each.cue.text for each in nlp("\n".join(lines))._.attributions if each.cue]


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_furniture_is_left_out(rules: Language, line: str) -> None:
    assert cues(rules, NEWS, line, MORE) == ["قال", "أضاف"]


@pytest.mark.parametrize("line", LINES)
def test_furniture_at_the_end(rules: Language, line: str) -> None:
    assert cues(rules, NEWS, MORE, line) == ["قال", "أضاف"]


@pytest.mark.parametrize("line", FORMS)
def test_a_comment_form_ends_the_text(rules: Language, line: str) -> None:
    assert cues(rules, NEWS, MORE, line, "وقال قارئ: خبر ممتاز") == ["قال", "أضاف"]


@pytest.mark.parametrize("line", TEXTS)
def test_what_resembles_furniture_is_news(rules: Language, line: str) -> None:
    assert len(cues(rules, NEWS, line, MORE)) == 3
