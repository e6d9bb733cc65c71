"""The port has the reference's interface: names, signatures, documentation, classes."""

import ast
import copy
import inspect
import pickle
import weakref
from pathlib import Path

import capstone
import customers
import matching as reference
import pytest
from capstone import matching as port

CALLABLES = [name for name in reference.__all__ if inspect.isfunction(getattr(reference, name))]
METHODS = ["match", "deduplicate"]
OPERATORS = {"__init__", "__len__"}


def directory(matching):
    return [matching.Customer("a", "ann", "lee"), matching.Customer("b", "anne", "lee"), matching.Customer("c", "bob", "ray")]


def test_the_same_names():
    assert port.__all__ == reference.__all__


def test_nothing_of_the_port_lies_about_in_the_package():
    assert capstone.matching is port
    assert not hasattr(capstone, "Matcher")


@pytest.mark.parametrize("name", reference.__all__)
def test_the_same_documentation(name):
    assert inspect.getdoc(getattr(port, name)) == inspect.getdoc(getattr(reference, name))


@pytest.mark.parametrize("name", [name for name in vars(reference.Matcher) if not name.startswith("_")])
def test_the_same_documentation_of_the_class(name):
    assert inspect.getdoc(getattr(port.Matcher, name)) == inspect.getdoc(getattr(reference.Matcher, name))


def parameters(callable_):
    """Names, kinds and defaults. The annotations stand in the stub: a native function has none."""
    return [(one.name, one.kind, one.default) for one in inspect.signature(callable_).parameters.values()]


@pytest.mark.parametrize("name", [*CALLABLES, "Matcher"])
def test_the_same_signature(name):
    assert parameters(getattr(port, name)) == parameters(getattr(reference, name))


@pytest.mark.parametrize("name", METHODS)
def test_the_same_signature_of_a_method(name):
    bound = [getattr(module.Matcher(()), name) for module in (port, reference)]
    assert parameters(bound[0]) == parameters(bound[1])


@pytest.mark.parametrize("name", CALLABLES)
def test_a_function_is_picklable_and_knows_its_name(name):
    function = getattr(port, name)
    assert pickle.loads(pickle.dumps(function)) is function
    assert (function.__module__, function.__name__, function.__qualname__) == ("capstone.matching", name, name)


def test_the_value_types_are_the_same_file():
    assert inspect.getsource(capstone.customers) == inspect.getsource(customers)


def test_the_value_types_are_classes_of_python(matching):
    for name in ("Customer", "Match", "Pair", "Deduplication", "Weights"):
        assert issubclass(getattr(matching, name), tuple)
    assert issubclass(matching.InvalidRecord, (matching.MatchingError, ValueError))
    assert issubclass(matching.InvalidSetting, (matching.MatchingError, ValueError))
    assert issubclass(matching.Cancelled, matching.MatchingError)
    assert not issubclass(matching.Cancelled, ValueError)


def test_results_are_of_the_documented_classes(matching):
    result = matching.deduplicate(directory(matching))
    assert type(result) is matching.Deduplication
    assert [type(part) for part in result] == [list, list, int]
    assert {type(pair) for pair in result.pairs} == {matching.Pair}
    assert {type(cluster) for cluster in result.clusters} == {list}
    (match, *_) = matching.Matcher(directory(matching)).match(matching.Customer("x", "ann", "lee"))
    assert type(match) is matching.Match
    assert type(match.score) is float


def test_results_hold_the_callers_own_ids(matching):
    given = directory(matching)
    result = matching.deduplicate(given)
    assert result.pairs[0].left is given[0].id
    assert result.clusters[0][1] is given[1].id


def test_a_matcher_keeps_what_it_was_given(matching):
    given, settings = tuple(directory(matching)), matching.Settings(threshold=0.5)
    matcher = matching.Matcher(given, settings)
    assert matcher.customers is given
    assert matcher.settings is settings
    assert (len(matcher), repr(matcher)) == (3, "<Matcher of 3 customers>")
    assert matching.Matcher(iter(given)).settings == matching.Settings()


def test_a_matcher_can_be_referred_to_weakly_and_has_attributes(matching):
    matcher = matching.Matcher(directory(matching))
    matcher.note = "kept"
    assert weakref.ref(matcher)() is matcher
    assert vars(matcher)["note"] == "kept"
    for name in ("customers", "settings"):
        with pytest.raises(AttributeError):
            setattr(matcher, name, None)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_matcher_is_picklable(matching, protocol):
    matcher = matching.Matcher(directory(matching), matching.Settings(threshold=0.2, blocking=["surname"]))
    matcher.note = "kept"
    again = pickle.loads(pickle.dumps(matcher, protocol))
    assert (type(again), again.customers, again.settings, again.note) == (matching.Matcher, matcher.customers, matcher.settings, "kept")
    assert again.deduplicate() == matcher.deduplicate()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_matcher_can_be_copied(matching, copied):
    matcher = matching.Matcher(directory(matching))
    matcher.notes = ["one"]
    again = copied(matcher)
    assert again is not matcher
    assert again.deduplicate() == matcher.deduplicate()
    assert (again.notes is matcher.notes) == (copied is copy.copy)


def test_a_subclass_may_have_an_init_of_its_own(matching):
    class Regional(matching.Matcher):
        def __init__(self, state, customers):
            super().__init__(customer for customer in customers if customer.surname == state)
            self.state = state

        def match(self, record, limit=1, min_score=0.0):
            return super().match(record, limit, min_score)

    regional = Regional("lee", customers=directory(matching))
    assert len(regional) == 2
    assert repr(regional) == "<Matcher of 2 customers>"
    assert [match.id for match in regional.match(matching.Customer("x", "ann", "lee"))] == ["a"]
    again = copy.copy(regional)
    assert (type(again), again.state, len(again)) == (Regional, "lee", 2)


def test_init_again_is_a_new_beginning(matching):
    matcher = matching.Matcher(directory(matching))
    matcher.__init__(directory(matching)[:1])
    assert (len(matcher), matcher.deduplicate().compared) == (1, 0)


def test_without_init_there_is_nothing(matching):
    matcher = matching.Matcher.__new__(matching.Matcher)
    for call in (len, repr, matching.Matcher.deduplicate):
        with pytest.raises(AttributeError, match="'Matcher' object has no attribute '_customers'"):
            call(matcher)


@pytest.mark.parametrize("cycle", ["attribute", "customers"])
def test_a_cycle_of_references_is_collected(matching, cycle):
    import gc

    class Named(matching.Customer):
        pass

    customer = Named("a")
    matcher = matching.Matcher([customer])
    (matcher if cycle == "attribute" else customer).matcher = matcher
    gone = weakref.ref(matcher)
    del matcher, customer
    gc.collect()
    assert gone() is None


def declared(source):
    """The public part of a module as a stub has it: signatures with annotations."""
    found = {}
    for node in source.body:
        if isinstance(node, ast.FunctionDef) and node.name in reference.__all__:
            found[node.name] = ast.unparse(node.args), ast.unparse(node.returns)
        if isinstance(node, ast.ClassDef) and node.name == "Matcher":
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and (method.name in OPERATORS or not method.name.startswith("_")):
                    found[f"Matcher.{method.name}"] = ast.unparse(method.args), ast.unparse(method.returns)
    return found


def test_the_stub_has_the_same_types():
    stub = Path(port.__file__).with_suffix(".pyi")
    assert declared(ast.parse(stub.read_text("utf-8"))) == declared(ast.parse(inspect.getsource(reference)))
