"""Print the certificate of a design: values in, a PDF out, its proof within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reportlab.platypus import Flowable

from shop.core import paper
from shop.core.clock import china, china_day
from shop.core.fonts import Faces
from shop.core.paper import Shape, both, compose, facts, gap, heading, kept, text

PROOF_NAME = "proof.json"
FOOTER = "这是本镇自己的登记，只在本镇内有约定效力，不是专利证书，也不是版权登记证书。"
FOOTER_ENGLISH = "This is the town's own register. It has no legal force beyond the town."
ROLES = {
    "front": ("正面", "Front"),
    "back": ("背面", "Back"),
    "detail": ("细节", "Detail"),
    "flat": ("平铺图", "Flat drawing"),
    "outtake": ("花絮照", "Outtake"),
    "sketch": ("草图", "Sketch"),
}
STATES = {
    "registered": ("登记有效", "In force"),
    "transferred": ("已转让，登记有效", "Transferred, in force"),
    "lapsed": ("已失效", "LAPSED"),
    "cancelled": ("已撤销", "CANCELLED"),
    "withdrawn": ("已撤回", "WITHDRAWN"),
}
_IN_FORCE = ("registered", "transferred")
_THIRD = paper.ROOM / 3


@dataclass(frozen=True)
class Pictured:
    """A picture of the design: its hash, what it shows, the claimed parts; bytes only where it is shown."""

    sha256: str
    role: str
    jpeg: bytes | None = None
    marks: Sequence[tuple[str, Shape]] = ()
    first_mark: int = 1  # the parts are numbered through all pictures


@dataclass(frozen=True)
class Voucher:
    """Where the log vouches for what is stated: entry, checkpoint, who signed it, the file that proves it."""

    entry: int
    entry_at: datetime
    checkpoint: int
    checkpoint_at: datetime
    root: str
    origin: str
    key_id: str
    witnesses: Sequence[str]
    proof: bytes


@dataclass(frozen=True)
class Certificate:
    """What one certificate states; moments in UTC, days in China."""

    town: str
    number: str
    version: int
    name: str
    state: str
    workshop: str
    village: str
    claims: str
    priority: datetime
    registered: datetime
    expires: date | None
    former: Sequence[tuple[str, str]]  # workshop, the day until which it held the design
    pictures: Sequence[Pictured]
    voucher: Voucher
    page_url: str
    proof_url: str
    copy: int  # 1 for the first print
    printed_at: datetime


def render_certificate(stated: Certificate, faces: Faces) -> bytes:
    """Give the certificate as a PDF with its proof attached; the same values give the same bytes."""
    parts = [*_head(stated), *_first_look(stated), *_claims(stated), _check(stated)]
    parts += [*_more_pictures(stated), *_hashes(stated)]
    sheet = paper.Sheet(
        title=f"款式登记证 {stated.number}",
        footer=FOOTER,
        footer_english=FOOTER_ENGLISH,
        across=_across(stated),
        attachments={PROOF_NAME: stated.voucher.proof},
        framed=True,
    )
    return compose(parts, sheet, faces)


def _across(stated: Certificate) -> Sequence[str]:
    """Say over every page that it holds no more, or else that it was printed before."""
    if stated.state not in _IN_FORCE:
        return STATES[stated.state]
    return (f"第{stated.copy}次打印", f"COPY NO. {stated.copy}") if stated.copy > 1 else ()


def _head(stated: Certificate) -> list[Flowable]:
    chinese, english = STATES[stated.state]
    status = "good" if stated.state == "registered" else "notice"
    printed = f"第 {stated.copy} 次打印 Copy No. {stated.copy} · {_day(china_day(stated.printed_at))}"
    return [
        text(stated.town, "subtitle"),
        text("款式登记证", "title"),
        text("Certificate of Design Registration", "subtitle"),
        gap(2),
        text(f"{chinese}  {english}", status),
        text(printed, "centred"),
        gap(4),
    ]


def _first_look(stated: Certificate) -> list[Flowable]:
    """Set the first picture beside the facts."""
    shown = [one for one in stated.pictures if one.jpeg]
    rows: list[paper.Fact] = [
        ("登记号", "Number", text(stated.number, "lead")),
        ("款式", "Design", text(stated.name, "lead")),
        ("版本", "Version", str(stated.version)),
        ("作坊 · 村", "Workshop, village", f"{stated.workshop} · {stated.village}"),
        ("优先日", "Counts from", _moment(stated.priority)),
        ("登记日", "Registered on", _day(china_day(stated.registered))),
        ("有效至", "Valid until", _day(stated.expires) if stated.expires else "—"),
    ]
    rows += [("原持有人", "Held before by", f"{who}（至 until {until}）") for who, until in stated.former]
    if not shown:
        return [facts(rows)]
    left = 70
    picture = _pictured(shown[0], left - 4, 78)
    return [paper.beside([picture, facts(rows, paper.ROOM - left - 2, 27)], [left, paper.ROOM - left])]


def _pictured(one: Pictured, width: float, height: float) -> list[Flowable]:
    chinese, english = ROLES.get(one.role, (one.role, ""))
    assert one.jpeg is not None
    photo = paper.photo(one.jpeg, width, height, [shape for _words, shape in one.marks], one.first_mark)
    return [photo, gap(1), text(f"{chinese} {english} · {one.sha256[:12]}", "small")]


def _claims(stated: Certificate) -> list[Flowable]:
    """Say what is claimed as new, in the maker's words, and which parts of the pictures show it."""
    lines = [text(stated.claims)] if stated.claims else []
    for one in stated.pictures:
        where, _english = ROLES.get(one.role, (one.role, ""))
        for number, (words, _shape) in enumerate(one.marks, start=one.first_mark):
            lines.append(text(f"({number}) {words}（{where} {one.sha256[:12]}）"))
    if not lines:
        lines = [text("未另行指明。 Nothing in particular was named.")]
    return [heading("新在哪里", "What its maker claims as new, in their own words"), *lines]


