"""A transformer with five layers of tags: fine-tuned with torch, exported to ONNX int8, served without torch.

Read in this order: `train_transformer`, then `_Tagger` (the network), `_fit` (the loop), `export`.
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from trialsift.errors import ModelMismatch
from trialsift.labels import LABEL_NAMES
from trialsift.ner.hints import STATES
from trialsift.ner.tags import MASKED, N_TAGS
from trialsift.ner.windows import LISTS, PLACES, SHAPES, Pieces, Window, arrays, batches, windows_of

if TYPE_CHECKING:
    import torch
    from spacy.tokens import Doc

FEATURES = (("shapes", len(SHAPES)), ("places", len(PLACES)), ("lists", len(LISTS)))


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fine-tune; the `[transformer]` section of a training config.

    encoder: a Hugging Face model by name or path, or "package:<module>/<folder>" for one inside an installed package.
    passes: over all data; then gold_passes over the gold alone, at half the rate. rate: of the encoder; the new
    layers learn ten times as fast.
    hide_places: share of windows, 0-1, that come without the features of their page; hide_hints: without what the
    rules found. hide_words: share of tokens whose pieces are replaced by the mask. averaging: decay of the running mean
    of weights that is kept.
    bfloat16: multiply in half precision; nearly twice as fast on processors that can, slower on others.
    second_reader: a model whose tagger is asked too when pages are read ("" for none), second_weight: its share, 0-1.
    """

    encoder: str
    passes: int = 2
    gold_passes: int = 4
    rate: float = 2e-4
    warmup: float = 0.1
    batch_pieces: int = 1536
    weight_decay: float = 0.01
    dropout: float = 0.1
    hide_places: float = 0.15
    hide_hints: float = 0.0
    hide_words: float = 0.1
    averaging: float = 0.99
    freeze_words: bool = True
    bfloat16: bool = False
    threads: int = 2
    seed: int = 7
    second_reader: str = ""
    second_weight: float = 0.3


@dataclass(frozen=True, slots=True)
class _Example:
    """A window with its gold tags, (n_tokens, n_layers)."""

    window: Window
    tags: np.ndarray


@dataclass(frozen=True, slots=True)
class _Stage:
    """Some passes over some examples; `rate` is the encoder's."""

    name: str
    examples: list[_Example]
    passes: int
    rate: float


def examples_of(docs: Sequence[Doc], pieces: Pieces) -> list[_Example]:
    """Return the windows of reference docs with their tags."""
    from trialsift.ner.component import reference_tags

    examples = []
    for doc in docs:
        tags = reference_tags(doc)
        examples += [_Example(window, tags[window.tokens]) for window in windows_of(doc, pieces)]
    return examples


