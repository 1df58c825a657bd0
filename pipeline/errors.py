"""Every error that the pipeline raises on purpose."""


class NewswireError(Exception):
    """Anything that went wrong in a way that a person can mend; its text says how, in one line."""


class InvalidRecordError(NewswireError):
    """A record that can never be worked: it becomes a dead letter.

    Attributes:
        reason: A fixed word that dashboards count, such as `undecodable` or `empty_body`.
        detail: What was wrong, without article text beyond a few words.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class SettingsError(NewswireError):
    """A setting that has no valid value; the message names the setting and the value it takes."""


class SourceError(NewswireError):
    """A file or folder that cannot be read; the message names it."""


class DocumentError(NewswireError):
    """A document that is broken, or of no kind that holds articles.

    Attributes:
        detail: What is wrong, and where in the document.
        line: Its line, where it is known.
    """

    def __init__(self, detail: str, *, line: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.line = line


class ModelError(NewswireError):
    """A spaCy pipeline that is missing, or lacks a component that annotation needs."""


class BrokerError(NewswireError):
    """A broker that does not answer, or answers with a refusal; the message says what to do."""


class MissingExtraError(NewswireError):
    """Something that only an optional extra of the package can do, which is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"this needs the extra {extra!r}, which is not installed: pip install 'newswire[{extra}]'")
        self.extra = extra


class TargetError(NewswireError):
    """A database or service that does not take what it is given; the message never holds a secret."""


class RefusalError(TargetError):
    """A target that time does not mend: it is another's, or takes nothing of ours."""
