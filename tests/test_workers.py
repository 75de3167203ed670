"""Work in several processes gives what one would, and no process stays behind."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path
from pickle import PicklingError

import pytest

from g40site.engine.workers import WorkerLost, cores, forked, map_unordered, parts_of
from tests.running import DEADLINE, NOW, TOP, command, environment, wait_until
from tests.sites import LEAST, SmallSite

pytestmark = pytest.mark.process


def squares(part: list[int]) -> tuple[int, list[int]]:
    return os.getpid(), [number * number for number in part]


def test_parts_have_everything_once_and_in_order() -> None:
    assert parts_of([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]
    assert parts_of([], 2) == []


@pytest.fixture
def before() -> set[int]:
    """The processes that other tests started; while their threads run `map_unordered` forks nothing, so most of these
    tests ask for forks themselves, and the last shows that `map_unordered` does.
    """
    return children()


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_any_number_of_processes_makes_the_same(jobs: int, before: set[int]) -> None:
    parts = parts_of(list(range(100)), 7)
    made = list((map_unordered if jobs == 1 else forked)(squares, parts, jobs))
    assert sorted(number for _, some in made for number in some) == [n * n for n in range(100)]
    processes = {process for process, _ in made}
    assert (os.getpid() in processes) == (jobs == 1)
    assert len(processes) <= jobs
    assert children() == before


def test_one_part_is_done_here() -> None:
    assert list(map_unordered(squares, [[2]], 8)) == [(os.getpid(), [4])]
    assert list(map_unordered(squares, [], 8)) == []


def test_a_process_does_not_get_more_than_the_cores() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


def children() -> set[int]:
    """The processes that this one started and that are still there."""
    own = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return set(map(int, own))


class Odd(Exception):
    """An error that cannot be made again from its text."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)
        self.second = second


def fails(part: list[int]) -> list[int]:
    if 5 in part:
        raise ValueError("vijf")
    return part


def fails_oddly(part: list[int]) -> list[int]:
    raise Odd("een", "twee")


def gives_what_cannot_be_sent(part: list[int]) -> object:
    return lambda: part


def test_an_error_in_a_worker_is_raised_here_and_ends_the_others(before: set[int]) -> None:
    with pytest.raises(ValueError, match="vijf"):
        list(forked(fails, parts_of(list(range(50)), 3), 2))
    assert children() == before


@pytest.mark.parametrize("work", [fails_oddly, gives_what_cannot_be_sent])
def test_what_cannot_be_sent_is_an_error_and_no_silence(
    work: object, capfd: pytest.CaptureFixture[str], before: set[int]
) -> None:
    with pytest.raises((RuntimeError, AttributeError, PicklingError), match=r"Odd|lambda"):
        list(forked(work, [[1], [2], [3]], 2))  # type: ignore[arg-type]
    assert capfd.readouterr().err == ""
    assert children() == before


def dies(part: list[int]) -> list[int]:
    if 5 in part:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def test_a_worker_that_is_killed_is_an_error_and_nobody_waits_for_it(before: set[int]) -> None:
    with pytest.raises(WorkerLost) as lost:
        list(forked(dies, parts_of(list(range(50)), 3), 2))
    assert "worker" in str(lost.value)
    assert children() == before


def test_whoever_stops_listening_ends_the_workers(before: set[int]) -> None:
    made = forked(squares, parts_of(list(range(100)), 2), 2)
    next(made)
    assert len(children() - before) == 2
    made.close()  # type: ignore[attr-defined]
    assert children() == before


def test_other_threads_keep_the_work_here() -> None:
    import threading

    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert {process for process, _ in map_unordered(squares, [[1], [2], [3]], 2)} == {os.getpid()}
    finally:
        end.set()
        thread.join()


PROGRAM = """
import os, sys, time
from pathlib import Path
from g40site.engine import workers

def slow(part):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(600)

list(workers.map_unordered(slow, [[1], [2], [3]], 2))
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_parent(tmp_path: Path, stop: int) -> None:
    if stop == signal.SIGKILL:
        # A worker looks up when its part is done.
        program = PROGRAM.replace("time.sleep(600)", "time.sleep(0.1)").replace("[[1], [2], [3]]", "[[1]] * 10000")
    else:
        program = PROGRAM
    handler = "import signal\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(3))\n"
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys\n" + handler + program, str(tmp_path)],
        cwd=TOP,
        env=environment(),
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
        workers_there = [int(file.name) for file in tmp_path.iterdir()]
        process.send_signal(stop)
        code = process.wait(timeout=DEADLINE)
    finally:
        process.kill()
    assert (
        code
        in {signal.SIGINT: (-signal.SIGINT, 1, 130), signal.SIGTERM: (3,), signal.SIGKILL: (-signal.SIGKILL,)}[stop]
    )
    wait_until(lambda: not any(map(is_there, workers_there)))


def is_there(process: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_on_a_terminal_the_pages_are_made_by_several_processes_too(tmp_path: Path) -> None:
    """The bar that shows how far it is must not stand in their way."""
    place = (
        "- id: plaats-{0}\n  name: Plaats {0}\n  code: GM0{0}\n  province: Overijssel\n"
        "  location: {{lat: 52.5, lon: 6.1}}\n  website: https://plaats-{0}.example.nl\n"
    )
    places = textwrap.dedent(LEAST["municipalities.yaml"]) + "".join(
        textwrap.indent(place.format(number), "  ") for number in range(300, 450)
    )
    s = SmallSite(tmp_path / "site", {"municipalities.yaml": places})
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        command("build", "--root", s.root, "--now", NOW, "--jobs", 2),
        env=environment({"TERM": "xterm"}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said, most = b"", 0
    try:
        while process.poll() is None:
            if select.select([ours], [], [], 0.01)[0]:
                # The end of a terminal is a fault to who reads it.
                with suppress(OSError):
                    said += os.read(ours, 4096)
            with suppress(FileNotFoundError, ProcessLookupError):
                most = max(most, len(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()))
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert process.returncode == 0
    assert "Pagina’s maken" in said.decode()
    assert most == 2
