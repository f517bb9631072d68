"""The case as a page that any browser shows and plays from the unpacked folder."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_STYLE = """
body { font: 16px/1.7 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #14181c; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem; border: 1px solid #cfd6dc; }
th { font-weight: 600; background: #e7edf3; white-space: nowrap; }
td { overflow-wrap: anywhere; }
tr.proof td { background: #fbe9ea; } audio { width: 100%; } .soft { color: #5f6770; }
"""
# What the tables below show in full.
_ELSEWHERE = ("证据", "依据条款", "复核")


def page(case: Mapping[str, Any]) -> str:
    """HTML that asks nothing of the network."""
    about = {name: case[name] for name in ("证据包编号", "生成时间", "生成人")}
    facts = {name: value for name, value in case["案情"].items() if name not in _ELSEWHERE}
    parts = (
        f"<h1>违规证据：{escape(str(facts['规则']))}</h1>",
        f'<p class="soft">{escape(case["说明"])}</p>',
        _pairs(about | facts),
        "<h2>录音片段</h2>",
        *(_clip(clip) for clip in case["片段"]),
        "" if case["片段"] else "<p>该通话没有录音，只有文字。</p>",
        "<h2>前后文</h2>",
        _rows(case["前后文"], {"轮次", "秒", "说话人", "文字"}),
        "<h2>依据条款</h2>",
        '<p class="soft">核对：V 为条文与条号均读过原文，其余不印条号。</p>',
        _rows(case["条款"], {"名称", "条号", "要旨", "核对", "备注"}),
        "<h2>复核记录</h2>",
        _rows(case["复核记录"], {"时间", "复核人", "角色", "决定", "意见"}),
        "<h2>原件</h2>",
        *(f"<p>{name}</p>{_pairs(case[name])}" for name in ("录音", "转写") if case[name]),
    )
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    title = f"<title>{escape(case['证据包编号'])}</title><style>{_STYLE}</style>"
    start = f'<!doctype html><html lang="zh-Hans"><head>{head}{title}</head>'
    return f"{start}<body>{''.join(parts)}</body></html>"


def _pairs(told: Mapping[str, Any]) -> str:
    rows = (
        f"<tr><th scope=row>{escape(name)}</th><td>{escape(str(value))}</td></tr>"
        for name, value in told.items()
        if value != ""
    )
    return f"<table>{''.join(rows)}</table>"


def _rows(told: Iterable[Mapping[str, Any]], shown: set[str]) -> str:
    lines, names = [], []
    for row in told:
        names = [name for name in row if name in shown]
        cells = "".join(f"<td>{escape(str(row[name]))}</td>" for name in names)
        lines.append(f"<tr{' class=proof' if row.get('证据') else ''}>{cells}</tr>")
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in names)
    return f"<table><tr>{head}</tr>{''.join(lines)}</table>" if lines else "<p>无</p>"


def _clip(clip: Mapping[str, Any]) -> str:
    name = escape(clip["文件"])
    label = f"{name}（通话第 {clip['起']:.1f} 至 {clip['止']:.1f} 秒）"
    return f"<p>{label}</p><audio controls preload=none src={name!r}></audio>"
