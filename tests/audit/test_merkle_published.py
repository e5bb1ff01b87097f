"""The tree agrees with the public test data of Certificate Transparency, the spoiled proofs too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shop.audit import merkle
from tests.audit.reference import CONSISTENCY, EMPTY_ROOT, INCLUSION, LEAVES, ROOTS, SOME_HASH


def test_a_leaf_and_a_node_hash_as_published() -> None:
    left, right = bytes(range(0x20)), bytes(range(0x20, 0x40))
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert (
        merkle.leaf_hash(bytes(range(0x10, 0x20))).hex()
        == "3bfb960453ebaebf33727da7a1f4db38acc051d381b6da20d6d4e88f0eabfd7a"
    )
    assert (
        merkle.node_hash(left, right).hex()
        == "1a378704c17da31e2d05b6d121c2bb2c7d76f6ee6fa8f983e596c2d034963c57"
    )


def test_an_empty_tree_has_the_published_root() -> None:
    assert merkle.root([]) == merkle.Peaks().root() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root(LEAVES[:size]) == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones_and_hold(index: int, size: int) -> None:
    proof = merkle.inclusion_proof(index, LEAVES[:size])
    assert proof == INCLUSION[index, size]
    assert merkle.verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size - 1])


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones_and_hold(old: int, new: int) -> None:
    proof = merkle.consistency_proof(old, LEAVES[:new])
    assert proof == CONSISTENCY[old, new]
    assert merkle.verify_consistency(old, new, ROOTS[old - 1], ROOTS[new - 1], proof)


def flipped(proof: list[bytes], bit: int) -> Iterator[list[bytes]]:
    """Give the proof once per hash, with one bit of that hash turned."""
    for place, step in enumerate(proof):
        yield [*proof[:place], bytes([step[0] ^ bit]) + step[1:], *proof[place + 1 :]]


def spoiled_inclusion() -> Iterator[tuple[bytes, int, int, list[bytes], bytes]]:
    """Give every published proof in every way that the public test data spoils it."""
    for (index, size), proof in INCLUSION.items():
        leaf, root = LEAVES[index], ROOTS[size - 1]
        for wrong in (index - 1, index + 1, index ^ 2):
            yield leaf, wrong, size, proof, root
        yield leaf, index, size * 2, proof, root
        yield leaf, index, size // 2, proof, root
        yield b"WrongLeaf", index, size, proof, root
        yield leaf, index, size, proof, EMPTY_ROOT
        yield leaf, index, size, proof, SOME_HASH
        for garbage in (b"", root):
            yield leaf, index, size, [*proof, garbage], root
            yield leaf, index, size, [garbage, *proof], root
        for wrong_proof in flipped(proof, 8):
            yield leaf, index, size, wrong_proof, root
        if proof:
            yield leaf, index, size, proof[:-1], root
            yield leaf, index, size, [proof[0], SOME_HASH, *proof[1:]], root


@pytest.mark.parametrize(("leaf", "index", "size", "proof", "root"), list(spoiled_inclusion()))
def test_a_spoiled_inclusion_proof_is_refused(
    leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes
) -> None:
    assert not merkle.verify_inclusion(leaf, index, size, proof, root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (0, 1), (1, 0), (2, 1), (-1, 1)])
@pytest.mark.parametrize(
    ("leaf", "root"), [(SOME_HASH, b""), (b"", EMPTY_ROOT), (SOME_HASH, EMPTY_ROOT), (b"", b"")]
)
def test_nothing_is_included_in_a_root_that_is_not_its_own(
    index: int, size: int, leaf: bytes, root: bytes
) -> None:
    assert not merkle.verify_inclusion(leaf, index, size, [], root)


def spoiled_consistency() -> Iterator[tuple[int, int, bytes, bytes, list[bytes]]]:
    """Give every published proof in every way that the public test data spoils it."""
    for (old, new), proof in CONSISTENCY.items():
        before, after = ROOTS[old - 1], ROOTS[new - 1]
        if not proof:
            continue
        for wrong in (old - 1, old + 1, old ^ 2):
            yield wrong, new, before, after, proof
        yield old, new * 2, before, after, proof
        yield old, new // 2, before, after, proof
        yield old, new, b"WrongRoot", after, proof
        yield old, new, before, b"WrongRoot", proof
        yield old, new, after, before, proof
        yield old, new, before, after, []
        yield old, new, before, after, proof[:-1]
        for garbage in (b"", before, after, proof[0]):
            yield old, new, before, after, [*proof, garbage]
            yield old, new, before, after, [garbage, *proof]
        for wrong_proof in flipped(proof, 16):
            yield old, new, before, after, wrong_proof


@pytest.mark.parametrize(("old", "new", "before", "after", "proof"), list(spoiled_consistency()))
def test_a_spoiled_consistency_proof_is_refused(
    old: int, new: int, before: bytes, after: bytes, proof: list[bytes]
) -> None:
    assert not merkle.verify_consistency(old, new, before, after, proof)


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "proof", "consistent"),
    [
        (0, 0, ROOTS[0], ROOTS[1], [], False),
        (1, 1, ROOTS[0], ROOTS[1], [], False),
        (0, 0, ROOTS[0], ROOTS[0], [], True),
        (1, 1, ROOTS[1], ROOTS[1], [], True),
        (0, 1, EMPTY_ROOT, ROOTS[1], [], False),
        (1, 0, ROOTS[0], ROOTS[1], [], False),
        (2, 1, ROOTS[0], ROOTS[1], [], False),
        (1, 2, ROOTS[0], ROOTS[1], [], False),
        (0, 0, EMPTY_ROOT, EMPTY_ROOT, [EMPTY_ROOT], False),
        (0, 1, EMPTY_ROOT, EMPTY_ROOT, [EMPTY_ROOT], False),
        (1, 1, EMPTY_ROOT, EMPTY_ROOT, [EMPTY_ROOT], False),
    ],
)
def test_sizes_at_the_edge_are_judged_as_published(
    old: int, new: int, before: bytes, after: bytes, proof: list[bytes], consistent: bool
) -> None:
    assert merkle.verify_consistency(old, new, before, after, proof) is consistent


# The example of RFC 6962, section 2.1.3: seven leaves, and the nodes by the letters of its figure.

D = [merkle.leaf_hash(f"d{number}".encode()) for number in range(7)]
A, B, C, DD, E, F, J = D
G, H, II = merkle.node_hash(A, B), merkle.node_hash(C, DD), merkle.node_hash(E, F)
K, L = merkle.node_hash(G, H), merkle.node_hash(II, J)


def test_the_tree_of_the_rfc_has_the_shape_of_its_figure() -> None:
    assert merkle.root(D) == merkle.node_hash(K, L)
    assert merkle.root(D[:3]) == merkle.node_hash(G, C)
    assert merkle.root(D[:4]) == K
    assert merkle.root(D[:6]) == merkle.node_hash(K, II)


@pytest.mark.parametrize(("index", "path"), [(0, [B, H, L]), (3, [C, G, L]), (4, [F, J, K]), (6, [II, K])])
def test_audit_paths_are_those_that_the_rfc_names(index: int, path: list[bytes]) -> None:
    assert merkle.inclusion_proof(index, D) == path
    assert merkle.verify_inclusion(D[index], index, 7, path, merkle.root(D))


@pytest.mark.parametrize(("old", "path"), [(3, [C, DD, G, L]), (4, [L]), (6, [II, J, K])])
def test_consistency_proofs_are_those_that_the_rfc_names(old: int, path: list[bytes]) -> None:
    assert merkle.consistency_proof(old, D) == path
    assert merkle.verify_consistency(old, 7, merkle.root(D[:old]), merkle.root(D), path)
