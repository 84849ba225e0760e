"""The tagger as spaCy trains it: a config, a reader, a scorer, and a pipeline that learns by heart, is saved and exported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import GOLD, ROOT, labelled_folder
from spacy.language import Language
from spacy.training import Example
from typer.testing import CliRunner

import attribution
from attribution.cli import app
from attribution.errors import InputError, UsageError
from attribution.neural.corpus import create_reader, figures, names_in

CONFIG = ROOT / "models" / "configs" / "hybrid.cfg"
SHIPPED = ROOT / "models" / "ar_attribution_hybrid"
WRONG = 2  # the text whose attribution is no longer in the gold


@pytest.fixture(scope="module")
def gold(rules: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of texts labelled with what the rules find, but for one, whose attribution is to be rejected."""
    folder = labelled_folder(rules, tmp_path_factory.mktemp("gold"))
    path = folder / f"t{WRONG}.gold.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"attributions": [], "entities": []}), encoding="utf-8")
    return folder


def test_the_reader_gives_gold_beside_untouched_texts(gold: Path) -> None:
    examples = list(create_reader(str(gold))(attribution.load("rules")))
    assert [each.reference.text for each in examples] == list(GOLD)
    assert [len(each.reference._.attributions) for each in examples] == [1, 1, 0]
    assert [each.predicted._.attribution for each in examples] == [None] * 3


def with_names(gold: Path, *rows: dict[str, object]) -> Callable[[Language], Iterable[Example]]:
    """The reader of a folder with a file of names beside it."""
    path = gold / "names.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return create_reader(str(gold), names=str(path))


def test_the_reader_gives_the_names_that_are_known(gold: Path, rules: Language) -> None:
    names = {"person": [[11, 22]], "body": [], "place": []}
    read = with_names(gold, {"id": "t0", **names}, {"id": "t1", **dict.fromkeys(names, [])})
    expected = [{**names, "person": [(11, 22)]}, dict.fromkeys(names, []), None]
    assert [names_in(each.reference) for each in read(rules)] == expected


WRONG_NAMES = [
    ({"id": "t0", "person": [[90, 95]], "body": [], "place": []}, "names.jsonl: t0, person: a name outside its text"),
    ({"id": "t0", "person": []}, "names.jsonl, line 1: no names of a text"),
]


@pytest.mark.parametrize(("row", "error"), WRONG_NAMES)
def test_names_that_do_not_fit_are_named(row: dict[str, object], error: str, gold: Path, rules: Language) -> None:
    with pytest.raises(InputError, match=error):
        list(with_names(gold, row)(rules))


@pytest.mark.parametrize(("folder", "error"), [(None, "--paths.train"), ("empty", r"no \*.gold.json")])
def test_a_reader_without_gold_says_so(folder: str | None, error: str, tmp_path: Path, rules: Language) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=error):
        list(create_reader(folder and str(tmp_path / folder))(rules))


def test_the_scorer_gives_the_project_s_own_figures(gold: Path, rules: Language) -> None:
    examples = list(create_reader(str(gold))(rules))
    for each in examples:
        each.predicted = rules(each.predicted)
    found = figures(examples)
    assert (found["attribution_f"], found["cue_f"]) == (0.8, 0.8)  # two are right, three were found
    assert {"content_f", "source_f", "parent_f", "stance_f", "hedges_f", "circumstances_f"} <= set(found)


