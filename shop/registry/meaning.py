"""Say what a match means: which claimed elements it covers, and whether it shows only what is everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shop.pictures.models import MarkedRegion, Picture
from shop.pictures.regions import marks_on
from shop.pictures.shapes import RegionKind, Shape, in_px, share_within
from shop.registry.models import Likeness

COVERED = 0.60  # share of a claimed element that a match must show to cover it
WHOLLY = 0.95  # share of a match that must lie in commons for it to show nothing else

Named = tuple[str, Shape]  # what is marked, in words, and where


@dataclass(frozen=True)
class Meaning:
    """The claimed elements that a match covers, and the commons that hold it wholly: each in its words.

    `places` are the outlines of those claims, in the px of the registered picture.
    """

    claims: tuple[str, ...] = ()
    commons: tuple[str, ...] = ()
    places: tuple[Shape, ...] = field(default=(), compare=False)


NOTHING_MARKED = Meaning()


def weigh(region: Shape, claims: Sequence[Named], commons: Sequence[Named]) -> Meaning:
    """Weigh a match's region on the registered picture against what is marked there.

    What is commons can be claimed by nobody: a claim that mostly lies in it names nothing.
    """
    common = [shape for _words, shape in commons]
    if share_within(region, common) >= WHOLLY:
        held = [words for words, shape in commons if share_within(region, [shape]) > 0]
        return Meaning(commons=tuple(dict.fromkeys(held)))
    covered = [
        (words, shape)
        for words, shape in claims
        if share_within(shape, [region]) >= COVERED and share_within(shape, common) < COVERED
    ]
    names = dict.fromkeys(words for words, _shape in covered)
    return Meaning(claims=tuple(names), places=tuple(shape for _words, shape in covered))


def meanings_of(matches: Sequence[tuple[Picture, Shape]]) -> list[Meaning]:
    """Give the meaning of each match, given as (registered picture, region in its px)."""
    marked = marks_on({picture.id for picture, _region in matches})
    return [_meaning(picture, region, marked.get(picture.id, ())) for picture, region in matches]


def _meaning(picture: Picture, region: Shape, marks: Sequence[MarkedRegion]) -> Meaning:
    def of(kind: RegionKind) -> list[Named]:
        return [(m.words, in_px(m.shape, picture.width, picture.height)) for m in marks if m.kind == kind]

    return weigh(region, of(RegionKind.CLAIM), of(RegionKind.COMMONS)) if marks else NOTHING_MARKED


def read(likenesses: Sequence[Likeness]) -> list[tuple[Likeness, Meaning]]:
    """Join likenesses with what they mean: those that cover something claimed first, else in their order."""
    pairs = [(one.design_picture.picture, one.match["reference_region"]) for one in likenesses]
    joined = list(zip(likenesses, meanings_of(pairs), strict=True))
    return sorted(joined, key=lambda pair: not pair[1].claims)
