"""Run an engine over a dataset and count what it finds and whom it wrongs."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np

from bench.copies.dataset import Query
from bench.copies.engines import Engine, Found


@dataclass
class Run:
    """What one engine answered: (query, found) each, and the CPU seconds a query took, decoding included."""

    engine: str
    answers: list[tuple[Query, Found]] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def truths(self) -> np.ndarray:
        """Return the score that each copy's original got, 0 where it was not named."""
        return np.array(
            [dict(found).get(query.truth, 0.0) for query, found in self.answers if query.group == "copy"]
        )

    def alarms(self, groups: Iterable[str]) -> np.ndarray:
        """Return the best score of each innocent query of `groups`."""
        return np.array(
            [found[0][1] if found else 0.0 for query, found in self.answers if query.group in set(groups)]
        )

    def worst(self, count: int) -> list[tuple[float, Query, int]]:
        """Return the innocents with the highest scores: score, query, the key they were taken for."""
        wrong = [
            (found[0][1], query, found[0][0])
            for query, found in self.answers
            if query.group != "copy" and found
        ]
        return sorted(wrong, key=lambda one: -one[0])[:count]

    def found_at_zero(self, groups: Iterable[str]) -> float:
        """Return the share of copies that score above every innocent of `groups`."""
        return float((self.truths() > self.alarms(groups).max(initial=0.0)).mean())

    def shares(self, by: str, groups: Iterable[str]) -> dict[str, float]:
        """Return found_at_zero for each 'family' or 'kind' of copy."""
        line, hits = self.alarms(groups).max(initial=0.0), defaultdict(list)
        for query, found in self.answers:
            if query.group == "copy":
                hits[getattr(query, by)].append(dict(found).get(query.truth, 0.0) > line)
        return {name: float(np.mean(values)) for name, values in hits.items()}

    def trap_alarms(self, line: float) -> dict[str, float]:
        """Return the share of traps of each kind that score at least `line`."""
        hits = defaultdict(list)
        for query, found in self.answers:
            if query.group == "trap":
                hits[query.kind].append(bool(found) and found[0][1] >= line)
        return {name: float(np.mean(values)) for name, values in hits.items()}

    def micro_average_precision(self, groups: Iterable[str]) -> float:
        """Return uAP: every named picture of every query in one ranking, wrong ones first among equals."""
        counted = {"copy", *groups}
        named = [
            (score, key == query.truth)
            for query, found in self.answers
            if query.group in counted
            for key, score in found
        ]
        named.sort(key=lambda one: (-one[0], one[1]))
        right = np.array([true for _, true in named], float)
        precision = np.cumsum(right) / np.arange(1, len(right) + 1)
        return float((precision * right).sum() / max(1, len(self.truths())))


def run(engines: list[Engine], queries: Iterable[Query]) -> list[Run]:
    """Ask every engine every query, in turns, each query encoded as the JPEG that was uploaded."""
    runs = [Run(engine.name) for engine in engines]
    for query in queries:
        upload = cv2.imencode(".jpg", query.make()[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
        for engine, result in zip(engines, runs, strict=True):
            start = time.process_time()
            found = engine.find(np.ascontiguousarray(cv2.imdecode(upload, cv2.IMREAD_COLOR)[:, :, ::-1]))
            result.cpu.append(time.process_time() - start)
            result.answers.append((query, found))
    return runs


def sift_seconds(pictures: list[np.ndarray]) -> float:
    """Return the CPU seconds of one SIFT extraction of a 640 px picture here and now: the unit of cost."""
    sift, spent = cv2.SIFT_create(), []
    for picture in pictures:
        factor = 640 / max(picture.shape[:2])
        grey = cv2.cvtColor(cv2.resize(picture, None, fx=factor, fy=factor), cv2.COLOR_RGB2GRAY)
        start = time.process_time()
        sift.detectAndCompute(grey, None)
        spent.append(time.process_time() - start)
    return float(np.mean(spent))
