"""The finished result: reads doc._.attribution_statements, writes doc._.attribution (a plain dict in standoff form)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..document import ensure_extensions
from ..lexicon import Row
from .assemble import assemble
from .speakers import find_speakers
from .statements import EXTENSION as STATEMENTS
from .statements import Statement, view_of
from .trims import all_trimmed
from .worded import Worded


class Results(Worded):
    """Resolve speakers and label statements: reads doc._.attribution_statements, writes doc._.attribution."""

    def __init__(self, words: dict[str, list[Row]], version: str, confidence: dict[str, float]) -> None:
        super().__init__(words)
        self.version, self.confidence = version, confidence

    def __call__(self, doc: Doc) -> Doc:
        view = view_of(doc, self.vocabulary, last=True)
        if doc.has_annotation("ENT_IOB"):
            view.bar_names(doc)
        statements = all_trimmed(view, [Statement.load(data) for data in doc._.get(STATEMENTS)])
        figures, speaking = find_speakers(view, statements)
        doc._.attribution = {"pipeline": self.version, **assemble(view, statements, figures, speaking, self.confidence)}
        return doc


@Language.factory(
    "attribution_results",
    assigns=["doc._.attribution"],
    default_config={"words": {}, "version": "rules", "confidence": {}},
)
def create_results(
    nlp: Language, name: str, words: dict[str, list[Row]], version: str, confidence: dict[str, float]
) -> Results:
    """The component; `version` is written into each result as its pipeline, `confidence` holds the weights of that."""
    ensure_extensions()
    return Results(words, version, confidence)