@pytest.fixture(scope="module")
def best(gold: Path, tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what `spacy train` makes of the three texts in fifteen steps."""
    pytest.importorskip("spacy_transformers", reason="needs attribution[spacy]")
    from spacy.cli.train import train  # noqa: PLC0415 (after the check)

    output = tmp_path_factory.mktemp("trained")
    hidden = dict.fromkeys(("hidden_verbs", "hidden_names", "hidden_words"), 0.0)
    overrides = {
        "paths": {"train": str(gold), "dev": str(gold), "encoder": str(tiny)},
        "training": {"max_steps": 15, "max_epochs": 0, "eval_frequency": 15, "optimizer.learn_rate": 3e-4, "dropout": 0.0},
        "components": {"attribution_tagger.hidden_rules": 0.0, **{f"transformer.model.{n}": v for n, v in hidden.items()}},
    }
    train(CONFIG, output, overrides={f"{part}.{name}": v for part, own in overrides.items() for name, v in own.items()})
    return output / "model-best"


def found_in(nlp: Language) -> list[list[str]]:
    """The contents that a pipeline finds in the texts."""
    return [[each.content[0].text for each in doc._.attributions] for doc in nlp.pipe(GOLD)]


LEARNED = [["الخطة جاهزة"], ["تكون الشركة قد أفلست"], []]


def test_fifteen_steps_of_spacy_train_learn_by_heart(best: Path) -> None:
    assert json.loads((best / "meta.json").read_text("utf-8"))["performance"]["attribution_f"] == 1.0
    nlp = attribution.load(str(best))
    assert found_in(nlp) == LEARNED
    assert nlp(GOLD[0]).has_annotation("ENT_IOB")


def test_what_was_trained_is_saved_and_read_the_same(best: Path, tmp_path: Path) -> None:
    nlp = attribution.load(str(best))
    nlp.to_disk(tmp_path / "again")
    again = attribution.load(str(tmp_path / "again"), engine="torch")
    texts = [*GOLD, "", " \n ", "قال\n\n  الوزير سامر الحداد إن الخطة جاهزة.", "َ" * 700]
    assert [d._.attribution for d in again.pipe(texts)] == [nlp(text)._.attribution for text in texts]


def test_what_was_trained_is_exported_for_onnx(best: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="export needs onnx")
    result = CliRunner().invoke(app, ["export", str(best), "-o", str(tmp_path / "onnx")])
    assert result.exit_code == 0, result.output
    assert found_in(attribution.load(str(tmp_path / "onnx"))) == LEARNED
    in_torch = attribution.load(str(tmp_path / "onnx"), engine="torch")
    assert found_in(in_torch) == LEARNED
    assert all(each["links"] for doc in in_torch.pipe(GOLD) for each in doc._.attribution_statements)
    assert in_torch(GOLD[0])._.attribution["pipeline"].endswith(" torch")
    in_torch.to_disk(tmp_path / "torch")
    assert found_in(attribution.load(str(tmp_path / "torch"))) == LEARNED


def test_the_loss_is_computed_where_the_networks_are(rules: Language, tiny: Path) -> None:
    training = pytest.importorskip("attribution.neural.training")
    from attribution.neural.examples import example  # noqa: PLC0415 (after the check that torch is there)
    from attribution.neural.pieces import Pieces  # noqa: PLC0415

    pieces, settings = Pieces((tiny / "tokenizer.json").read_bytes()), training.Settings()
    labels = rules(GOLD[0])._.attribution
    batch = [example(rules, pieces, GOLD[0], labels, ruled=True)]
    words, rng = training.torch.zeros((1, len(batch[0].view), 32), device="meta"), training.np.random.default_rng(0)
    tagger = training.Tagger(32).to("meta")
    with words.device:
        assert training.words_loss(tagger, words, batch, settings, rng).device == words.device


def test_the_loss_is_that_of_attribution_train(best: Path, rules: Language, tmp_path: Path) -> None:
    from attribution.neural import training  # noqa: PLC0415 (after the check that torch is there)
    from attribution.neural.examples import example  # noqa: PLC0415

    nlp = attribution.load(str(best))
    transformer, tagger = nlp.get_pipe("transformer"), nlp.get_pipe("attribution_tagger")
    examples = list(create_reader(str(labelled_folder(rules, tmp_path)))(nlp))  # whose third text it has not learned
    for each in examples:
        with nlp.select_pipes(enable=[*nlp.pipe_names[:3], "transformer"]):
            each.predicted = nlp(each.predicted)
    tagger.model.attrs["dropout_rate"] = 0.0
    loss, gradients = tagger.get_loss(examples, tagger.model.predict([each.predicted for each in examples]))
    labels = [each.reference._.attribution for each in examples]
    pieces = transformer.model.pieces
    batch = [example(rules, pieces, text, found, ruled=True) for text, found in zip(GOLD, labels)]
    nets = training.Networks(transformer.model.transformer, 32)
    nets.tagger = tagger.model.shims[0]._model
    settings = training.Settings(hidden_verbs=0, hidden_names=0, hidden_words=0, hidden_rules=0)
    wanted = training.batch_loss(nets.eval(), batch, pieces, settings, training.np.random.default_rng(0))
    assert loss == pytest.approx(wanted.item(), rel=0.01)
    assert loss > 0.5
    assert [len(each) for each in gradients] == [len(each.predicted) for each in examples]


WRONG_USE = [
    (lambda folder: attribution.load(engine="torch"), UsageError, "weights for onnx only"),
    (lambda folder: attribution.load(engine="jax"), UsageError, "unknown engine 'jax' \\(valid: onnx, torch\\)"),
    (lambda folder: attribution.load(str(SHIPPED), engine="torch"), InputError, r"networks.config\.json"),
]


@pytest.mark.parametrize(("call", "kind", "error"), WRONG_USE)
def test_an_engine_without_weights_says_so(call, kind, error, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(kind, match=error):
        call(tmp_path)


def test_a_folder_that_spacy_did_not_train_is_named(tmp_path: Path) -> None:
    pytest.importorskip("spacy_transformers", reason="needs attribution[spacy]")
    result = CliRunner().invoke(app, ["export", str(tmp_path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "no pipeline here" in result.output


def test_a_confidence_that_is_no_json_is_named(best: Path, tmp_path: Path) -> None:
    (tmp_path / "weights.json").write_text("{,", encoding="utf-8")
    call = ["export", str(best), "-o", str(tmp_path / "out"), "--confidence", str(tmp_path / "weights.json")]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 2
    assert "weights.json" in result.output and "line 1, column 2" in result.output


def test_what_runs_in_torch_only_says_so(best: Path) -> None:
    with pytest.raises(UsageError, match="attribution export"):
        attribution.load(str(best), engine="onnx")
