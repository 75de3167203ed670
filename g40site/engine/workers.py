"""Work that several processes share: parts of a list, each done by one of them.

In: a function and parts. Out: what it made of each part, as soon as it is there. The workers are forks: they have
everything that was read and checked without being sent it. Where a system cannot fork, where other threads run, or for
one part, the work is done here. An error in a worker is raised here; when this process dies, its workers see that
and end.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

# How many files a worker gets at a time, and from how many on it pays to start one.
PART, WORTH_A_WORKER = 24, 120


def cores() -> int:
    """How many processes may run at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parts_of(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def map_unordered(work: Callable[[T], R], parts: Sequence[T], jobs: int) -> Iterator[R]:
    """What `work` makes of each part, in no order; `jobs` is how many processes do it at most."""
    jobs = min(jobs, len(parts))
    if jobs > 1 and can_fork():
        yield from forked(work, parts, jobs)
    else:
        yield from map(work, parts)


def map_files(work: Callable[[Sequence[T]], R], files: Sequence[T], jobs: int) -> Iterator[R]:
    """The same for files, a few at a time; few of them are done here."""
    yield from map_unordered(work, parts_of(files, PART), jobs if len(files) >= WORTH_A_WORKER else 1)


def can_fork() -> bool:
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def forked(work: Callable[[T], R], parts: Sequence[T], jobs: int) -> Iterator[R]:
    from multiprocessing import connection

    ours: list[Any] = []
    processes = []
    waiting = iter(range(len(parts)))
    try:
        for _ in range(jobs):
            worker, here = start_worker(work, parts, ours)
            processes.append(worker)
            ours.append(here)
        busy: list[Any] = [here for here in ours if send(here, waiting)]
        while busy:
            for here in cast(list[Any], connection.wait(busy)):
                result = result_of(here)
                if not send(here, waiting):
                    busy.remove(here)
                yield result
    finally:
        for here in ours:
            here.close()
        for worker in processes:
            worker.terminate()
            worker.join()


def start_worker(work: Callable[[T], R], parts: Sequence[T], others: Sequence[Any]) -> tuple[Any, Any]:
    """A new worker, and our end of the pipe to it; it inherits those to the `others`."""
    from multiprocessing import get_context

    system = get_context("fork")
    here, there = system.Pipe()
    worker = system.Process(target=worker_main, args=(work, parts, there, (*others, here)), daemon=True)
    # A signal waits until the worker has its own answer to it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        worker.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    there.close()
    return worker, here


class WorkerLost(OSError):
    """A worker ended in the middle of its work; the system may have stopped it for want of memory."""

    def __init__(self) -> None:
        super().__init__(None, "a worker process ended before its work was done")


def send(here: Any, waiting: Iterator[int]) -> bool:
    """Gives a worker its next part; whether there was one."""
    number = next(waiting, None)
    if number is not None:
        try:
            here.send(number)
        except OSError:
            raise WorkerLost from None
    return number is not None


def result_of(here: Any) -> Any:
    """What a worker made of its part. Raises the error that it ran into."""
    try:
        result, error = cast(tuple[Any, Exception | None], here.recv())
    except (EOFError, OSError):
        raise WorkerLost from None
    if error is not None:
        raise error
    return result


def worker_main(work: Callable[[T], R], parts: Sequence[T], there: Any, others: Sequence[Any]) -> None:
    """What a worker does: parts, until nobody gives it one. The other ends that it inherited would keep it waiting."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
    for other in others:
        other.close()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            number = there.recv()
            there.send_bytes(answer_of(work, parts[number]))
    there.close()


def answer_of(work: Callable[[T], R], item: T) -> bytes:
    """What becomes of a part as it is sent: its result, or the error; of one that cannot be sent, its text."""
    # Not imported by who only asks for the number of cores.
    import pickle

    try:
        return pickle.dumps((work(item), None))
    except Exception as error:  # whatever it is, it is raised again where it can be told
        with suppress(Exception):
            data = pickle.dumps((None, error))
            pickle.loads(data)
            return data
        return pickle.dumps((None, RuntimeError(repr(error))))
