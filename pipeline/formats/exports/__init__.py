"""Writers of formats that others read: pure functions from records to bytes, one record in memory at a time."""
