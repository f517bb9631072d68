"""Relations, institutions and addresses, with what only looks like them."""

import pytest

from checks.entities.addresses import same_address
from checks.entities.institutions import read_institutions
from checks.entities.listed import read
from checks.entities.relations import read_relations
from checks.lexicon import Lexicons
from checks.rulepack import DEFAULT_PACK
from transcribe.problem import Problem

LISTS = Lexicons.load(DEFAULT_PACK / "lexicons")
RELATIONS, INSTITUTIONS = read_relations(LISTS), read_institutions(LISTS)
ADDRESSES = read(LISTS, "address")


@pytest.mark.parametrize(
    ("said", "quote", "kinds"),
    [
        ("我是他妈妈", "他妈妈", {"mother", "family", "theirs"}),
        ("他妈的电话多少", "他妈", {"mother", "family", "theirs"}),
        ("你老婆知道吗", "你老婆", {"spouse", "family", "yours"}),
        ("我姐夫开店的", "我姐夫", {"sibling_in_law", "family", "mine"}),
        ("她是我表姐", "我表姐", {"cousin", "family", "mine"}),
        ("我们单位同事", "我们单位同事", {"colleague", "work", "mine"}),
        ("陈建国先生的爱人", "陈建国先生的爱人", {"spouse", "family", "theirs"}),
        ("他先生出门了", "他先生", {"spouse", "family", "theirs"}),
        ("孩子他妈不在", "孩子他妈", {"spouse", "family"}),
        ("村主任来过", "村主任", {"village_head", "community"}),
        ("老板娘在店里", "老板娘", {"boss", "work"}),
        ("你闺蜜呢", "你闺蜜", {"close_friend", "friend", "yours"}),
    ],
)
def test_a_relation(said: str, quote: str, kinds: set[str]) -> None:
    found = [(said[r.start : r.end], r.kinds) for r in RELATIONS.find(said)]
    assert found == [(quote, kinds)]


@pytest.mark.parametrize(
    "said",
    ["妈呀", "我的妈呀", "他妈的", "你他妈还不还", "去你妈的", "王先生您好", "李老师", "阿姨您好",
     "姑娘你好", "哥们儿帮帮忙", "看朋友圈", "给我发小本本", "大家好"],
)  # fmt: skip
def test_no_relation(said: str) -> None:
    assert list(RELATIONS.find(said)) == []


@pytest.mark.parametrize(
    ("said", "quote", "kind"),
    [
        ("我受云栖银行委托", "云栖银行", "bank"),
        ("你在建安银行有贷款", "建安银行", "bank"),
        ("您好盛和村镇银行", "盛和村镇银行", "bank"),
        ("工行的卡", "工行", "bank"),
        ("马上消费金融", "马上消费金融", "consumer_finance"),
        ("天合资产管理公司", "天合资产管理公司", "asset_manager"),
        ("通宝小贷打来的", "通宝小贷", "microloan"),
        ("我是信用卡中心的", "信用卡中心", "card_centre"),
        ("恒诚律师事务所", "恒诚律师事务所", "law_firm"),
        ("锐达信息的小马", "锐达信息", "company"),
        ("南安区人民法院立案", "南安区人民法院", "law_court"),
        ("去派出所", "派出所", "police_station"),
    ],
)
def test_an_institution(said: str, quote: str, kind: str) -> None:
    found = [(said[i.start : i.end], i.form) for i in INSTITUTIONS.find(said)]
    assert found == [(quote, kind)]


@pytest.mark.parametrize(
    "said",
    ["银行卡丢了", "手机银行还款", "您的个人信息", "马上还", "平安就好", "你们公司", "您名下资产",
     "正常消费", "别的银行"],
)  # fmt: skip
def test_no_institution(said: str) -> None:
    assert list(INSTITUTIONS.find(said)) == []


@pytest.mark.parametrize(
    ("said", "quote", "form"),
    [
        ("家住青云路二十三号四栋六零二没错吧", "青云路二十三号四栋六零二", "home_address"),
        ("江州市南安区和平路12号", "江州市南安区和平路12号", "home_address"),
        ("阳光小区3栋502室", "阳光小区3栋502室", "home_address"),
        ("石桥镇柳树村五组12号", "石桥镇柳树村五组12号", "home_address"),
        ("3号楼二单元", "3号楼二单元", "home_address"),
        ("翠园小区", "翠园小区", "part_address"),
        ("湖州市长兴县", "湖州市长兴县", "part_address"),
    ],
)  # fmt: skip
def test_an_address(said: str, quote: str, form: str) -> None:
    assert [(said[a.start : a.end], a.form) for a in ADDRESSES.find(said)] == [(quote, form)]


@pytest.mark.parametrize(
    "said",
    [
        "网络不好",
        "思路3号",
        "在路上",
        "走路十五号去",
        "十五号之前还",
        "我住三楼",
        "市民热线",
        "社区",
    ],
)
def test_no_address(said: str) -> None:
    assert list(ADDRESSES.find(said)) == []


def test_what_is_the_same() -> None:
    home = "江州市青云路23号4幢2单元602室"
    assert same_address("青云路二十三号四栋二单元六零二", home)
    assert not same_address("青云路三号", home)
    assert not same_address("4栋2单元60", home)
    assert INSTITUTIONS.same("海丰消金", "海丰消费金融")
    assert not INSTITUTIONS.same("海丰银行", "沧南银行")
    assert (RELATIONS.form("母亲"), RELATIONS.form("本人")) == ("mother", None)


def test_a_pack_without_the_lists_has_no_such_entity() -> None:
    with pytest.raises(Problem, match="relation"):
        read_relations(Lexicons({}))