def _more_pictures(stated: Certificate) -> list[Flowable]:
    rest = [one for one in stated.pictures if one.jpeg][1:]
    if not rest:
        return []
    cells = [_pictured(one, _THIRD - 4, 72) for one in rest]
    rows = [cells[start : start + 3] for start in range(0, len(cells), 3)]
    grid = [kept(paper.beside([*row, *([text("")] * (3 - len(row)))], [_THIRD] * 3)) for row in rows]
    return [heading("更多图片", "More pictures", room=90), *grid]


def _hashes(stated: Certificate) -> list[Flowable]:
    """List the hash of every picture file, by which the original photo can be told from any other."""
    rows = [
        [str(number), " ".join(ROLES.get(one.role, (one.role,))), text(one.sha256, "small")]
        for number, one in enumerate(stated.pictures, start=1)
    ]
    return [
        heading("每张图片的 SHA-256 指纹", "The SHA-256 of each picture file, as it was handed in"),
        paper.table(["", "图片 Picture", "SHA-256"], rows, [10, 42, paper.ROOM - 52]),
    ]


def _check(stated: Certificate) -> Flowable:
    """Say how anybody can check this paper without trusting whoever shows it."""
    return kept(
        heading("怎样核对这张证书", "How to check this certificate"), *_steps(), gap(2), _seals(stated)
    )


def _steps() -> list[Flowable]:
    return [
        *both(
            "扫左边的码，看登记簿上现在怎么写；扫右边的码，取它的证明文件。",
            "Scan the left code to read what the register says today; the right one leads to the proof.",
        ),
        *both(
            "这份 PDF 里也带着证明文件，没有网络也能用 tools/verify_certificate.py 核对。",
            "The same proof lies within this PDF: tools/verify_certificate.py checks it without a network.",
        ),
    ]


def _seals(stated: Certificate) -> Flowable:
    """Set both codes beside the place in the log that vouches for the paper."""
    voucher = stated.voucher
    witnessed = "、".join(voucher.witnesses) or "尚无见证人签名 No witness has signed yet"
    rows: list[paper.Fact] = [
        ("日志条目", "Log entry", f"No. {voucher.entry} · {_moment(voucher.entry_at)}"),
        ("检查点", "Checkpoint", f"No. {voucher.checkpoint} · {_moment(voucher.checkpoint_at)}"),
        ("日志根", "Root of the log", text(voucher.root, "small")),
        ("签名公钥", "Signed by key", f"{voucher.origin}+{voucher.key_id}"),
        ("见证人", "Witnesses", witnessed),
    ]
    codes = [
        [paper.code(url, 30), text(label, "centred")]
        for url, label in ((stated.page_url, "登记页 Public page"), (stated.proof_url, "证明 Proof"))
    ]
    return paper.beside([*codes, facts(rows, paper.ROOM - 70, 26)], [33, 35, paper.ROOM - 68])


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日 ({on.isoformat()})"


def _moment(at: datetime) -> str:
    local = china(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M} (UTC+8)"
