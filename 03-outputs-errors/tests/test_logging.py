"""Step logging: the records that arrive in Python, compared whole; a cache that can be emptied; threads that log without a deadlock.

All of it happens in a process of its own: a logger is installed once in a process, and a deadlock cannot be ended in any other way.
"""

import json
import subprocess
import sys

import pytest

SECONDS = 4
"""What each scenario may take: a thousand times what it needs. Then the process ends."""

SCENARIOS = '''
import faulthandler
import json
import logging
import sys
import threading
from pathlib import Path

import outputs


class Keep(logging.Handler):
    """Keeps all there is to a record, as text: a difference in a text is easily seen."""

    def emit(self, record):
        thread = "the caller's thread" if record.thread == caller else "another thread"
        place = f"{Path(record.pathname).name}, {'a line' if record.lineno else 'no line'}, {record.funcName}"
        said = f"{record.getMessage()!r} {record.args} {record.exc_info}"
        records.append(f"{record.levelname} {record.levelno} {record.name}: {said} from {thread} at {place}")


def tell(name, function, *arguments, levels={}):
    """Prints what came of a call, and what it logged, as a line of JSON."""
    faulthandler.dump_traceback_later(SECONDS, exit=True)  # works even if the interpreter is held
    for logger, level in levels.items():
        logging.getLogger(logger).setLevel(level)
    records.clear()
    try:
        result = function(*arguments)
    except BaseException as error:
        result = [type(error).__name__, str(error)]
    print("told:", json.dumps([name, result, sorted(records)]), flush=True)
    faulthandler.cancel_dump_traceback_later()


def import_again():
    """The module is executed once more, as by whoever reloads it or embeds it."""
    for name in ["outputs", "outputs._outputs"]:
        del sys.modules[name]
    import outputs


records = []
caller = threading.get_ident()
logging.getLogger().addHandler(Keep())

tell("records", outputs.check_postcodes, ["4011", "800", "27é6"], levels={"": "DEBUG"})
tell("reset", outputs.log_levels_changed)
tell("to warning", outputs.check_postcodes, ["4011", "800"], levels={"outputs": "WARNING"})
tell("reset", outputs.log_levels_changed)
tell("at warning", outputs.check_postcodes, ["4011", "800"])
tell("to debug", outputs.check_postcodes, ["4011", "800"], levels={"outputs": "DEBUG"})
tell("reset", outputs.log_levels_changed)
tell("at debug", outputs.check_postcodes, ["4011", "800"])
tell("import again", import_again)
tell("after the second import", outputs.check_postcodes, ["4011"])
tell("to error", outputs.check_postcodes, ["800"], levels={"outputs": "ERROR"})
tell("reset after the second import", outputs.log_levels_changed)
tell("at error", outputs.check_postcodes, ["800"])
tell("to info", outputs.check_postcodes, ["800"], levels={"outputs": "INFO"})
tell("reset after the second import", outputs.log_levels_changed)
tell("at info", outputs.check_postcodes, ["800"])
tell("phones: none", outputs.check_phones, [])
tell("phones: all good", outputs.check_phones, ["0741234567"] * 5)
tell("phones: one, bad", outputs.check_phones, ["07 5550"])
bad = ["", "0741234567", "07412345678", "%s %d 100%", "{index} {0}", "é741234567", "0741234568", 'a "quoted" one', "\u0966\u096d", "07", "07"]
tell("phones: some bad", outputs.check_phones, bad)
tell("phones: off", outputs.check_phones, ["07"], levels={"outputs.phones": "ERROR"})
tell("phones: level of its own", outputs.check_phones, ["07"], levels={"outputs": "ERROR", "outputs.phones": "WARNING"})
logging.getLogger("outputs.phones").setLevel("ERROR")
outputs.log_levels_changed()
tell("phones: off after a reset", outputs.check_phones, ["07"])
tell("phones: not yet on", outputs.check_phones, ["07"], levels={"outputs.phones": "WARNING"})
outputs.log_levels_changed()
tell("phones: on", outputs.check_phones, ["07"])
'''


LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30}


def record(levelname, message, name="outputs.logging", thread="the caller's"):
    """A record, whole: Rust has formatted the message, and there are no arguments left; Rust has no exception and tells no function."""
    return f"{levelname} {LEVELS[levelname]} {name}: {message!r} () None from {thread} thread at logging.rs, a line, None"


