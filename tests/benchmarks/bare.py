"""What is measured against: `nlp.pipe` and nothing else, on as many processes as the worker has children."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from pipeline.threads import take_one_thread

BATCH_SIZE = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Bare:
    """What is run."""

    model: str
    """Name of an installed spaCy pipeline."""
    components: tuple[str, ...] = ()
    """The only components to run; none for the whole default pipeline."""
    has_numpy_blas: bool = False
    """Matrices are multiplied by numpy's BLAS, as our annotator does, and not by BLIS, as spaCy does by itself."""


def run_bare(bare: Bare, texts: Sequence[str], *, processes: int) -> dict[str, float]:
    """Parse texts, shared among processes; return articles a second and articles a CPU second, start-up left out."""
    context = get_context("spawn")
    barrier = context.Barrier(processes + 1)
    results = context.Queue()
    shares = [texts[number::processes] for number in range(processes)]
    children = [context.Process(target=_parse, args=(bare, share, barrier, results), daemon=True) for share in shares]
    for child in children:
        child.start()
    barrier.wait(timeout=300)
    began = time.monotonic()
    cpu = sum(results.get(timeout=3600) for _ in children)
    seconds = time.monotonic() - began
    for child in children:
        child.join()
    return {"articles_per_s": len(texts) / seconds, "articles_per_cpu_s": len(texts) / cpu, "seconds": seconds}


def _parse(bare: Bare, texts: Sequence[str], barrier: Barrier, results: "Queue[float]") -> None:
    take_one_thread()
    import spacy  # noqa: PLC0415 - after the environment is set, and not in the parent
    from thinc.api import NumpyOps, set_current_ops  # noqa: PLC0415 - the same

    if bare.has_numpy_blas:
        set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(bare.model)
    if bare.components:
        nlp.select_pipes(enable=list(bare.components))
    list(nlp.pipe(texts[:4]))
    barrier.wait(timeout=300)
    began = time.process_time()
    for _doc in nlp.pipe(texts, batch_size=BATCH_SIZE):
        pass
    results.put(time.process_time() - began)
