"""Hash the log as the Merkle tree of RFC 6962 and RFC 9162, and prove what stands in it.

A *leaf* here is always a leaf hash (32 bytes, from `leaf_hash`); a *range* is a pair (start, end) of leaf
positions, the end left out; a *node* is a pair (level, index): the perfect subtree over the leaves from
index * 2**level up to (index + 1) * 2**level. Prover and verifier walk the same ranges, so that a proof has
exactly one right length for its place.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Range: TypeAlias = tuple[int, int]
Node: TypeAlias = tuple[int, int]

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash the content of one leaf; the prefix keeps leaves and nodes apart. Return 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees (32 bytes each) into the one above them (32 bytes)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Peaks:
    """Keep a tree of any size as its perfect subtrees, largest first: one for each 1 bit of the size."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def completed_by(self, leaf: bytes) -> list[bytes]:
        """List the roots of the subtrees that this next leaf fills, smallest first; often none."""
        filled: list[bytes] = []
        current = leaf
        for level in range(_trailing_ones(self.size)):
            current = node_hash(self.hashes[-1 - level], current)
            filled.append(current)
        return filled

    def append(self, leaf: bytes) -> "Peaks":
        """Return the peaks of the tree with this leaf (32 bytes) behind the others, in O(log n)."""
        filled = self.completed_by(leaf)
        kept = self.hashes[: len(self.hashes) - len(filled)]
        return Peaks(self.size + 1, (*kept, filled[-1] if filled else leaf))

    def root(self) -> bytes:
        """Return the root of the whole tree (32 bytes)."""
        return fold(self.hashes)


def fold(hashes: Sequence[bytes]) -> bytes:
    """Join the perfect subtrees of a range, left to right, into the root of the range (32 bytes)."""
    if not hashes:
        return EMPTY_ROOT
    joined = hashes[-1]
    for left in reversed(hashes[:-1]):
        joined = node_hash(left, joined)
    return joined


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root (32 bytes) of the tree over these leaves, in one pass."""
    peaks = Peaks()
    for leaf in leaves:
        peaks = peaks.append(leaf)
    return peaks.root()


def cover(span: Range) -> list[Node]:
    """List the perfect subtrees that make up a range of the tree, left to right."""
    position, end = span
    nodes: list[Node] = []
    while position < end:
        level = (end - position).bit_length() - 1
        nodes.append((level, position >> level))
        position += 1 << level
    return nodes


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """List the ranges whose roots prove one leaf of `size`, lowest first; IndexError outside."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    start, end = 0, size
    siblings: list[Range] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return siblings[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """List the ranges whose roots prove `old` leaves to begin `new`; IndexError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise IndexError(f"a tree of {old} leaves does not begin one of {new}")
    start, end = 0, new
    siblings: list[Range] = []
    while end > old:
        middle = start + _split(end - start)
        if old <= middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    # The old tree's last subtree opens the proof, unless it is the whole old tree, whose root is known.
    opening = [(start, old)] if start else []
    return opening + siblings[::-1]


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Prove that `leaves[index]` stands in the tree over all `leaves`; IndexError outside."""
    return [root(leaves[start:end]) for start, end in inclusion_ranges(index, len(leaves))]


def consistency_proof(old: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Prove that the first `old` leaves begin the tree over all; IndexError unless 0 < old <= all."""
    return [root(leaves[start:end]) for start, end in consistency_ranges(old, len(leaves))]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Tell whether the proof shows this leaf at `index` of the tree with this size and root. Never raises."""
    if not 0 <= index < size:
        return False
    ranges = inclusion_ranges(index, size)
    if len(proof) != len(ranges) or not _all_hashes([leaf, tree_root, *proof]):
        return False
    current = leaf
    for (start, _end), sibling in zip(ranges, proof, strict=True):
        current = node_hash(sibling, current) if start < index else node_hash(current, sibling)
    return current == tree_root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows the old tree as the beginning of the new one. Never raises.

    Two trees of one size need the same root and no proof. An empty old tree begins everything and so proves
    nothing: False, as the public test vectors have it.
    """
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new:
        return False
    ranges = consistency_ranges(old, new)
    if len(proof) != len(ranges) or not _all_hashes([old_root, new_root, *proof]):
        return False
    return _climb(old, old_root, ranges, proof) == (old_root, new_root)


def _climb(old: int, old_root: bytes, ranges: list[Range], proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Climb both trees from the last subtree they share; return the two roots reached."""
    opens_with_subtree = ranges[0][1] == old
    before = after = proof[0] if opens_with_subtree else old_root
    for (_start, end), sibling in list(zip(ranges, proof, strict=True))[opens_with_subtree:]:
        if end <= old:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
        else:
            after = node_hash(after, sibling)
    return before, after


def _all_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)


def _split(width: int) -> int:
    """Return the largest power of two below the width (at least 2): where the RFC parts a tree."""
    return 1 << ((width - 1).bit_length() - 1)


def _trailing_ones(number: int) -> int:
    return (~number & (number + 1)).bit_length() - 1
