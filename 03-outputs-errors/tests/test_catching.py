"""`locate` decides by the type of the exception that `find` raises, keeps what is not its business, and always closes the service."""

import json
import sys
import traceback

import outputs
import pytest


class Service:
    """Finds what is in `places`; raises what it finds there if that is an exception. Writes down every call."""

    def __init__(self, **places):
        self.places = places
        self.calls = []

    def find(self, address):
        self.calls.append(address)
        place = self.places[address]
        if isinstance(place, BaseException):
            raise place
        return place

    def close(self):
        self.calls.append("close")


def caught(call, *arguments) -> BaseException:
    try:
        result = call(*arguments)
    except BaseException as error:
        return error
    pytest.fail(f"nothing was raised; it returned {result!r}")


def functions(error: BaseException) -> list[str]:
    """The names of the functions in the traceback of an exception, the outermost first."""
    return [frame.name for frame in traceback.extract_tb(error.__traceback__)]


class ElsewhereError(KeyError):
    """A LookupError of somebody's own."""


class OverloadedError(ConnectionError):
    """An OSError of somebody's own."""


class Halt(BaseException):
    """Not an Exception."""


class BothError(LookupError, OSError):
    """Unknown, says the one base; broken, says the other."""


@pytest.mark.parametrize("addresses", [[], ["yass"], ["yass", "weipa", "yass"]], ids=["none", "one", "three"])
def test_places(addresses):
    places = {"yass": (-34.8, 148.9), "weipa": object()}
    service = Service(**places)

    found = outputs.locate(addresses, service)
    assert found == [places[address] for address in addresses]
    assert service.calls == [*addresses, "close"]


@pytest.mark.parametrize(
    "unknown",
    [KeyError("yass"), IndexError(5), LookupError(), ElsewhereError("yass"), BothError()],
    ids=["KeyError", "IndexError", "LookupError", "a class of one's own", "LookupError and OSError"],
)
def test_a_lookup_error_is_none(unknown):
    service = Service(weipa=1, yass=unknown, moe=3)

    assert outputs.locate(["weipa", "yass", "moe"], service) == [1, None, 3]
    assert service.calls == ["weipa", "yass", "moe", "close"]


def test_none_is_a_place_as_any_other():
    assert outputs.locate(["yass", "moe"], Service(yass=None, moe=0)) == [None, 0]


@pytest.mark.parametrize(
    "failure",
    [OSError("down"), ConnectionResetError(104, "reset"), TimeoutError(), FileNotFoundError(2, "no socket"), OverloadedError("later")],
    ids=["OSError", "ConnectionResetError", "TimeoutError", "FileNotFoundError", "a class of one's own"],
)
@pytest.mark.parametrize(("address", "shown"), [("yass", '"yass"'), ("12 Café st", '"12 Café st"')], ids=["ASCII", "not ASCII"])
def test_an_os_error_is_the_cause_of_a_runtime_error(failure, address, shown):
    failure = type(failure)(*failure.args)
    service = Service(**{"weipa": 1, address: failure, "moe": 3})

    error = caught(outputs.locate, ["weipa", address, "moe"], service)
    assert type(error) is RuntimeError
    assert str(error) == f"service failed at {shown}"
    assert error.__cause__ is failure, "the cause is not the exception that `find` raised"
    assert functions(failure)[-1:] == ["find"], "the cause has lost its traceback"
    assert service.calls == ["weipa", address, "close"]


@pytest.mark.parametrize(
    "kind",
    [ValueError, TypeError, RuntimeError, MemoryError, StopIteration, Exception, KeyboardInterrupt, SystemExit, GeneratorExit, Halt],
)
def test_any_other_exception_comes_through_unchanged(kind):
    trouble = kind("trouble")
    cause = ValueError("before")
    trouble.__cause__ = cause
    trouble.add_note("in May")
    service = Service(weipa=1, yass=trouble, moe=3)

    error = caught(outputs.locate, ["weipa", "yass", "moe"], service)
    assert error is trouble, "it is not the very exception that `find` raised"
    assert (error.args, error.__notes__) == (("trouble",), ["in May"])
    assert error.__cause__ is cause
    assert functions(error)[-1:] == ["find"], "the traceback does not lead to `find`"
    assert service.calls == ["weipa", "yass", "close"]


def test_a_service_that_cannot_find():
    class Broken:
        closed = 0

        def close(self):
            self.closed += 1

    broken = Broken()
    assert type(caught(outputs.locate, ["yass"], broken)) is AttributeError
    assert broken.closed == 1


@pytest.fixture
def unraisable(monkeypatch):
    """What is reported to `sys.unraisablehook`."""
    reports = []
    monkeypatch.setattr(sys, "unraisablehook", lambda report: reports.append((report.exc_value, report.object)))
    return reports


@pytest.mark.parametrize("place", [1, KeyError("yass"), ValueError("trouble"), OSError("down")], ids=repr)
def test_an_error_in_close_is_reported_and_hides_no_other(unraisable, place):
    class Stubborn(Service):
        def close(self):
            super().close()
            raise stubborn

    stubborn = RuntimeError("I stay open")
    service = Stubborn(yass=place)

    if isinstance(place, ValueError):
        assert caught(outputs.locate, ["yass"], service) is place
    elif isinstance(place, OSError):
        assert caught(outputs.locate, ["yass"], service).__cause__ is place
    else:
        assert outputs.locate(["yass"], service) == [1 if place == 1 else None]
    assert service.calls == ["yass", "close"]
    assert unraisable == [(stubborn, service)]


def test_the_service_is_not_kept():
    service = Service(yass=1)
    before = sys.getrefcount(service)
    outputs.locate(["yass"] * 10, service)

    assert sys.getrefcount(service) == before


def test_preferences():
    """A worked example of the page."""
    assert outputs.preferences("mary", '{"paper": false}') == {"paper": False}
    error = caught(outputs.preferences, "mary", "{paper}")
    assert (type(error), str(error)) == (ValueError, "preferences of mary are no JSON")
    assert type(error.__cause__) is json.JSONDecodeError
    assert "loads" in functions(error.__cause__)


def test_count_and_close():
    """A worked example of the page."""

    class Source(Service):
        def fetch(self):
            return self.places["all"]

    source = Source(all=["waller", "lodder"])
    assert outputs.count_and_close(source) == 2
    assert source.calls == ["close"]
    source = Source(all=None)
    assert type(caught(outputs.count_and_close, source)) is TypeError
    assert source.calls == ["close"]
