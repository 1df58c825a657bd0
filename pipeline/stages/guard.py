"""Turns whatever a step raises into a failure, so that no message is lost and no agent dies of one."""

import traceback
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import InvalidRecordError
from pipeline.stages.messages import Failure, Incoming, Outcome, Outgoing

Work = Callable[[Incoming], tuple[Outgoing, ...]]


def guarded(work: Work, incoming: Incoming) -> Outcome:
    """Work one message; an invalid record and a bug alike become a failure, told apart by its reason."""
    if incoming.value is None:
        return Outcome(failure=Failure(reason="tombstone", detail="a message without a value has nothing to work"))
    try:
        return Outcome(messages=work(incoming))
    except InvalidRecordError as error:
        return Outcome(failure=Failure(reason=error.reason, detail=error.detail))
    except RecursionError:
        return Outcome(failure=Failure(reason="too_deep", detail="nested deeper than the step can follow"))
    except MemoryError:
        return Outcome(failure=Failure(reason="too_large", detail="not enough memory to work it"))
    except Exception as error:  # noqa: BLE001 - the one broad catch: every failure must reach the dead letters
        return Outcome(failure=Failure(reason="bug", detail=where(error)))


def where(error: BaseException) -> str:
    """Name an unexpected error and the line that raised it, without its message: that may hold article text."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
