"""Print the report of a month: A4, Chinese with its English beneath, the same bytes for the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from flask_babel import force_locale, gettext
from reportlab.platypus import Flowable

from shop.core import paper
from shop.core.clock import china
from shop.core.fonts import Faces
from shop.registry.rules import CATEGORIES
from shop.town import report_words as words
from shop.town.decided import OBJECTION_ACTS, Decided
from shop.town.log_of_month import LogOfMonth
from shop.town.report import Report

GONE = "–"
_COUNTS = 90  # mm for the labels of figures
_DECIDED = (27, 44, 28, 53, 22)  # mm: day, design, outcome, reason, officer
_HEADS = ("日期\nDay", "款式\nDesign", "结果\nOutcome", "理由\nReason", "经办\nOfficer")


def print_report(report: Report, town: str, faces: Faces) -> bytes:
    """Give the report as a PDF of as many pages as it takes."""
    parts = [
        *_head(report, town),
        *_came_in(report),
        *_decisions(report),
        *_waits(report),
        *_standing(report),
        *_log(report.log),
        *_sources(),
    ]
    sheet = paper.Sheet(
        title=f"{town} {report.month}",
        footer="本登记簿由镇自办，不具备镇外法律效力。内有经办人姓名，供镇办公室使用。",
        footer_english="The town's own register, without legal force beyond it."
        " With officers' names: for the office's use.",
    )
    return paper.compose(parts, sheet, faces)


def _both(message: str) -> tuple[str, str]:
    """Say a msgid in Chinese and in English."""
    with force_locale("zh_Hans_CN"):
        chinese = gettext(message)
    with force_locale("en"):
        return chinese, gettext(message)


def _stacked(message: str) -> str:
    return "\n".join(dict.fromkeys(_both(message)))


def _day(moment: datetime) -> str:
    return f"{china(moment):%Y-%m-%d}"


def _minute(moment: datetime) -> str:
    return f"{china(moment):%Y-%m-%d %H:%M}"


def _lasted(span: timedelta) -> str:
    hours = round(span.total_seconds() / 3600)
    return f"{hours // 24} 天 {hours % 24} 小时 ({hours // 24} d {hours % 24} h)"


def _head(report: Report, town: str) -> list[Flowable]:
    month = report.month
    parts = [
        paper.text(f"{town}款式登记月报", "title"),
        paper.gap(1),
        paper.text(f"{month.named('zh')} · Monthly audit report, {month.named('en')}", "subtitle"),
        paper.gap(3),
    ]
    if not report.is_over:
        until = _minute(report.until)
        chinese = f"本月未完：数字截至 {until}（北京时间）。"
        english = f"So far: this month still runs. Figures as of {until}, China time."
        parts += [paper.text(chinese, "warning"), paper.text(english, "small")]
    return parts


def _came_in(report: Report) -> list[Flowable]:
    total = sum(report.handed_in.values())
    rows: list[paper.Fact] = [("申请登记，合计", "Applications, all together", str(total))]
    rows += _counted(report.handed_in, CATEGORIES)
    rows.append(("异议，合计", "Objections, all together", str(sum(report.objected.values()))))
    rows += _counted(report.objected, words.GROUNDS)
    rows.append(("疑似照搬，合计", "Suspicions, all together", str(sum(report.raised.values()))))
    rows += _counted(report.raised, words.RAISED)
    rows += [(*_both(words.MOVEMENTS[act]), str(count)) for act, count in report.movements.items()]
    return [paper.heading("一、本月收到", "What came in"), paper.facts(rows, labels=_COUNTS)]


def _counted(counts: Mapping[str, int], names: Mapping[str, str]) -> list[paper.Fact]:
    return [(*_indented(names.get(key, key)), str(count)) for key, count in counts.items() if count]


def _indented(message: str) -> tuple[str, str]:
    chinese, english = _both(message)
    return f"其中：{chinese}", f"of these: {english}"


def _decisions(report: Report) -> list[Flowable]:
    parts: list[Flowable] = [paper.heading("二、决定与理由", "What was decided, and why")]
    kinds = (
        ("申请与登记", "Applications and registrations", report.designs),
        ("异议", "Objections", report.objections),
        ("疑似照搬", "Suspicions", report.suspicions),
        ("优先日期", "Dates from which designs count", report.dates),
    )
    for chinese, english, decided in kinds:
        if decided:
            title = f"{chinese} {english}：{len(decided)}"
            parts += [paper.gap(2), paper.text(title, "small"), paper.gap(1), _decided(decided)]
    if report.grounds:
        parts += [paper.gap(2), _grounds(report)]
    return parts if len(parts) > 1 else [*parts, *paper.both("本月没有作出决定。", "Nothing was decided.")]


def _grounds(report: Report) -> Flowable:
    rows = [
        [_stacked(words.GROUNDS.get(ground, ground)), *(str(found[act]) for act in OBJECTION_ACTS)]
        for ground, found in report.grounds.items()
    ]
    headings = ["异议理由\nGround of objection", *(_stacked(words.OUTCOMES[act]) for act in OBJECTION_ACTS)]
    return paper.table(headings, rows, (80, 30, 30))


def _decided(decided: Iterable[Decided]) -> Flowable:
    rows = [list(_cells(one)) for one in decided]
    return paper.table(_HEADS, rows, _DECIDED)


def _cells(one: Decided) -> Sequence[str]:
    against = f"{one.workshop} ↔ {one.other}" if one.other else one.workshop
    outcome = _stacked(words.OUTCOMES[one.act])
    ground = "\n" + _both(words.GROUNDS[one.ground])[0] if one.ground in words.GROUNDS else ""
    return (
        f"{_day(one.at)}\n#{one.entry}",
        f"{one.number}\n{one.name}\n{against}",
        outcome + ground,
        one.reason or GONE,
        one.officer or GONE,
    )


def _waits(report: Report) -> list[Flowable]:
    rows: list[paper.Fact] = []
    for what, one in report.waited.items():
        chinese, english = _both(words.WAITED[what])
        value = f"{one.count} 件，中位 {_lasted(one.median)}\n最长 {_lasted(one.longest)}"
        rows.append((chinese, f"{english}: how many, median, longest", value))
    still = {what: count for what, count in report.waiting.items() if count}
    waiting = [(*_both(words.WAITING[what]), str(count)) for what, count in still.items()]
    aside = ("被要求回避的次数", "Times an officer was told to step aside", str(report.stepped_aside))
    return [
        paper.heading("三、等了多久", "How long things waited"),
        *([paper.facts(rows, labels=90)] if rows else paper.both("没有。", "Nothing.")),
        paper.heading("四、期末未决", "Still waiting at the end"),
        *([paper.facts(waiting, labels=_COUNTS)] if waiting else paper.both("没有。", "Nothing.")),
        paper.heading("五、回避", "Stepping aside"),
        paper.facts([aside], labels=_COUNTS),
    ]


def _standing(report: Report) -> list[Flowable]:
    head = paper.heading("六、登记簿（期末）", "The register at the end")
    if not report.standing:
        return [head, *paper.both("登记簿是空的。", "The register is empty.")]
    table = report.table()
    rows = [[_stacked(CATEGORIES.get(kind, kind)), *map(str, counts)] for kind, counts in table]
    rows.append(["合计\nAll", *(str(sum(column)) for column in zip(*(c for _kind, c in table), strict=True))])
    room = (paper.ROOM - 34) / len(report.states)
    headings = ["种类\nKind", *(_stacked(words.STANDS[state]) for state in report.states)]
    return [head, paper.table(headings, rows, [34, *([room] * len(report.states))])]


def _log(log: LogOfMonth) -> list[Flowable]:
    span = f"{log.entries} (#{log.first} – #{log.last})" if log.entries else "0"
    rows: list[paper.Fact] = [("本月记录", "Entries of the month", span)]
    if log.seal is not None:
        rows += [
            ("检查点", "Checkpoint", f"{log.seal.id}（{_minute(log.seal.at)}），#0 – #{log.seal.size - 1}"),
            ("根哈希", "Root hash", log.seal.root.hex()),
            ("签名密钥", "Signed with key", log.seal.key_id),
        ]
    elif log.entries:
        rows.append(
            ("检查点", "Checkpoint", "还没有涵盖期末的检查点。\nNone covers the end of the month yet.")
        )
    if log.witnessed is not None:
        who = "、".join(f"{one.name}（{one.key_id}）" for one in log.witnesses)
        rows.append(("见证签名", "Countersigned", f"{who}\n检查点 checkpoint {log.witnessed.id}"))
    elif log.entries:
        rows.append(
            (
                "见证签名",
                "Countersigned",
                "还没有。没有见证，谁同时掌握数据库和密钥，谁就能改写一切。\nNobody yet.",
            )
        )
    return [paper.heading("七、日志与核对", "The log, and how to check it"), paper.facts(rows), *_check()]


def _check() -> list[Flowable]:
    return [
        paper.gap(2),
        *paper.both(
            "核对：在服务器上运行 flask audit verify，它重算每条记录并与检查点比对；"
            "加 --witness 文件，可与见证方保存的检查点比对。表中 # 后的数字是日志编号。",
            "To check: run flask audit verify on the server; it recomputes every entry and holds it to the"
            " checkpoints. With --witness FILE it is held to the copy a witness keeps."
            " Numbers behind # are entries of the log.",
        ),
    ]


def _sources() -> list[Flowable]:
    return [
        paper.heading("数字从哪里来", "Where the figures come from"),
        *paper.both(
            "决定、变动、期末状态和回避按日志记录的时间统计；申请、异议、疑似按提交时间统计，提交后不再改变。"
            "每个决定保留自己的理由。名称和姓名按打印时的叫法；已删除的人显示“–”。",
            "Decisions, movements, standing and stepping aside are counted from the log, by its dates;"
            " applications, objections and suspicions by when they came in, which never changes. Each"
            " decision keeps its own reason. Names are those of the day of printing; whoever was erased"
            " shows as “–”.",
            "small",
        ),
    ]
