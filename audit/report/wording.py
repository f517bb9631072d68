"""Words of the report for what the database names in English: those of the pages (web/words.py)."""

SPEAKERS = {"agent": "坐席", "customer": "客户", "unknown": "未知"}
SEVERITIES = {"critical": "致命", "major": "严重", "minor": "一般"}
ROLES = {
    "inspector": "质检员",
    "officer": "合规专员",
    "collector": "催收员",
    "lead": "组长",
    "admin": "管理员",
}
CALLED = {"debtor": "债务人本人", "third_party": "第三人", "guarantor": "担保人"}
LAYERS = {
    "words": "词句",
    "dialogue": "对话状态",
    "meaning": "语义",
    "metadata": "通话信息",
    "second_reader": "第二审读",
    "person": "人工补记",
}
DECISIONS = {"confirm": "确认", "dismiss": "排除", "withdraw": "撤回上一决定"}
STATUSES = {
    "confirmed": "已确认违规",
    "suspected": "待复核",
    "doubtful": "存疑待判",
    "dismissed": "已排除",
}
APPEALS = {"open": "待答复", "upheld": "维持", "overturned": "已撤销违规"}
RECTIFICATIONS = {"open": "整改中", "done": "已完成待复查", "accepted": "复查通过"}
