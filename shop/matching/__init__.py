"""Compare pictures: pixels in, plain values out. No web, no database, no idea who owns what.

A search goes through five stages, each in a module of its own that could be replaced alone:

    fingerprint   what is kept of a picture: local features as small codes, a small grey picture, colours
    candidates    which known pictures share features with the query, in one turn and size
    geometry      the one movement that lays a candidate on the query
    agreement     how much of the candidate's textured middle then really is the same
    verdict       a score, 'same-picture' or 'alike', and what the copier did, in words and outlines
"""

from shop.matching.evidence import Evidence, evidence
from shop.matching.fingerprint import ENGINE_VERSION, Fingerprint, fingerprint
from shop.matching.index import Index
from shop.matching.pixels import as_rgb
from shop.matching.verdict import Match, Transform

__all__ = [
    "ENGINE_VERSION",
    "Evidence",
    "Fingerprint",
    "Index",
    "Match",
    "Transform",
    "as_rgb",
    "evidence",
    "fingerprint",
]
