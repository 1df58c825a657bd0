"""What is measured against: `nlp.pipe` and nothing else, on as many processes as the worker has children."""

import os
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

BATCH_SIZE = 8
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def run_bare(model: str, texts: Sequence[str], *, processes: int, components: Sequence[str] | None) -> dict[str, float]:
    """Parse texts; return articles a second and articles a CPU second, start-up left out.

    Args:
        model: Name of an installed spaCy pipeline.
        texts: What to parse.
        processes: How many share them.
        components: The only components to run; None for the whole default pipeline.
    """
    context = get_context("spawn")
    barrier = context.Barrier(processes + 1)
    results = context.Queue()
    shares = [texts[number::processes] for number in range(processes)]
    children = [
        context.Process(target=_parse, args=(model, share, components, barrier, results), daemon=True)
        for share in shares
    ]
    for child in children:
        child.start()
    barrier.wait(timeout=300)
    began = time.monotonic()
    cpu = sum(results.get(timeout=3600) for _ in children)
    seconds = time.monotonic() - began
    for child in children:
        child.join()
    return {"articles_per_s": len(texts) / seconds, "articles_per_cpu_s": len(texts) / cpu, "seconds": seconds}


def _parse(
    model: str, texts: Sequence[str], components: Sequence[str] | None, barrier: Barrier, results: "Queue[float]"
) -> None:
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    import spacy  # noqa: PLC0415 - after the environment is set, and not in the parent

    nlp = spacy.load(model)
    if components is not None:
        nlp.select_pipes(enable=list(components))
    list(nlp.pipe(texts[:4]))
    barrier.wait(timeout=300)
    began = time.process_time()
    for _doc in nlp.pipe(texts, batch_size=BATCH_SIZE):
        pass
    results.put(time.process_time() - began)
