"""Collections: the user's own files, kept whole whatever happens."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from filelock import FileLock

from archive_tui.archive import atomic
from archive_tui.collections import CollectionStore
from archive_tui.errors import CollectionError, NothingFound, UsageError
from archive_tui.model import Collection, CollectionItem


@pytest.fixture
def store(tmp_path: Path) -> CollectionStore:
    return CollectionStore(tmp_path)


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "collections").glob("*.yaml"))


def test_a_collection_that_does_not_exist_is_empty(store: CollectionStore, tmp_path: Path) -> None:
    assert store.get("Hồ sơ") == Collection("Hồ sơ")
    assert store.names() == ()
    assert not (tmp_path / "collections").exists()


def test_articles_keep_their_order_and_stand_once(store: CollectionStore) -> None:
    assert store.add("Hồ sơ", ["b", "a", "b"]).ids == ("b", "a")
    assert store.add("Hồ sơ", ["c", "a"]).ids == ("b", "a", "c")
    assert store.get("Hồ sơ").ids == ("b", "a", "c")


def test_removing_takes_out_what_is_there(store: CollectionStore) -> None:
    store.add("Hồ sơ", ["a", "b", "c"])
    assert store.remove("Hồ sơ", ["b", "x"]).ids == ("a", "c")
    assert store.get("Hồ sơ").ids == ("a", "c")


def test_removing_from_no_collection_makes_none(store: CollectionStore, tmp_path: Path) -> None:
    assert store.remove("Hồ sơ", ["a"]) == Collection("Hồ sơ")
    assert _files(tmp_path) == []


def test_the_file_is_readable(store: CollectionStore, tmp_path: Path) -> None:
    store.add("Hồ sơ 30/4", ["1975-04-30-dai-thang"])
    path = tmp_path / "collections" / "ho-so-30-4.yaml"
    expected = "name: Hồ sơ 30/4\nitems:\n- id: 1975-04-30-dai-thang\n"
    assert path.read_text(encoding="utf-8") == expected


def test_names_are_sorted_without_regard_to_marks(store: CollectionStore) -> None:
    for name in ("Đảng bộ", "Ảnh", "Bình Định", "ảnh cũ", "Zét"):
        store.add(name, [])
    assert store.names() == ("Ảnh", "ảnh cũ", "Bình Định", "Đảng bộ", "Zét")


@pytest.mark.parametrize(
    ("first", "second"), [("Hồ sơ", "Hò sợ"), ("!!!", "???"), ("Hồ sơ", "hồ sơ")]
)
def test_names_with_the_same_slug_do_not_collide(
    store: CollectionStore, first: str, second: str
) -> None:
    store.add(first, ["a"])
    store.add(second, ["b"])
    assert store.get(first).ids == ("a",)
    assert store.get(second).ids == ("b",)
    assert set(store.names()) == {first, second}


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON", "a/b\\c", "x" * 300, "..", "."])
def test_a_name_never_leaves_the_folder(store: CollectionStore, tmp_path: Path, name: str) -> None:
    store.add(name, ["a"])
    (path,) = (each for each in tmp_path.rglob("*") if each.suffix == ".yaml")
    assert path.parent == tmp_path / "collections"
    assert path.stem.lower() != "con"
    assert store.get(name).ids == ("a",)


def test_a_name_is_cleaned(store: CollectionStore) -> None:
    store.add("Ho\u0302\u0300 \x1b[31msơ \n", ["a"])
    assert store.names() == ("Hồ [31msơ",)


@pytest.mark.parametrize("name", ["", "  ", "\x1b\u202e"])
def test_a_collection_needs_a_name(store: CollectionStore, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        store.add(name, ["a"])
    assert caught.value.hint


def test_renaming_keeps_everything(store: CollectionStore, tmp_path: Path) -> None:
    store.add("Cũ", ["a", "b"])
    store.rename("Cũ", "Mới")
    assert store.names() == ("Mới",)
    assert store.get("Mới").ids == ("a", "b")
    assert _files(tmp_path) == ["moi.yaml"]


def test_renaming_within_a_slug_keeps_the_file(store: CollectionStore, tmp_path: Path) -> None:
    store.add("ho so", ["a"])
    store.rename("ho so", "Hồ sơ")
    assert store.names() == ("Hồ sơ",)
    assert _files(tmp_path) == ["ho-so.yaml"]


def test_a_rename_cut_off_half_way_is_done(
    store: CollectionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add("Cũ", ["a"])

    def fail(path: Path, target: Path) -> None:
        raise OSError(5, f"no rename of {path} to {target}")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(CollectionError):
        store.rename("Cũ", "Mới")
    assert store.names() == ("Mới",)
    assert store.get("Mới").ids == ("a",)
    assert store.add("Mới", ["b"]).ids == ("a", "b")


def test_a_taken_name_is_refused(store: CollectionStore) -> None:
    store.add("Một", ["a"])
    store.add("Hai", ["b"])
    with pytest.raises(CollectionError):
        store.rename("Một", "Hai")
    assert store.get("Hai").ids == ("b",)
    assert store.get("Một").ids == ("a",)


def test_deleting_deletes_one(store: CollectionStore) -> None:
    store.add("Một", ["a"])
    store.add("Hai", ["b"])
    store.delete("Một")
    assert store.names() == ("Hai",)


@pytest.mark.parametrize(
    "act", [lambda store: store.delete("không có"), lambda store: store.rename("không có", "x")]
)
def test_what_is_not_there_cannot_be_changed(
    store: CollectionStore, act: Callable[[CollectionStore], None]
) -> None:
    with pytest.raises(NothingFound):
        act(store)


def test_notes_and_unknown_keys_are_kept(store: CollectionStore, tmp_path: Path) -> None:
    path = tmp_path / "collections" / "ho-so.yaml"
    atomic.write_text(
        path,
        "colour: {deep: [1, 2.5, no]}\nname: Hồ sơ\nsince: 2024-01-10\n"
        "items:\n- id: a\n  note: xem lại\n  stars: 5\n- b\n",
    )
    assert store.get("Hồ sơ").items == (CollectionItem("a", "xem lại"), CollectionItem("b"))
    store.add("Hồ sơ", ["c"])
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert values["colour"] == {"deep": [1, 2.5, False]}
    assert str(values["since"]) == "2024-01-10"
    assert values["items"] == [{"id": "a", "note": "xem lại", "stars": 5}, {"id": "b"}, {"id": "c"}]


@pytest.mark.parametrize("name", ["No", "1975", "null", "2024-01-10", "0x10"])
def test_a_name_written_by_hand_is_taken_as_written(
    store: CollectionStore, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "collections" / "mine.yaml"
    atomic.write_text(path, f"name: {name}\nitems: [{{id: {name}}}]\n")
    assert store.names() == (name,)
    assert store.get(name).ids == (name,)
    assert store.add(name, ["b"]).ids == (name, "b")
    assert store.get(name).ids == (name, "b")


def test_a_file_without_a_name_is_called_as_its_file(
    store: CollectionStore, tmp_path: Path
) -> None:
    atomic.write_text(tmp_path / "collections" / "cua-toi.yaml", "items:\n- a\n")
    assert store.names() == ("cua-toi",)


_BROKEN = [
    "name: [unclosed",
    "- a\n- b\n",
    "just words",
    "",
    "name: x\nitems: word\n",
    "name: x\nitems: [{note: no id}]\n",
    "name: x\nitems: [[a]]\n",
    "name: !!python/object/apply:os.system [exit]\n",
    "name: x\nwhen: 2024-99-99\n",
    "[" * 5000,
    "name: x\nkept: " + "[" * 60 + "]" * 60,
]


@pytest.mark.parametrize("text", _BROKEN, ids=range(len(_BROKEN)))
def test_a_broken_file_is_named_and_never_written_over(
    store: CollectionStore, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "collections" / "x.yaml"
    atomic.write_text(path, text)
    acts: list[Callable[[], object]] = [
        lambda: store.get("x"),
        lambda: store.add("x", ["a"]),
        lambda: store.remove("x", ["a"]),
        lambda: store.rename("x", "y"),
        lambda: store.delete("x"),
    ]
    for act in acts:
        with pytest.raises(CollectionError) as caught:
            act()
        assert "x.yaml" in caught.value.message
        assert caught.value.hint
    assert path.read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_are_a_broken_file(store: CollectionStore, tmp_path: Path) -> None:
    atomic.write_bytes(tmp_path / "collections" / "x.yaml", b"name: \xff\n")
    with pytest.raises(CollectionError):
        store.get("x")


def test_a_broken_file_does_not_lock_the_others(store: CollectionStore, tmp_path: Path) -> None:
    store.add("Tốt", ["a"])
    atomic.write_text(tmp_path / "collections" / "hong.yaml", "[")
    assert store.get("Tốt").ids == ("a",)
    assert store.add("Tốt", ["b"]).ids == ("a", "b")
    assert store.add("Mới", ["c"]).ids == ("c",)
    assert store.names() == ("Mới", "Tốt")
    assert [problem.path for problem in store.shelf().problems] == ["hong.yaml"]


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    def work(number: int) -> None:
        store = CollectionStore(tmp_path)
        for step in range(4):
            store.add("Chung", [f"{number}-{step}"])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {f"{number}-{step}" for number in range(4) for step in range(4)}
    assert set(CollectionStore(tmp_path).get("Chung").ids) == expected


def test_another_program_that_writes_on_and_on_is_said(tmp_path: Path) -> None:
    store = CollectionStore(tmp_path, wait_seconds=0.05)
    store.add("Một", ["a"])
    with FileLock(tmp_path / "collections" / ".lock"), pytest.raises(CollectionError) as caught:
        store.add("Một", ["b"])
    assert "Another program" in caught.value.message
    assert store.get("Một").ids == ("a",)


def test_a_home_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be", encoding="utf-8")
    store = CollectionStore(tmp_path / "data")
    assert store.names() == ()
    with pytest.raises(CollectionError) as caught:
        store.add("Một", ["a"])
    assert caught.value.hint


def test_a_full_disk_leaves_the_old_collection(
    store: CollectionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add("Một", ["a"])

    def refuse(descriptor: int) -> None:
        raise OSError(28, f"No space left on device ({descriptor})")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(CollectionError) as caught:
        store.add("Một", ["b"])
    assert "No space left" in caught.value.message
    monkeypatch.undo()
    assert store.get("Một").ids == ("a",)
    assert _files(tmp_path) == ["mot.yaml"]