def build(settings: Settings) -> torch.nn.Module:
    """Return the network around a pre-trained encoder."""
    import torch
    from transformers import AutoConfig, AutoModel

    source = encoder_path(settings.encoder)
    config = AutoConfig.from_pretrained(source)
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = settings.dropout
    encoder = AutoModel.from_pretrained(source, config=config, attn_implementation="eager")

    class Tagger(torch.nn.Module):
        """Word pieces and features → logits, (n_windows, length, n_layers * N_TAGS)."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder
            width = config.hidden_size
            self.features = torch.nn.ModuleDict()
            for name, size in FEATURES:
                table = torch.nn.Embedding(size, width)
                torch.nn.init.zeros_(table.weight)  # the encoder starts from what it was pre-trained on
                self.features[name] = table
            # one table for the hints of all labels, a block of rows for each
            self.hints = torch.nn.Embedding(len(LABEL_NAMES) * len(STATES), width)
            torch.nn.init.zeros_(self.hints.weight)
            self.register_buffer("blocks", torch.arange(len(LABEL_NAMES)) * len(STATES))
            self.dropout = torch.nn.Dropout(settings.dropout)
            self.output = torch.nn.Linear(width, len(LABEL_NAMES) * N_TAGS)

        def forward(self, pieces: Any, mask: Any, shapes: Any, places: Any, lists: Any, hints: Any) -> Any:
            words = self.encoder.get_input_embeddings()(pieces)
            for name, numbers in (("shapes", shapes), ("places", places), ("lists", lists)):
                words = words + self.features[name](numbers)
            words = words + self.hints(hints + self.blocks).sum(dim=2)
            hidden = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
            return self.output(self.dropout(hidden))

    tagger = Tagger()
    if settings.freeze_words:
        encoder.get_input_embeddings().weight.requires_grad_(False)
    return tagger


def train_transformer(
    train: Sequence[Doc],
    gold: Sequence[Doc],
    dev: Sequence[Doc],
    work: Path,
    settings: Settings,
    *,
    log: Callable[[str], None] = lambda line: None,
) -> torch.nn.Module:
    """Fine-tune on all docs, then on the gold alone; return the network of the best pass by strict F1 on `dev`.

    work: folder of the checkpoints; where some lie there the run goes on from them.
    """
    import torch

    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    pieces = Pieces(tokenizer_of(settings.encoder))
    tagger = build(settings).to("cuda" if torch.cuda.is_available() else "cpu")
    stages = (
        _Stage("all", examples_of(train, pieces), settings.passes, settings.rate),
        _Stage("gold", examples_of(gold, pieces), settings.gold_passes, settings.rate / 2),
    )
    for stage in stages:
        if stage.passes:
            _fit(tagger, stage, list(dev), pieces, work / stage.name, settings, log)
            tagger.load_state_dict(torch.load(work / stage.name / "best.pt", weights_only=True))
    return tagger.cpu().eval()


def encoder_path(name: str) -> str:
    """Return what `from_pretrained` takes for an encoder. Raises ModelMismatch for a package that is not there."""
    if not name.startswith("package:"):
        return name
    package, _, folder = name.removeprefix("package:").partition("/")
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModelMismatch(f"{name}: install the package first (pip install {package.replace('_', '-')})")
    return str(Path(found.submodule_search_locations[0]) / folder)


def tokenizer_of(encoder: str) -> Any:
    """Return the fast tokenizer of an encoder. Raises ModelMismatch where it has none."""
    from transformers import AutoTokenizer

    tokenizer = getattr(AutoTokenizer.from_pretrained(encoder_path(encoder)), "backend_tokenizer", None)
    if tokenizer is None:
        raise ModelMismatch(f"{encoder} has no fast tokenizer (tokenizer.json)")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _fit(
    tagger: torch.nn.Module,
    stage: _Stage,
    dev: list[Doc],
    pieces: Pieces,
    work: Path,
    settings: Settings,
    log: Callable[[str], None],
) -> None:
    import torch

    chance = random.Random(settings.seed)
    per_pass = sum(1 for _ in batches([e.window for e in stage.examples], settings.batch_pieces))
    optimizer, schedule = _optimizer(tagger, settings, stage.rate, per_pass * stage.passes)
    average = torch.optim.swa_utils.AveragedModel(
        tagger, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(settings.averaging)
    )
    state = _Progress(tagger, average, optimizer, schedule, work)
    first, best = state.restore()
    for number in range(first, stage.passes):
        tagger.train()
        total = 0.0
        for batch in _shuffled(stage.examples, settings, chance):
            loss = _loss(tagger, batch, pieces, settings, chance)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            average.update_parameters(tagger)
            total += float(loss.detach())
        score = strict_f1(_predictor(average.module.eval()), dev, pieces)
        log(
            f"{stage.name}, pass {number + 1}/{stage.passes}: loss {total / per_pass:.4f}, strict F1 on dev {score:.4f}"
        )
        if score >= best:
            best = score
            torch.save(average.module.state_dict(), work / "best.pt")
        state.save(number + 1, best)


class _Progress:
    """The checkpoint of a run."""

    def __init__(self, tagger: Any, average: Any, optimizer: Any, schedule: Any, work: Path) -> None:
        self._parts = {"tagger": tagger, "average": average, "optimizer": optimizer, "schedule": schedule}
        self._path = work / "last.pt"
        work.mkdir(parents=True, exist_ok=True)

    def restore(self) -> tuple[int, float]:
        """Return the number of passes done and the best score of them."""
        import torch

        if not self._path.exists():
            return 0, -1.0
        stored = torch.load(self._path, weights_only=True)
        for name, part in self._parts.items():
            part.load_state_dict(stored[name])
        return stored["passes"], stored["best"]

    def save(self, passes: int, best: float) -> None:
        """Write the checkpoint, whole or not at all."""
        import torch

        stored = {name: part.state_dict() for name, part in self._parts.items()}
        new = self._path.with_suffix(".new")
        torch.save({**stored, "passes": passes, "best": best}, new)
        new.replace(self._path)


def _optimizer(tagger: torch.nn.Module, settings: Settings, rate: float, steps: int) -> tuple[Any, Any]:
    import torch

    def group(names: str, rate: float) -> dict[str, Any]:
        chosen = [
            weight
            for name, weight in tagger.named_parameters()
            if weight.requires_grad and (name.startswith("encoder.")) == (names == "encoder")
        ]
        return {"params": chosen, "lr": rate}

    optimizer = torch.optim.AdamW([group("encoder", rate), group("new", rate * 10)], weight_decay=settings.weight_decay)
    warm = max(1, int(steps * settings.warmup))

    def factor(step: int) -> float:
        return (step + 1) / warm if step < warm else max(0.02, (steps - step) / max(1, steps - warm))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


def _shuffled(examples: list[_Example], settings: Settings, chance: random.Random) -> Iterator[list[_Example]]:
    order = list(examples)
    chance.shuffle(order)
    grouped = list(batches([example.window for example in order], settings.batch_pieces))
    chance.shuffle(grouped)
    for indices in grouped:
        yield [order[index] for index in indices]


def _loss(
    tagger: torch.nn.Module, batch: list[_Example], pieces: Pieces, settings: Settings, chance: random.Random
) -> torch.Tensor:
    import torch

    windows = [example.window for example in batch]
    inputs = arrays(windows)
    target = np.full((*inputs["pieces"].shape, len(LABEL_NAMES)), MASKED, dtype="int64")
    for row, example in enumerate(batch):
        if chance.random() < settings.hide_places:
            inputs["places"][row] = inputs["lists"][row] = 0
        if chance.random() < settings.hide_hints:
            inputs["hints"][row] = 0
        target[row, example.window.heads] = example.tags
        for start, end in zip(
            example.window.heads, [*example.window.heads[1:], len(example.window.pieces)], strict=True
        ):
            if chance.random() < settings.hide_words:
                word = inputs["pieces"][row, start:end]
                word[word != pieces.last] = pieces.mask
    device = next(tagger.parameters()).device
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=settings.bfloat16):
        logits = tagger(**{name: torch.from_numpy(array).to(device) for name, array in inputs.items()})
    loss = torch.nn.functional.cross_entropy(
        logits.float().reshape(-1, N_TAGS), torch.from_numpy(target).to(device).reshape(-1), ignore_index=MASKED
    )
    return loss * len(LABEL_NAMES)


def _predictor(tagger: torch.nn.Module) -> Any:
    import torch

    device = next(tagger.parameters()).device

    def predict(inputs: dict[str, np.ndarray]) -> np.ndarray:
        with torch.inference_mode():
            return tagger(**{name: torch.from_numpy(array).to(device) for name, array in inputs.items()}).cpu().numpy()

    return predict


def strict_f1(predict: Any, docs: Sequence[Doc], pieces: Pieces) -> float:
    """Return micro F1 over the annotated layers of reference docs; `predict` goes from inputs to logits."""
    from trialsift.ner.component import find_spans
    from trialsift.ner.onnx import log_probabilities

    right = found_count = gold_count = 0
    for doc, scores in zip(docs, log_probabilities(predict, docs, pieces), strict=True):
        found = {span[:3] for span in find_spans(doc, scores) if span[0] in doc.spans}
        gold = {(label, span.start, span.end) for label in LABEL_NAMES for span in doc.spans.get(label, ())}
        right += len(found & gold)
        found_count += len(found)
        gold_count += len(gold)
    return 2 * right / max(1, found_count + gold_count)


def export(tagger: torch.nn.Module, settings: Settings, output: Path) -> None:
    """Write `model.onnx` (int8 weights, a scale for each channel), `tokenizer.json` and `tables.json` to a folder."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    output.mkdir(parents=True, exist_ok=True)
    names = ("pieces", "mask", "shapes", "places", "lists", "hints")
    sample = (*(torch.ones((2, 16), dtype=torch.int64) for _ in names[:-1]), torch.ones((2, 16, 5), dtype=torch.int64))
    axes = {name: {0: "windows", 1: "length"} for name in (*names, "logits")}
    full = output / "full.onnx"
    torch.onnx.export(
        tagger.eval(), sample, str(full), input_names=list(names), output_names=["logits"], dynamic_axes=axes,
        dynamo=False, opset_version=17,
    )  # fmt: skip
    quantize_dynamic(full, output / "model.onnx", per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    tokenizer_of(settings.encoder).save(str(output / "tokenizer.json"))
    tables = {"labels": LABEL_NAMES, "places": PLACES, "lists": LISTS, "shapes": SHAPES, "hints": STATES}
    (output / "tables.json").write_text(json.dumps(tables, indent=1), encoding="utf-8")
