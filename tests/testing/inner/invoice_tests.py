import errspec
import pytest
import responses
from errspec.testing import response, responses as documented
from invoices import Refused, send


@pytest.fixture
def mocked():
    with responses.RequestsMock() as mocked:
        yield mocked


def test_waits_as_long_as_the_header_says(mocked, monkeypatch):
    limited = response("fattureincloud/rate-limited", headers={"Retry-After": "30"})
    limited.mock(mocked, method="POST")
    waits = []
    monkeypatch.setattr("time.sleep", waits.append)
    with pytest.raises(Refused):
        send(limited.url, {})
    assert min(waits) >= errspec.problem(limited).wait


def test_follows_no_redirect(mocked):
    moved = response("open2b/redirect", headers={"Location": "https://other.example.com/"})
    moved.mock(mocked, moved.url, "POST")
    with pytest.raises(Refused):
        send(moved.url, {})


@pytest.mark.parametrize("refusal", documented("fattureincloud", status=422))
def test_keeps_the_rejected_fields(mocked, refusal):
    refusal.mock(mocked, method="POST")
    with pytest.raises(Refused) as caught:
        send(refusal.url, {})
    assert caught.value.fields == [field.name for field in errspec.problem(refusal).fields]
