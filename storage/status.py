"""Where a case stands: identifiers, their Chinese names and what a resident is told.

Rules of this file: every status of a case is listed here and nowhere else; ``AFTER`` says which
status an entry leads to, and an entry that is not listed leaves the status as it is.
"""

NAMES: dict[str, str] = {
    "received": "已登记", "verifying": "待核实", "need_info": "待补充", "answered": "已答复",
    "not_accepted": "不予受理", "referred": "已转介", "emergency": "紧急转送", "triaged": "待派单",
    "assigned": "已派单", "assessing": "评估中", "deliberating": "议事中", "planned": "已列项目",
    "in_progress": "办理中", "in_review": "待审核", "resolved": "已办理", "public_review": "群众评议中",
    "rectifying": "整改中", "closed": "已销号", "archived": "已归档", "withdrawn": "已撤回",
    "merged": "已合并", "terminated": "终止办理", "parked": "创意暂存", "quarantined": "隔离待审",
}  # fmt: skip

FINISHED = frozenset(
    {"answered", "not_accepted", "referred", "closed", "archived", "withdrawn", "merged", "terminated"}
)
"""Statuses in which nothing more is expected of a unit."""

AFTER: dict[str, str] = {
    "assigned": "assigned", "started": "in_progress", "answered": "answered", "resolved": "resolved",
    "rectified": "rectifying", "closed": "closed", "withdrawn": "withdrawn", "referred": "referred",
    "refused": "not_accepted", "merged": "merged", "reopened": "received",
}  # fmt: skip
"""Tag of an entry -> status of the case after it."""
