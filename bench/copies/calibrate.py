"""Learn how to weigh an agreement's measures: `python -m bench.copies.calibrate PHOTOS`.

Writes shop/matching/scoring.json from the tuning half alone: a small network over named measures, trained on
copies against strangers and traps, then brought to a probability with folds that share no photo.
"""

from __future__ import annotations

import json
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.copies.dataset import deal
from shop.matching import Index, fingerprint
from shop.matching.scoring import FILE

SEEDS = (1, 2)  # deals of the tuning half
PER_KIND, EDITS = 8, 3
NETS, HIDDEN = 3, 16  # networks whose logits are averaged, and their inner nodes
STEPS, RATE, DECAY = 500, 0.01, 2e-3
FOLDS = 5
COPY_WEIGHT = 3.0  # copies are fewer than the pairs that are none


@dataclass(frozen=True)
class Samples:
    """Measures (N, M) of findings, whether each is the copied picture, and the photo that was asked about."""

    names: list[str]
    values: np.ndarray
    truth: np.ndarray
    photo: np.ndarray


def main(folder: str) -> None:
    """Measure, train, calibrate and write the weights."""
    samples = _joined([measure(Path(folder), seed) for seed in SEEDS])
    mean, deviation = samples.values.mean(axis=0), samples.values.std(axis=0) + 1e-6
    inputs = ((samples.values - mean) / deviation).clip(-5, 5)
    logits = np.zeros(len(inputs))
    for fold in range(FOLDS):
        out = samples.photo % FOLDS == fold
        logits[out] = _logits(_train(inputs[~out], samples.truth[~out]), inputs[out])
    slope, bias = _platt(logits, samples.truth)
    hidden, last = _train(inputs, samples.truth)
    last = last * slope
    last[-1] += bias
    arrays = {"mean": mean, "deviation": deviation, "hidden": hidden, "out": last}
    written = {"names": samples.names} | {k: np.round(v.astype(float), 5).tolist() for k, v in arrays.items()}
    FILE.write_text(json.dumps(written) + "\n")
    _report(slope * logits + bias, samples.truth)


def measure(folder: Path, seed: int) -> Samples:
    """Return the measures of everything that one deal of the tuning half finds."""
    dealt, index = deal(folder, "tune", seed), Index()
    index.add_many((key, fingerprint(picture)) for key, picture in dealt.registered())
    names: list[str] = []
    values, truth, photo = [], [], []
    for query in dealt.queries(PER_KIND, EDITS):
        number = zlib.crc32(query.name.split(" /")[0].encode())
        for finding in index.findings(fingerprint(query.make()), 6):
            names = list(finding.agreement.measures)
            values.append(list(finding.agreement.measures.values()))
            truth.append(finding.key == query.truth)
            photo.append(number)
    print(f"deal {seed}: {len(values)} findings, {sum(truth)} of them true", flush=True)
    return Samples(names, np.array(values), np.array(truth), np.array(photo))


def _joined(parts: list[Samples]) -> Samples:
    """Return several deals as one."""
    return Samples(
        parts[0].names,
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("values", "truth", "photo")),
    )


def _train(inputs: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return hidden (M + 1, NETS * HIDDEN) and out (NETS * HIDDEN + 1,) of networks side by side."""
    nets = [_train_one(inputs, truth.astype(float), np.random.default_rng(seed)) for seed in range(NETS)]
    out = np.concatenate([net[1][:-1] for net in nets]) / NETS
    return np.concatenate([net[0] for net in nets], axis=1), np.append(
        out, np.mean([net[1][-1] for net in nets])
    )


def _train_one(
    inputs: np.ndarray, truth: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return one network, trained by Adam on the weighted logistic loss."""
    x = np.column_stack([inputs, np.ones(len(inputs))]).astype(np.float32)
    weights = [
        rng.normal(0, 1 / np.sqrt(x.shape[1]), (x.shape[1], HIDDEN)).astype(np.float32),
        rng.normal(0, 0.3, HIDDEN + 1).astype(np.float32),
    ]
    share = np.where(truth, COPY_WEIGHT, 1.0) / len(truth)
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for step in range(1, STEPS + 1):
        inner = np.tanh(x @ weights[0])
        wrong = (1 / (1 + np.exp(-(inner @ weights[1][:-1] + weights[1][-1]))) - truth) * share
        back = np.outer(wrong, weights[1][:-1]) * (1 - inner**2)
        slopes = [
            x.T @ back + DECAY * weights[0] / 10,
            np.append(inner.T @ wrong, wrong.sum()) + DECAY * weights[1] / 10,
        ]
        for i, slope in enumerate(slopes):
            first[i] = 0.9 * first[i] + 0.1 * slope
            second[i] = 0.999 * second[i] + 0.001 * slope**2
            ahead = first[i] / (1 - 0.9**step) / (np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8)
            weights[i] = (weights[i] - RATE * ahead).astype(np.float32)
    return weights[0], weights[1]


def _logits(net: tuple[np.ndarray, np.ndarray], inputs: np.ndarray) -> np.ndarray:
    """Return the network's logits."""
    return np.tanh(inputs @ net[0][:-1] + net[0][-1]) @ net[1][:-1] + net[1][-1]


def _platt(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Return slope and bias that make the logits of unseen photos a probability (Newton's method)."""
    beta, x = np.array([1.0, 0.0]), np.column_stack([logits, np.ones(len(logits))])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ beta).clip(-30, 30)))
        curve = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        beta = beta - np.linalg.solve(curve, x.T @ (p - truth))
    return float(beta[0]), float(beta[1])


def _report(logits: np.ndarray, truth: np.ndarray) -> None:
    """Print what the folds say about lines that one may draw."""
    score = 1 / (1 + np.exp(-logits))
    for line in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99):
        print(
            f"line {line}: {np.mean(score[truth] >= line):.4f} of true findings,"
            f" {int((score[~truth] >= line).sum())} of {int((~truth).sum())} false ones"
        )


if __name__ == "__main__":
    main(sys.argv[1])
