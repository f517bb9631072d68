"""Each filter of the queue by itself and together, and what the tabs count then."""

from collections.abc import Mapping

import handmade
import pytest
from sqlalchemy import select, update

from audit.review.filters import NAMES, Filters
from audit.review.queue import choices, count_stages, list_calls
from audit.store import Audit, Call, Store, User
from transcribe.problem import Problem


@pytest.fixture
def inspector(store: Store) -> User:
    handmade.people(store)
    with store.reading() as session:
        return session.scalars(select(User).where(User.name == "inspector")).one()


def fill(store: Store) -> None:
    """Two calls that differ in everything that can be asked for."""
    one = handmade.add_call(store, "ONE", findings=[handmade.ABUSE, handmade.DISCLOSURE])
    two = handmade.add_call(store, "TWO", findings=[handmade.THREAT], agent_id="77")
    with store.writing() as session:
        fields = {"client": "澄湖银行", "agency": "恒信", "team": "二组", "called_party": "debtor"}
        late = {"duration_s": 300.0, "agent_name": "林晓"}
        session.execute(update(Call).where(Call.id == two).values(**fields, **late))
        session.execute(update(Audit).where(Audit.call_id == one).values(undecided=",threat,"))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"rule": "abuse"}, "ONE"),
        ({"severity": "major"}, "ONE"),
        ({"rule": "abuse", "severity": "major"}, ""),  # of one finding both must hold
        ({"found_by": "dialogue"}, "ONE TWO"),
        ({"found_by": "meaning"}, ""),
        ({"text": "tw"}, "TWO"),
        ({"client": "澄湖银行"}, "TWO"),
        ({"agency": "恒信"}, "TWO"),
        ({"team": "二组"}, "TWO"),
        ({"collector": "林晓"}, "TWO"),
        ({"collector": "5188"}, "ONE"),
        ({"party": "debtor"}, "TWO"),
        ({"party": "unknown"}, "ONE"),
        ({"since": "2026-04-16", "until": "2026-04-16"}, "ONE TWO"),
        ({"since": "2026-04-17"}, ""),
        ({"until": "2026-04-15"}, ""),
        ({"longer": "60"}, "TWO"),
        ({"shorter": "60"}, "ONE"),
        ({"undecided": "threat"}, "ONE"),
        ({"undecided": "thr"}, ""),
        ({"said": "信用卡", "team": "二组"}, "TWO"),
    ],
)
def test_a_filter_leaves_what_it_says(
    store: Store, inspector: User, asked: Mapping[str, str], shown: str
) -> None:
    fill(store)
    page = list_calls(store, inspector, Filters("all", asked))
    assert sorted(row.call.call_id for row in page.rows) == shown.split()
    assert count_stages(store, inspector, asked).by_stage["all"] == len(page.rows)


def test_every_name_filters_something(store: Store, inspector: User) -> None:
    fill(store)
    nobodys = {
        "since": "2027-01-01",
        "until": "2020-01-01",
        "longer": "9999",
        "shorter": "0",
        "hour": "3",
    }
    for name in NAMES:
        asked = {name: nobodys.get(name, "木星")}
        assert list_calls(store, inspector, Filters("all", asked)).rows == [], name


@pytest.mark.parametrize("asked", [{"since": "昨天"}, {"longer": "long"}])
def test_nonsense_is_refused_with_its_name(
    store: Store, inspector: User, asked: Mapping[str, str]
) -> None:
    with pytest.raises(Problem) as told:
        list_calls(store, inspector, Filters("all", asked))
    assert (told.value.code, told.value.where) == ("bad_filter", next(iter(asked)))


def test_what_can_be_chosen_is_what_the_person_may_see(store: Store, inspector: User) -> None:
    fill(store)
    assert set(choices(store, inspector, "client")) == {"青禾银行", "澄湖银行"}
    assert choices(store, inspector, "team") == ["二组"]
    with store.reading() as session:
        collector = session.scalars(select(User).where(User.name == "collector")).one()
    assert choices(store, collector, "client") == []
