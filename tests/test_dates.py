"""Dates that end are told half a year before: what the project stands on, and the certificate of a real server."""

import contextlib
import datetime as dt
import re
import runpy
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from tests.ci.steps import run_job, workflow
from tests.running import TOP, environment

PYTHON = (TOP / ".python-version").read_text("utf-8").strip()


def told(
    *arguments: str, script: Path = TOP / "scripts/dates.py", env: dict[str, str] | None = None
) -> tuple[int, str]:
    command = [sys.executable, "-I", str(script), *arguments]
    done = subprocess.run(command, env=environment(env), capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.returncode, done.stdout


def with_own(text: str, rows: str) -> str:
    """The script with other dates of one's own, whatever a maintainer wrote there."""
    found, number = re.subn(r"^(OWN: .*? = )\[.*?\]$", rf"\1[{rows}]", text, count=1, flags=re.MULTILINE | re.DOTALL)
    assert number == 1
    return found


@pytest.mark.process
def test_everything_that_is_used_is_in_the_table(tmp_path: Path) -> None:
    for name in (".github/workflows", ".gitlab-ci.yml", "scripts/dates.py", ".python-version"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (TOP / name).is_dir() else shutil.copy)(TOP / name, tmp_path / name)
    script = tmp_path / "scripts/dates.py"
    script.write_text(with_own(script.read_text("utf-8"), ""), "utf-8")
    assert told("--today", "2026-12-01", script=script) == (0, "Niets eindigt binnen een half jaar.\n")


@pytest.mark.process
def test_half_a_year_before_it_is_told_and_after_it_as_well() -> None:
    end = runpy.run_path(str(TOP / "scripts/dates.py"))["ENDS"][f"Python {PYTHON}"][0]
    year, _, rest = end.partition("-")
    assert told("--today", f"{year}-04-01")[0] == (0 if rest == "10-31" else 1)
    code, said = told("--today", f"{year}-05-15")
    assert (code, said.splitlines()[0]) == (
        1,
        f"- **Python {PYTHON}** eindigt op {end}. Verander het getal in `.python-version`; "
        "`make test` noemt de plekken die het daar niet kunnen lezen.",
    )
    assert f"**Python {PYTHON}** is geëindigd op {end}." in told("--today", f"{int(year) + 1}-01-01")[1]


@pytest.mark.process
def test_what_the_table_does_not_know_is_told(tmp_path: Path) -> None:
    for name in (".github/workflows/site.yml", ".gitlab-ci.yml", "scripts/dates.py", ".python-version"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        text = (TOP / name).read_text("utf-8").replace("runs-on: ubuntu-24.04", "runs-on: other-1", 1)
        (tmp_path / name).write_text(text.replace("}-trixie", "}-other"), "utf-8")
    (tmp_path / ".python-version").write_text("3.99\n", "utf-8")
    own = (tmp_path / "scripts/dates.py").read_text("utf-8")
    row = '\n    ("2026-12-24", "De sleutel van de webhost", "Maak een nieuwe."),\n'
    (tmp_path / "scripts/dates.py").write_text(with_own(own, row), "utf-8")
    code, said = told("--today", "2026-12-01", script=tmp_path / "scripts/dates.py")
    assert code == 1
    assert [line.split("**")[1] for line in said.splitlines()] == [
        "Python 3.99",
        "other",
        "other-1",
        "De sleutel van de webhost",
    ]


@pytest.mark.process
def test_the_monthly_job_keeps_what_it_found(tmp_path: Path) -> None:
    """The steps as the workflow has them: something to tell is no fault, and becomes an issue in another job."""
    for name in (".github/workflows/site.yml", ".gitlab-ci.yml", "scripts/dates.py", ".python-version"):
        (tmp_path / "work" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TOP / name, tmp_path / "work" / name)
    (tmp_path / "work/.python-version").write_text("3.99\n", "utf-8")
    job = workflow("onderhoud.yml")["jobs"]["data"]
    ran = run_job(job, tmp_path / "work", tmp_path / "temp", {"vars.WEBHOST_ADRES": ""})
    assert (ran.code, ran.outputs["steps.data.outputs.uitkomst"]) == (0, "1")
    assert "Python 3.99" in (tmp_path / "work/data.md").read_text("utf-8")
    (tmp_path / "work/scripts/dates.py").write_text("import sys; sys.exit('broken')\n", "utf-8")
    assert run_job(job, tmp_path / "work", tmp_path / "temp", {"vars.WEBHOST_ADRES": ""}).code == 1


@contextlib.contextmanager
def served(folder: Path, days: int) -> Iterator[tuple[str, dict[str, str]]]:
    """A server with a certificate that began now, and what makes it trusted."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        [*command, "-days", str(days), *names, "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"https://localhost:{server.server_port}/pad/", {"SSL_CERT_FILE": str(certificate)}
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.process
@pytest.mark.parametrize(("days", "code"), [(400, 0), (2, 1)])
def test_a_certificate_in_the_last_quarter_of_its_life_is_told(tmp_path: Path, days: int, code: int) -> None:
    today = dt.date.today() + dt.timedelta(days=2)
    with served(tmp_path, days) as (address, trusted):
        found, said = told("--today", today.isoformat(), "--address", address, env=trusted)
    assert found == code, said
    assert ("**Het certificaat van localhost** eindigt op " in said) == bool(code)


@pytest.mark.process
def test_a_certificate_that_nobody_trusts_or_that_is_not_there_is_told(tmp_path: Path) -> None:
    with served(tmp_path, 400) as (address, _):
        code, said = told("--today", "2026-12-01", "--address", address)
    assert code == 1
    assert "**localhost**: het certificaat is niet goed of niet te lezen" in said
    assert told("--today", "2026-12-01", "--address", address)[0] == 1
    assert told("--today", "2026-12-01", "--address", "http://localhost/")[0] == 1
    assert told("--today", "2026-12-01", "--address", "")[0] == 0
