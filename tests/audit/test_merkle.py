"""The tree is RFC 6962's: by its public test data, by its definition, and by another implementation."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.audit import merkle

SIZES = range(1, 34)
LONG = [merkle.leaf_hash(bytes([number])) for number in range(70)]


def rfc_root(leaves: list[bytes]) -> bytes:
    """Hash a tree word by word as RFC 6962, section 2.1, defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + rfc_root(leaves[:k]) + rfc_root(leaves[k:])).digest()


def rfc_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """Give the audit path word by word as RFC 6962, section 2.1.1, defines it."""
    if len(leaves) == 1:
        return []
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if index < k:
        return [*rfc_path(index, leaves[:k]), rfc_root(leaves[k:])]
    return [*rfc_path(index - k, leaves[k:]), rfc_root(leaves[:k])]


def rfc_subproof(old: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """Give the consistency proof word by word as RFC 6962, section 2.1.2, defines it."""
    if old == len(leaves):
        return [] if whole else [rfc_root(leaves)]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= k:
        return [*rfc_subproof(old, leaves[:k], whole=whole), rfc_root(leaves[k:])]
    return [*rfc_subproof(old - k, leaves[k:], whole=False), rfc_root(leaves[:k])]


# The definition


@pytest.mark.parametrize("size", [*range(70)])
def test_every_root_is_the_one_of_the_definition(size: int) -> None:
    assert merkle.root(LONG[:size]) == rfc_root(LONG[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_of_every_tree_can_be_proved_at_its_place_only(size: int) -> None:
    leaves, root = LONG[:size], rfc_root(LONG[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(index, leaves)
        assert proof == rfc_path(index, leaves)
        places = [
            place for place in range(size) if merkle.verify_inclusion(leaves[index], place, size, proof, root)
        ]
        assert places == [index]


@pytest.mark.parametrize("new", SIZES)
def test_every_tree_can_be_proved_to_begin_every_later_one(new: int) -> None:
    for old in range(1, new + 1):
        proof = merkle.consistency_proof(old, LONG[:new])
        assert proof == rfc_subproof(old, LONG[:new])
        assert merkle.verify_consistency(old, new, rfc_root(LONG[:old]), rfc_root(LONG[:new]), proof)


leaf_lists = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=80, unique=True)


@given(leaf_lists, st.data())
def test_another_leaf_is_never_proved(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda leaf: leaf != leaves[index]))
    proof = merkle.inclusion_proof(index, leaves)
    assert merkle.verify_inclusion(leaves[index], index, len(leaves), proof, merkle.root(leaves))
    assert not merkle.verify_inclusion(other, index, len(leaves), proof, merkle.root(leaves))


@given(leaf_lists, st.data())
def test_a_rewritten_beginning_is_never_proved_consistent(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    place = data.draw(st.integers(0, old - 1))
    rewritten = [*leaves[:place], merkle.leaf_hash(b"rewritten"), *leaves[place + 1 :]]
    proof = merkle.consistency_proof(old, rewritten)
    assert not merkle.verify_consistency(
        old, len(leaves), merkle.root(leaves[:old]), merkle.root(rewritten), proof
    )


@given(st.integers(1, 2**40), st.data())
def test_a_proof_stays_short_in_a_huge_tree(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    assert len(merkle.inclusion_ranges(index, size)) <= (size - 1).bit_length()
    assert len(merkle.consistency_ranges(index + 1, size)) <= (size - 1).bit_length() + 1


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3)])
def test_no_leaf_outside_the_tree_can_be_proved(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_ranges(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_no_tree_is_proved_to_begin_a_smaller_one_or_to_be_empty(old: int, new: int) -> None:
    with pytest.raises(IndexError):
        merkle.consistency_ranges(old, new)


# Peaks and perfect subtrees


@given(st.integers(0, 69))
def test_peaks_are_one_for_each_1_bit_of_the_size(size: int) -> None:
    peaks = merkle.Peaks()
    for leaf in LONG[:size]:
        peaks = peaks.append(leaf)
    assert len(peaks.hashes) == size.bit_count()
    assert list(peaks.hashes) == [
        rfc_root(LONG[index << level : (index + 1) << level]) for level, index in merkle.cover((0, size))
    ]


def test_each_perfect_subtree_is_completed_once_by_its_last_leaf() -> None:
    peaks = merkle.Peaks()
    for position, leaf in enumerate(LONG):
        filled = peaks.completed_by(leaf)
        ends = [level for level in range(1, 8) if (position + 1) % (1 << level) == 0]
        assert filled == [rfc_root(LONG[position + 1 - (1 << level) : position + 1]) for level in ends]
        peaks = peaks.append(leaf)


@given(st.integers(1, 2**30), st.data())
def test_the_ranges_of_a_proof_are_covered_by_few_whole_subtrees(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    for start, end in merkle.inclusion_ranges(index, size):
        nodes = merkle.cover((start, end))
        edges = [((at << level), (at + 1) << level) for level, at in nodes]
        assert [edge[0] for edge in edges] == [start, *(edge[1] for edge in edges[:-1])]
        assert edges[-1][1] == end
        assert len(nodes) <= 30


# Another implementation


def test_roots_and_proofs_are_those_of_pymerkle() -> None:
    pymerkle = pytest.importorskip("pymerkle", reason="pymerkle is not installed")
    contents = [bytes([number]) for number in range(70)]
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for content in contents:
        tree.append_entry(content)
    for size in range(1, 71):
        leaves, root = LONG[:size], tree.get_root(size)
        assert merkle.root(leaves) == root
        for index in range(size):
            theirs = tree.prove_inclusion(index + 1, size).serialize()["path"]
            ours = merkle.inclusion_proof(index, leaves)
            assert [bytes.fromhex(step) for step in theirs] == [leaves[index], *ours]


def test_pymerkle_proves_our_roots_consistent_and_no_others() -> None:
    # Its consistency proofs are cut in another way than the RFC's, so only the roots can be held together.
    pymerkle = pytest.importorskip("pymerkle", reason="pymerkle is not installed")
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(40):
        tree.append_entry(bytes([number]))
    for new in range(1, 41):
        for old in range(1, new + 1):
            theirs = tree.prove_consistency(old, new)
            pymerkle.verify_consistency(merkle.root(LONG[:old]), merkle.root(LONG[:new]), theirs)
            with pytest.raises(pymerkle.InvalidProof):
                pymerkle.verify_consistency(merkle.root(LONG[1 : old + 1]), merkle.root(LONG[:new]), theirs)
