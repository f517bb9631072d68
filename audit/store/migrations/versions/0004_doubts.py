"""Doubtful judgments become rows that a person can decide about, those of earlier audits too."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"

_DOUBTS = """
INSERT INTO finding (
    audit_id, call_id, rule, rule_version, severity, turns, quotes, spans, found_by,
    confidence, reason, clauses, status, version, doubtful
)
SELECT
    audit.id, audit.call_id,
    json_extract(judged.value, '$.rule'),
    json_extract(judged.value, '$.rule_version'),
    json_extract(judged.value, '$.severity'),
    json_extract(judged.value, '$.turns'),
    json_extract(judged.value, '$.quotes'),
    json_extract(judged.value, '$.spans'),
    json_extract(judged.value, '$.found_by'),
    json_extract(judged.value, '$.confidence'),
    json_extract(judged.value, '$.reason'),
    json_extract(judged.value, '$.clauses'),
    'doubtful', 1, 1
FROM audit, json_each(audit.result, '$.judgments') AS judged
WHERE json_extract(judged.value, '$.doubtful') = 1
ORDER BY audit.id, judged.key
"""

# The weights of audit/risk.py when this was written.
_RISK = """
UPDATE call SET risk = round(risk + weighed.total, 9)
FROM (
    SELECT call_id, sum(
        0.00001 * confidence * CASE severity WHEN 'critical' THEN 100 WHEN 'major' THEN 5 ELSE 1 END
    ) AS total
    FROM finding
    WHERE doubtful AND audit_id IN (SELECT max(id) FROM audit GROUP BY call_id)
    GROUP BY call_id
) AS weighed
WHERE weighed.call_id = call.id
"""


def upgrade() -> None:
    op.add_column(
        "finding", sa.Column("doubtful", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    if op.get_bind().dialect.name == "sqlite":  # the only one that there was before
        op.execute(_DOUBTS)
        op.execute(_RISK)
