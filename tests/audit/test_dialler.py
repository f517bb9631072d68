"""Names of recordings and columns of a dialler, as recorders of the owner's write them."""

from pathlib import Path

import pytest
from handmade import code_of
from making import write_wav
from pydantic import ValidationError
from sqlalchemy import select

from audit.config import load_settings
from audit.intake.accept import Receipt
from audit.intake.batch import run_batch
from audit.intake.dialler import IntakeSettings
from audit.intake.watch import Watch
from audit.recordings import Recordings
from audit.store import Call, Store

NAMED = IntakeSettings(
    name="{agent.id}_{phone}_{started_at}",
    time_format="%Y%m%d%H%M%S",
    utc_offset="+08:00",
    fixed={"client": "青禾银行", "channels.left": "agent", "channels.right": "customer"},
)
DIALLER = IntakeSettings(
    columns={"录音文件": "audio", "流水号": "call_id", "工号": "agent.id", "开始时间": "started_at",
             "接听人": "called_party", "金额": "debt.amount"},
    values={"called_party": {"本人": "debtor", "第三方": "third_party"}},
    encoding="gb18030",
    utc_offset="+08:00",
)  # fmt: skip
HEAD = "流水号,录音文件,工号,开始时间,接听人,金额,备注\r\n"
ROWS = f"{HEAD}D1,one.wav,3026,2026-03-02 10:15:00,第三方,8500.5,家属\r\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def take(
    store: Store, recordings: Recordings, path: Path, how: IntakeSettings, table: Path | None = None
) -> list[Receipt]:
    return list(run_batch(store, recordings, [str(path)], str(table) if table else None, how))


def calls(store: Store) -> list[Call]:
    with store.reading() as session:
        return list(session.scalars(select(Call)))


def test_a_name_tells_who_whom_and_when(store: Store, recordings: Recordings, inbox: Path) -> None:
    write_wav(inbox / "3026_13900000000_20260302101500.wav")
    take(store, recordings, inbox, NAMED)
    (call,) = calls(store)
    assert (call.agent_id, call.phone, call.client) == ("3026", "13900000000", "青禾银行")
    assert call.local_start is not None
    assert call.local_start.isoformat() == "2026-03-02T10:15:00+08:00"
    assert call.channels == {"left": "agent", "right": "customer"}
    assert call.call_id == "3026_13900000000_20260302101500"


def test_another_name_tells_nothing(store: Store, recordings: Recordings, inbox: Path) -> None:
    write_wav(inbox / "holiday.wav")
    take(store, recordings, inbox, NAMED)
    (call,) = calls(store)
    assert (call.agent_id, call.started_at, call.client) == ("", None, "青禾银行")


@pytest.mark.parametrize(("stamp", "code"), [("20261302101500", "bad_field"), ("now", "bad_field")])
def test_a_time_that_is_none_is_refused(
    store: Store, recordings: Recordings, inbox: Path, stamp: str, code: str
) -> None:
    write_wav(inbox / f"3026_1390_{stamp}.wav")
    (receipt,) = take(store, recordings, inbox, NAMED)
    assert (receipt.outcome, receipt.code) == ("refused", code)


def test_a_time_without_a_place_is_refused_where_none_is_set(
    store: Store, recordings: Recordings, inbox: Path
) -> None:
    write_wav(inbox / "3026_1390_20260302101500.wav")
    (receipt,) = take(store, recordings, inbox, NAMED.model_copy(update={"utc_offset": ""}))
    assert receipt.code == "bad_field"
    assert "started_at" in receipt.message


def test_a_diallers_export_with_its_own_columns(
    store: Store, recordings: Recordings, inbox: Path, tmp_path: Path
) -> None:
    write_wav(inbox / "one.wav")
    table = tmp_path / "dialler.csv"
    table.write_bytes(ROWS.encode("gb18030"))
    take(store, recordings, inbox, DIALLER, table)
    (call,) = calls(store)
    assert (call.call_id, call.agent_id, call.called_party) == ("D1", "3026", "third_party")
    assert call.metadata_json["debt"] == {"amount": 8500.5}
    assert call.metadata_json["备注"] == "家属"  # what nobody named is kept
    assert call.local_start is not None
    assert call.local_start.isoformat() == "2026-03-02T10:15:00+08:00"


def test_another_encoding_is_told_with_the_way_out(
    store: Store, recordings: Recordings, inbox: Path, tmp_path: Path
) -> None:
    write_wav(inbox / "one.wav")
    table = tmp_path / "dialler.csv"
    table.write_bytes(ROWS.encode("gb18030"))
    receipts = take(store, recordings, inbox, IntakeSettings(), table)
    assert any("setting intake" in receipt.message for receipt in receipts)


def test_a_watched_recording_waits_for_its_row(
    store: Store, recordings: Recordings, inbox: Path, tmp_path: Path
) -> None:
    table = tmp_path / "dialler.csv"
    table.write_bytes(HEAD.encode("gb18030"))
    watch = Watch(store, recordings, [str(inbox)], DIALLER, str(table))
    write_wav(inbox / "one.wav")
    write_wav(inbox / "two.wav", hertz=300)
    for _ in range(3):
        assert list(watch.look()) == []
    table.write_bytes(ROWS.encode("gb18030"))
    assert [receipt.outcome for receipt in watch.look()] == ["accepted"]
    assert [call.call_id for call in calls(store)] == ["D1"]
    assert list(watch.look()) == []


@pytest.mark.parametrize(
    "wrong", [{"name": "recording"}, {"encoding": "klingon"}, {"utc_offset": "8"}, {"colums": {}}]
)
def test_wrong_settings_are_refused(wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        IntakeSettings.model_validate(wrong)
    (field, value), *_ = wrong.items()
    monkeypatch.setenv(f"CALLAUDIT_INTAKE__{field.upper()}", str(value))
    assert code_of(load_settings) == "bad_settings"
