"""The learned part without its weights: pieces, signals, labels and decoding, and a network that learns ten steps by heart."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from conftest import GOLD, labelled_folder
from conftest import SAID as TEXT
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from typer.testing import CliRunner

import attribution
from attribution.cli import app
from attribution.errors import InputError, UsageError
from attribution.neural import coreference, decode, labels, signals
from attribution.neural.engine import FILES, Onnx
from attribution.neural.tagger import enter_names, read_files
from attribution.rules.statements import EXTENSION, Statement, view_of
from attribution.rules.view import View


@pytest.fixture(scope="module")
def nlp() -> Language:
    return attribution.load("rules")


def seen(nlp: Language, text: str) -> tuple[View, list[Statement]]:
    """The View of a text and what the rules find in it."""
    doc = nlp(text)
    return view_of(doc, nlp.get_pipe("attribution_statements").vocabulary), [Statement.load(d) for d in doc._.get(EXTENSION)]


@given(st.integers(0, 5000), st.integers(2, 300), st.data())
def test_windows_keep_every_piece_once(count: int, length: int, data: st.DataObject) -> None:
    pieces = pytest.importorskip("attribution.neural.pieces", reason="needs tokenizers")
    overlap = data.draw(st.integers(0, length - 1))
    found = pieces.windows(count, length, overlap)
    assert [i for w in found for i in range(w.own_first, w.own_last)] == list(range(count))
    assert all(0 <= w.first <= w.own_first <= w.own_last <= w.last <= count and w.last - w.first <= length for w in found)


BIO = [
    (["O", "B-source", "I-source", "O"], [("source", 1, 3)]),
    (["B-source", "B-source"], [("source", 0, 1), ("source", 1, 2)]),
    (["I-content", "I-content"], [("content", 0, 2)]),
    (["B-time", "I-venue"], [("time", 0, 1), ("venue", 1, 2)]),
    (["O", "O"], []),
    ([], []),
]


@pytest.mark.parametrize(("given_labels", "expected"), BIO)
def test_spans_of_labels(given_labels: list[str], expected: list[tuple[str, int, int]]) -> None:
    assert labels.spans(given_labels) == expected


def test_gold_becomes_labels_of_its_tokens(nlp: Language) -> None:
    view, _ = seen(nlp, TEXT)
    found = nlp(TEXT)._.attribution
    gold = labels.gold_of(view, found)
    assert [view.key(i) for i in np.flatnonzero(gold.cues)] == ["قال", "واضاف", "ونفت"]
    first = labels.spans([labels.ROLE_LABELS[n] for n in gold.asked[0].roles])
    assert [(name, view.slice(start, end)) for name, start, end in first] == [
        ("source", "الوزير سامر الحداد"),
        ("content", "الخطة جاهزة"),
    ]


def test_the_speaker_of_a_cue_is_linked_to_where_else_he_is_spoken_of(nlp: Language) -> None:
    view, _ = seen(nlp, TEXT)
    gold = labels.gold_of(view, nlp(TEXT)._.attribution)
    linked = [{n: [view.key(i) for i in np.flatnonzero(each.links == n)] for n in (1, 2)} for each in gold.asked]
    assert linked[0] == {1: [], 2: ["قال", "الوزير", "سامر", "الحداد"]}
    assert linked[1] == {1: ["قال", "الوزير", "سامر", "الحداد"], 2: ["واضاف"]}


NAMES = {"person": [[11, 22]], "body": [], "place": [[37, 40]]}


@pytest.mark.parametrize(
    ("names", "expected"),
    [(NAMES, ["person: سامر الحداد", "place: صور"]), (None, ["person: سامر الحداد", "body: شركة النسيم"])],
)
def test_names_are_those_given_or_those_of_the_rules(nlp: Language, names: labels.Names | None, expected: list[str]) -> None:
    view, _ = seen(nlp, "قال الوزير سامر الحداد إن الشركة في صور أفلست. ونفت شركة النسيم ذلك.")
    gold = labels.gold_of(view, {"entities": [], "attributions": []}, names)
    found = labels.spans([labels.NAME_LABELS[n] for n in gold.names])
    assert [f"{kind}: {view.slice(start, end)}" for kind, start, end in found] == expected


def test_signals_are_of_the_columns_named(nlp: Language) -> None:
    view, statements = seen(nlp, TEXT)
    found = signals.token_signals(view, statements)
    assert found.shape == (len(view), len(signals.TOKEN))
    columns = {signals.TOKEN[n] for n in np.flatnonzero(found[0])}
    assert {"verb=any", "frame=that", "act=state", "cue=verb", "tense=past", "sentence", "line"} <= columns
    pairs = signals.pair_signals(view, statements, statements[0].cue, 0, len(view))
    assert pairs.shape == (len(view), len(signals.PAIR))
    assert "source starts" in {signals.PAIR[n] for n in np.flatnonzero(pairs[1])}


HOSTILE = ["", " ", "\n\n", "،", ":", "«", "قال", "قال:", "\ufeff", "ـ", "َ", "a" * 3000, "قال " * 500, "«" * 300]


@pytest.mark.parametrize("text", HOSTILE)
def test_signals_of_hostile_texts_are_finite(nlp: Language, text: str) -> None:
    view, statements = seen(nlp, text)
    found = signals.token_signals(view, statements)
    assert len(found) == len(view)
    assert set(np.unique(found)) <= {0.0, 1.0}
    for statement in statements:
        first, last = decode.around(statement.cue, len(view))
        assert len(signals.pair_signals(view, statements, statement.cue, first, last)) == last - first


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_the_best_path_is_the_best_of_all(length: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, steps, first = rng.normal(size=(length, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)

    def total(path: tuple[int, ...]) -> float:
        moves = sum(steps[a, b] for a, b in itertools.pairwise(path))
        return float(first[path[0]] + moves + sum(scores[i, label] for i, label in enumerate(path)))

    best = max(itertools.product(range(3), repeat=length), key=total)
    assert total(tuple(decode.best_path(scores, steps, first))) == pytest.approx(total(best))


def chances_of(view: View, sure: dict[str, float]) -> np.ndarray:
    return np.array([sure.get(view.key(i), 0.0) for i in range(len(view))], dtype=np.float32)


def test_the_tagger_rejects_mends_and_adds(nlp: Language) -> None:
    view, ruled = seen(nlp, TEXT)
    at = {view.key(i): i for i in range(len(view))}
    content = ("content", at["الخطة"], at["جاهزة"] + 1)
    found = [decode.Found((at["قال"], at["قال"] + 1), 0.9, (content,)), decode.Found((at["جاهزة"], at["جاهزة"] + 1), 0.8, ())]
    kept = decode.merged(view, ruled, chances_of(view, {"قال": 0.9, "واضاف": 0.1, "ونفت": 0.6}), found, decode.Least(0.5, 0.3))
    assert [view.key(s.cue[0]) for s in kept] == ["قال", "ونفت"]
    assert [view.slice(*s.content[0]) for s in kept][0] == "الخطة جاهزة"
    assert kept[0].source == ruled[0].source and kept[0].chance == pytest.approx(0.9)


LINKS = [
    ([0.0, 0.0, 0.0], [], ((-1, 0.3333), (0, 0.3333), (1, 0.3333))),
    ([0.0, 9.0, 0.0], [(0, 1)], ((-1, 0.5), (1, 0.5))),
    ([0.0, 0.0, 9.0], [], ((1, 0.9998),)),
    ([9.0, 9.0, 9.0], [(0, 2)], ((-1, 1.0),)),
]


@pytest.mark.parametrize(("scores", "own", "expected"), LINKS)
def test_links_are_the_likely_places_outside_the_own_words(
    scores: list[float], own: list[tuple[int, int]], expected: decode.Links
) -> None:
    assert sorted(decode.links_of(np.array(scores, dtype=np.float32), own)) == list(expected)


@given(st.integers(1, 60), st.integers(0, 5000))
def test_how_far_a_token_is_stays_within_the_table(count: int, at: int) -> None:
    found = coreference.far((at, at + 1), at + count)
    assert found.min() >= 0 and found.max() < coreference.FARS and found[at] == coreference.NEAREST + 1
    assert all(np.diff(found) >= 0)


MARKS = [
    ("إن «الخطة جاهزة»", (1, 5), "الخطة جاهزة"),
    ("إن الخطة «جاهزة»", (1, 5), "الخطة «جاهزة»"),
    ("إن «الخطة» جاهزة.", (1, 6), "«الخطة» جاهزة"),
    ("إن الخطة جاهزة،", (1, 4), "الخطة جاهزة"),
]


@pytest.mark.parametrize(("clause", "tokens", "expected"), MARKS)
def test_contents_keep_the_marks_of_their_parts(nlp: Language, clause: str, tokens: tuple[int, int], expected: str) -> None:
    view, ruled = seen(nlp, f"قال سامر {clause}")
    found = [decode.Found((0, 1), 0.9, (("content", tokens[0] + 2, tokens[1] + 2),))]
    kept = decode.merged(view, [s for s in ruled if s.cue == (0, 1)], chances_of(view, {"قال": 0.9}), found, decode.Least())
    assert [view.slice(*s.content[0]) for s in kept] == [expected]


def test_a_cue_that_the_rules_left_out_is_described_by_the_lexicon(nlp: Language) -> None:
    view, _ = seen(nlp, "ونفت الشركة صحة الأنباء")
    roles = (("source", 1, 2), ("content", 2, 4))
    kept = decode.merged(view, [], chances_of(view, {}), [decode.Found((0, 1), 0.9, roles)], decode.Least())
    assert [(s.lemma, s.act, s.gender, s.source, s.content) for s in kept] == [("نفى", "deny", "f", (1, 2), ((2, 4),))]


def test_names_become_entities_and_unsure_words_are_missing(nlp: Language) -> None:
    doc = nlp(TEXT)
    view = view_of(doc, nlp.get_pipe("attribution_statements").vocabulary)
    enter_names(doc, view, decode.Names([("person", 2, 4), ("body", 1, 2)], frozenset({0, 1})))
    assert [(span.text, span.label_) for span in doc.ents] == [("الوزير", "ORG"), ("سامر الحداد", "PER")]
    assert [doc[i].ent_iob_ for i in range(5)] == ["O", "B", "B", "I", ""]


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"encoder\.onnx"):
        read_files(tmp_path, "onnx")


def test_an_engine_without_its_files_says_which() -> None:
    pytest.importorskip("onnxruntime")
    with pytest.raises((InputError, UsageError), match=r"encoder\.onnx"):
        Onnx({})


def test_it_learns_a_text_by_heart_and_reads_it_the_same_from_disk(nlp: Language, tiny: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="export needs onnx")
    training = pytest.importorskip("attribution.neural.training")
    from attribution.neural.examples import example  # noqa: PLC0415 (after the check that torch is there)
    from attribution.neural.export import export  # noqa: PLC0415
    from attribution.neural.pieces import Pieces  # noqa: PLC0415
    from attribution.pipelines import hybrid  # noqa: PLC0415

    wanted = nlp(TEXT)._.attribution
    pieces = Pieces((tiny / "tokenizer.json").read_bytes())
    unhidden = {"hidden_verbs": 0, "hidden_names": 0, "hidden_words": 0, "hidden_rules": 0}
    settings = training.Settings(epochs=20, batch=1, head_rate=1e-2, **unhidden)
    nets, losses = training.networks(tiny, settings), []
    training.fit(nets, [example(nlp, pieces, TEXT, wanted, ruled=True)], pieces, settings, losses.append)
    assert len(losses) == 20
    assert float(losses[-1].split()[-1]) < float(losses[0].split()[-1]) / 3
    export(nets, tiny / "tokenizer.json", tmp_path / "files")
    trained = hybrid({}, {name: (tmp_path / "files" / name).read_bytes() for name in FILES})
    found = trained(TEXT)._.attribution
    assert [a["content"] for a in found["attributions"]] == [a["content"] for a in wanted["attributions"]]
    trained.to_disk(tmp_path / "pipeline")
    assert attribution.load(str(tmp_path / "pipeline"))(TEXT)._.attribution == found
    assert hybrid({}, {}).from_bytes(trained.to_bytes())(TEXT)._.attributions == trained(TEXT)._.attributions
    assert [d._.attribution for d in trained.pipe([TEXT, "", TEXT], batch_size=2)][::2] == [found, found]


def test_a_pipeline_is_trained_on_ones_own_labels(nlp: Language, tiny: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="export needs onnx")
    (tmp_path / "gold").mkdir()
    gold, output = labelled_folder(nlp, tmp_path / "gold"), tmp_path / "pipeline"
    call = ["train", "--gold", str(gold), "--encoder", str(tiny), "-o", str(output), "--epochs", "2"]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0, result.output
    assert "epoch 2 of 2" in result.output and "held texts" in result.output
    assert attribution.load(str(output))(GOLD[0])._.attribution["pipeline"].startswith("hybrid")
    assert attribution.load(str(output), engine="torch")(GOLD[0])._.attribution["pipeline"].endswith(" torch")
    further = [*call[:3], "--encoder", str(output / "networks"), "-o", str(tmp_path / "more"), "--epochs", "1"]
    again = CliRunner().invoke(app, further)
    assert again.exit_code == 0, again.output


def test_a_folder_that_is_no_encoder_is_named(nlp: Language, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    gold = labelled_folder(nlp, tmp_path)
    result = CliRunner().invoke(app, ["train", "--gold", str(gold), "--encoder", str(tmp_path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert f"{tmp_path}: no encoder here" in result.output
