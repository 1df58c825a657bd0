"""The part of a Confluent schema registry that serializers speak with, as its documentation describes it, in memory."""

import orjson

from tests.sinks.receiver import Reply, Request


class RegistryServer:
    """Subjects with their versions; equal schemas have equal ids.

    Subjects in `refused` answer with 409, as where a schema does not fit the versions before it.
    """

    def __init__(self) -> None:
        self.schemas: list[str] = []
        self.subjects: dict[str, list[int]] = {}
        self.refused: set[str] = set()

    def __call__(self, request: Request) -> Reply:
        path, _, _query = request.path.partition("?")
        parts = path.strip("/").split("/")
        if parts[0] == "subjects":
            return self._registered(parts[1], orjson.loads(request.body))
        if parts[:2] == ["schemas", "ids"] and int(parts[2]) <= len(self.schemas):
            return _said(200, {"schemaType": "JSON", "schema": self.schemas[int(parts[2]) - 1]})
        return _said(404, {"error_code": 40403, "message": "Schema not found"})

    def _registered(self, subject: str, given: dict[str, str]) -> Reply:
        if subject in self.refused:
            return _said(409, {"error_code": 409, "message": "Schema being registered is incompatible"})
        if given.get("schemaType") != "JSON":
            return _said(422, {"error_code": 42201, "message": "Invalid schema"})
        if given["schema"] not in self.schemas:
            self.schemas.append(given["schema"])
        found = self.schemas.index(given["schema"]) + 1
        self.subjects.setdefault(subject, []).append(found)
        return _said(200, {"id": found})


def _said(status: int, value: object) -> Reply:
    headers = {"Content-Type": "application/vnd.schemaregistry.v1+json"}
    return Reply(status=status, body=orjson.dumps(value), headers=headers)