def bad_phone(message):
    return record("WARNING", message, name="outputs.phones", thread="another")


GOOD = record("DEBUG", "postcodes[0] is 4011")
BAD = record("WARNING", 'postcodes[1] is "800"')
COUNT = record("INFO", "1 of 2 postcodes are bad")


@pytest.fixture(scope="module")
def told():
    """Tells what came of a scenario, a list: the result of the call, then its records, sorted."""
    program = SCENARIOS.replace("SECONDS", str(SECONDS))
    command = [sys.executable, "-X", "utf8", "-c", program]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    told_lines = [line.removeprefix("told: ") for line in done.stdout.splitlines() if line.startswith("told: ")]
    lines = {name: [result, *records] for name, result, records in map(json.loads, told_lines)}
    printed = [line for line in done.stdout.splitlines() if not line.startswith("told: ")]
    lines["printed"] = [*printed, *done.stderr.splitlines()]

    def told(scenario):
        if scenario not in lines and "Timeout" in done.stderr:
            pytest.fail(
                f"no end within {SECONDS} seconds: threads wait for the interpreter, and who holds it waits for them", pytrace=False
            )
        assert scenario in lines, done.stderr
        return lines[scenario]

    return told


def test_records(told):
    """The worked example of the page."""
    assert told("records") == [2, GOOD, record("INFO", "2 of 3 postcodes are bad"), BAD, record("WARNING", 'postcodes[2] is "27é6"')]


@pytest.mark.parametrize("name", ["reset", "reset after the second import"])
def test_log_levels_changed_returns_nothing(told, name):
    assert told(name) == [None]


@pytest.mark.parametrize(
    ("scenario", "want"),
    [
        pytest.param("to warning", [BAD], id="a higher level takes effect at once"),
        pytest.param("at warning", [BAD], id="and after a reset"),
        pytest.param("to debug", [BAD], id="a lower level does not: levels are cached"),
        pytest.param("at debug", [GOOD, COUNT, BAD], id="but after a reset"),
    ],
)
def test_levels(told, scenario, want):
    assert told(scenario) == [1, *want]


def test_a_second_import(told):
    assert told("import again") == [None]
    assert told("after the second import") == [0, GOOD, record("INFO", "0 of 1 postcodes are bad")]


@pytest.mark.parametrize(
    ("scenario", "want"),
    [
        pytest.param("at error", [], id="off"),
        pytest.param("to info", [], id="not yet on"),
        pytest.param("at info", [record("INFO", "1 of 1 postcodes are bad"), record("WARNING", 'postcodes[0] is "800"')], id="on"),
    ],
)
def test_levels_after_a_second_import(told, scenario, want):
    assert told(scenario) == [1, *want]


@pytest.mark.parametrize(
    ("scenario", "bad", "want"),
    [
        pytest.param("none", 0, [], id="none"),
        pytest.param("all good", 0, [], id="all good"),
        pytest.param("one, bad", 1, ['phones[0] is "07 5550"'], id="one, bad"),
        pytest.param(
            "some bad",
            9,
            [
                'phones[0] is ""',
                'phones[2] is "07412345678"',
                'phones[3] is "%s %d 100%"',
                'phones[4] is "{index} {0}"',
                'phones[5] is "é741234567"',
                r'phones[7] is "a \"quoted\" one"',
                'phones[8] is "\u0966\u096d"',
                'phones[9] is "07"',
                'phones[10] is "07"',
            ],
            id="some bad",
        ),
        pytest.param("off", 1, [], id="logger switched off"),
        pytest.param("level of its own", 1, ['phones[0] is "07"'], id="logger with a level of its own"),
        pytest.param("off after a reset", 1, [], id="logger switched off, and the cache knows"),
        pytest.param("not yet on", 1, [], id="logger switched on: levels are cached"),
        pytest.param("on", 1, ['phones[0] is "07"'], id="logger switched on, after a reset"),
    ],
)
def test_phones(told, scenario, bad, want):
    assert told(f"phones: {scenario}") == [bad, *sorted(map(bad_phone, want))]


def test_nothing_is_printed(told):
    """Neither messages past `logging` nor a panic, not even one that was caught."""
    assert told("printed") == []
