from pipeline.steps.state import MemoryStore, PendingStore


def test_pending_writes_are_not_below_until_they_are_flushed() -> None:
    below = MemoryStore()
    PendingStore(below).put("key", {"a": 1})

    assert below.get("key") is None


def test_pending_writes_can_be_read() -> None:
    pending = PendingStore(MemoryStore())
    pending.put("key", {"a": 1})

    assert pending.get("key") == {"a": 1}


def test_flushed_writes_are_below() -> None:
    below = MemoryStore()
    pending = PendingStore(below)
    pending.put("key", {"a": 1})
    pending.flush()

    assert below.get("key") == {"a": 1}


def test_a_pending_deletion_hides_what_is_below() -> None:
    below = MemoryStore()
    below.put("key", {"a": 1})
    pending = PendingStore(below)
    pending.delete("key")

    assert pending.get("key") is None


def test_a_flushed_deletion_is_below() -> None:
    below = MemoryStore()
    below.put("key", {"a": 1})
    pending = PendingStore(below)
    pending.delete("key")
    pending.flush()

    assert below.get("key") is None
