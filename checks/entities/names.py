"""Names as they are spoken: 李明先生, 我叫王芳, 我姓陈; the family name alone is a name, too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The commonest family names, as in checks/lexicons/names.yaml, and the double ones.
_TWO = "欧阳|上官|司马|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|端木|南宫|东方|独孤"
_ONE = (
    "[洪王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤"
    "向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季"
    "裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车]"
)
FAMILY = rf"(?:{_TWO}|{_ONE})"
"""Matches one family name, a double one first."""
_TITLE = "先生|女士|小姐|太太|老师|师傅|老板|经理|主任|阿姨|大哥|大姐"
_GIVEN = "(?:(?!先生|女士|小姐|太太|老师|师傅|老板|经理|主任|阿姨|大哥|大姐)[一-龥]){0,2}"
_FORMS = re.compile(
    rf"(?P<titled>{FAMILY}{_GIVEN})(?:{_TITLE})"
    rf"|(?:叫|名字是)(?P<called>{FAMILY}[一-龥]{{1,2}}?)(?=$|[^一-龥]|的|吧|吗|啊)"
    rf"|姓(?P<family>{FAMILY})"
    rf"|(?:我(?:就)?是|您是|你是|请问是)(?P<being>{FAMILY}[一-龥]{{1,2}}?)(?=$|[^一-龥]|本人|吗|吧|啊)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """`name` said at [start, end) of the plain text."""

    start: int
    end: int
    name: str


def find_names(plain: str) -> Iterator[Name]:
    """Every name that a title, 姓, 叫 or 我是 makes one, in order."""
    for match in _FORMS.finditer(plain):
        kind = match.lastgroup or "titled"
        yield Name(match.start(kind), match.end(kind), match[kind])


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: a family name alone fits every name with it."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    return bool(re.fullmatch(FAMILY, short)) and long.startswith(short)
