"""
The mock server: as a fixture, as a command, and to curl.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress

import httpx
import pytest

import errspec
from errspec.testing import play, responses, server
from tests.support.tools import unavailable


@pytest.fixture(scope="module")
def url():
    """
    The address of a server with everything.
    """
    with server() as running:
        yield running.url


@pytest.mark.parametrize("example", [each for name in errspec.CATALOG.providers for each in responses(name)])
def test_every_problem_type_is_served(url, example):
    """
    Each is served under its name, and is what it should be when it arrives.
    """
    answer = httpx.get(f"{url}/", headers={"X-Errspec": example.problem_type.name})
    assert (example.status_code, example.reason, example.content) == (
        answer.status_code,
        answer.reason_phrase,
        answer.content,
    )
    assert example.problem_type == errspec.check(answer, example.provider).problem_type


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/sibill/not-found/any/path?x=1", {}, 404),
        ("/fattureincloud/c/1", {"Prefer": "code=429"}, 429),
        ("/fattureincloud/", {"Prefer": "code=422, example=totals-mismatch"}, 422),
        ("/", {"Prefer": "example=quota-exceeded"}, 403),
        ("/sibill", {"Prefer": "code=418"}, 501),
        ("/sibill/not-fund", {}, 501),
        ("/", {"X-Errspec": "sibil/not-found"}, 501),
        ("/", {}, 501),
    ],
)
def test_ways_to_choose(url, path, headers, status):
    """
    A response is chosen by a header, by a path or by a preference; anything else is told what to do.
    """
    answer = httpx.get(url + path, headers=headers)
    assert status == answer.status_code
    if status == 501:
        assert re.search("Choose|Did you mean|Known ones", answer.text)


def test_no_response(url):
    """
    A response that never arrives is a connection that breaks.
    """
    with pytest.raises(httpx.TransportError):
        httpx.get(url, headers={"X-Errspec": "open2b/no-answer"})


def test_the_fixture(errspec_server):
    """
    The fixture of the plugin serves the same.
    """
    assert 404 == httpx.get(f"{errspec_server.url}/sibill/not-found").status_code


def test_a_scenario():
    """
    A server with a scenario gives each request the next response of it.
    """
    with server(scenario="open2b/busy-then-success") as running:
        assert [503, 200, 200] == [httpx.post(running.url).status_code for _ in range(3)]


def test_a_scenario_of_data_alone(acme):
    """
    A provider made of data alone has scenarios too.
    """

    def sending(*weights):
        return lambda url: [httpx.post(url, json={"weight": weight}) for weight in weights]

    assert play("acme/refused-once", sending(0, 1), catalog=acme).passed
    assert not play("acme/refused-once", sending(0, 0), catalog=acme).passed


def run(*words):
    done = [sys.executable, "-m", "errspec", *words]
    return subprocess.run(done, capture_output=True, text=True, check=False)


@pytest.fixture
def command(tmp_path):
    """
    The command with a journal, its address and its process.
    """
    journal = tmp_path / "journal.ndjson"
    words = [sys.executable, "-m", "errspec", "mock", "--journal", str(journal), "--provider", "sibill"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        assert line.startswith("Listening on http://127.0.0.1:"), line or process.stderr.read()
        yield line.split()[-1], process, journal
        if process.poll() is None:
            process.kill()


def test_command(command):
    """
    It prints a line when it is ready, writes what it received without secrets, and stops cleanly.
    """
    url, process, journal = command
    headers = {"X-Errspec": "sibill/unauthorized", "Authorization": "Bearer sk_live_0123456789abcdefABCDEF01"}
    assert 401 == httpx.post(f"{url}/api/v1/companies", headers=headers, json={"a": 1}).status_code
    process.send_signal(signal.SIGTERM)
    assert 0 == process.wait(10)
    assert "" == process.stderr.read()
    [entry] = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
    assert ("POST", "/api/v1/companies", 401, "sibill/unauthorized") == (
        entry["method"],
        entry["path"],
        entry["status"],
        entry["problem_type"],
    )
    assert '{"a":1}' == entry["body"]
    assert "sk_live" not in journal.read_text("utf-8")


@pytest.mark.parametrize("body", ["zz\r\n\r\n", "-1\r\n\r\n", "2\r\n{}0\r\n\r\n"])
def test_chunks_that_are_malformed(url, body):
    """
    A request with malformed chunks gets 400.
    """
    request = f"POST /sibill/not-found HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), 10) as connection:
        connection.sendall(request.encode())
        assert connection.makefile("rb").readline().startswith(b"HTTP/1.1 400 ")


def test_what_a_request_names_is_escaped(url):
    """
    Control characters in an unknown name are escaped.
    """
    for headers in ({"X-Errspec": "sibill/\x1b[2J"}, {"Prefer": "code=\x1b[2J"}):
        answer = httpx.get(url, headers=headers)
        assert (501, "\x1b" in answer.text, "\\u001b[2J" in answer.text) == (answer.status_code, False, True)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no device that is always full")
def test_a_journal_that_is_full(tmp_path):
    """
    A journal that can no longer be written to stops the command with one sentence.
    """
    words = [sys.executable, "-m", "errspec", "mock", "--journal", "/dev/full", "--provider", "sibill"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().split()[-1]
        try:
            with suppress(httpx.TransportError):  # the command may end before it has answered
                httpx.get(f"{url}/sibill/not-found/x")
            err = process.communicate(timeout=10)[1]
        finally:
            process.kill()
    assert (2, "errspec: cannot write /dev/full: No space left on device\n") == (process.returncode, err)


def test_curl(command):
    """
    A client in another language gets the response with its reason phrase.
    """
    if not shutil.which("curl"):
        unavailable("curl")
    url, _, _ = command
    done = subprocess.run(["curl", "-si", f"{url}/sibill/request-failed/x"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("HTTP/1.1 402 Request Failed")
    assert "sibill/request-failed" == errspec.explain(done.stdout)[0].problem_type.name


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "70000"], "is not a port"),
        (["--provider", "sibil"], "Did you mean sibill?"),
        (["--scenario", "sibill/none"], "Unknown scenario"),
        (["--journal", "/none/journal"], "cannot write /none/journal"),
    ],
)
def test_wrong_arguments(arguments, sentence):
    """
    A wrong argument is one sentence and the exit code 2.
    """
    done = run("mock", *arguments)
    assert 2 == done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken(command):
    """
    A port that is taken is named.
    """
    port = command[0].rpartition(":")[2]
    done = run("mock", "--port", port)
    assert 2 == done.returncode
    assert f"cannot listen on port {port}" in done.stderr
