"""The part of Elasticsearch that the sink speaks with, as its documentation describes it, kept in memory."""

from collections.abc import Iterator

import orjson

from tests.sinks.receiver import Reply, Request


class SearchServer:
    """Indices of documents. What was not refreshed is not found by a search.

    Documents of `busy_ids` are answered with 429, those of `refused_ids` with 400, as Elasticsearch does for a field
    of the wrong type.
    """

    def __init__(self) -> None:
        self.indices: dict[str, dict[str, dict[str, object]]] = {}
        self.mappings: dict[str, dict[str, object]] = {}
        self.requests: list[Request] = []
        self.busy_ids: set[str] = set()
        self.refused_ids: set[str] = set()
        self._searched: dict[str, dict[str, dict[str, object]]] = {}

    def __call__(self, request: Request) -> Reply:
        self.requests.append(request)
        path, _, _query = request.path.partition("?")
        parts = path.strip("/").split("/")
        if parts == ["_bulk"]:
            return self._bulk(request.body)
        if parts[-1] == "_refresh":
            self._searched[parts[0]] = dict(self.indices[parts[0]])
            return Reply()
        if parts[-1] == "_search":
            hits = [{"_id": name, "_source": source} for name, source in self._searched.get(parts[0], {}).items()]
            return Reply(body=orjson.dumps({"hits": {"hits": hits}}))
        return self._index(request, parts[0])

    def _index(self, request: Request, name: str) -> Reply:
        if request.method == "HEAD":
            return Reply(status=200 if name in self.indices else 404)
        if name in self.indices:
            return Reply(status=400, body=b'{"error":{"type":"resource_already_exists_exception"}}')
        self.indices[name] = {}
        self.mappings[name] = orjson.loads(request.body)["mappings"]
        return Reply()

    def _bulk(self, body: bytes) -> Reply:
        assert body.endswith(b"\n"), "a bulk request ends with a line end"
        lines = iter(body.splitlines())
        items = [self._action(orjson.loads(line), lines) for line in lines]
        has_errors = any("error" in told for item in items for told in item.values())
        return Reply(body=orjson.dumps({"errors": has_errors, "items": items}))

    def _action(self, action: dict[str, dict[str, str]], lines: Iterator[bytes]) -> dict[str, dict[str, object]]:
        ((verb, where),) = action.items()
        index, name = self.indices[where["_index"]], where["_id"]
        if verb == "delete":
            return {verb: {"_id": name, "status": 200 if index.pop(name, None) is not None else 404}}
        source = orjson.loads(next(lines))
        if name in self.busy_ids:
            return {verb: {"_id": name, "status": 429, "error": {"reason": "queue is full"}}}
        if name in self.refused_ids:
            return {verb: {"_id": name, "status": 400, "error": {"reason": "failed to parse field [lat]"}}}
        index[name] = source
        return {verb: {"_id": name, "status": 201}}
