"""What a report says, before it has a form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from audit.report.case import Case
from audit.report.request import Request
from audit.report.statistics import Statistics

HONEST = (
    "本报告只把人工复核确认的判定计为违规；待复核与存疑的另列，不作为处理任何人的依据（《个人信息保护法》第二十四条）。"
    "债务人姓名与号码已脱敏；只有核对过原文的条款才印条号。系统不掌握的事项（关联投诉、处罚）不在本报告内。"
)


@dataclass(frozen=True, slots=True)
class Content:
    """`cases` comes as it is read and can be read once; `made_at` in UTC; `pack` rules of now."""

    request: Request
    number: str
    made_at: datetime
    made_by: str
    pack: str
    statistics: Statistics
    cases: Iterator[Case]

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What identifies the report."""
        return (
            ("报告编号", self.number),
            ("期间与范围", self.request.title),
            ("生成时间", f"{self.made_at:%Y-%m-%d %H:%M:%S} UTC"),
            ("生成人", self.made_by),
            ("当前规则包", self.pack[:12]),
        )
