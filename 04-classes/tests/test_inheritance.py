"""A `Branch` is a `Company`, which is a `Party`: for `isinstance`, for its constructor, and for Rust."""

import copy
import inspect
import pickle

import classes
import pytest

ABN = "51824753556"


@pytest.fixture
def branch():
    return classes.Branch(223, "lodder & sons", ABN, "flemington")


def test_a_branch_is_a_company_and_a_party():
    assert classes.Branch.__bases__ == (classes.Company,)
    assert [base.__name__ for base in classes.Branch.__mro__] == ["Branch", "Company", "Party", "object"]


@pytest.mark.parametrize("base", ["Company", "Party"])
def test_isinstance(branch, base):
    assert isinstance(branch, getattr(classes, base))


def test_a_company_is_no_branch():
    assert not isinstance(classes.Company(223, "lodder & sons", ABN), classes.Branch)


@pytest.mark.parametrize(
    ("number", "name", "abn", "suburb"),
    [
        pytest.param(223, "lodder & sons", ABN, "flemington", id="a-branch"),
        pytest.param(0, "o'brien", "00000000000", "king's cross", id="quotes"),
        pytest.param(2**32 - 1, "李记", "99999999999", "médoc", id="not-ASCII"),
        pytest.param(7, " Lowe", ABN, " The Rocks ", id="as-they-are"),
        pytest.param(7, "lowe", ABN, "", id="no-suburb"),
    ],
)
def test_all_four_attributes(number, name, abn, suburb):
    branch = classes.Branch(number, name, abn, suburb)

    assert (branch.number, branch.name, branch.abn, branch.suburb) == (number, name, abn, suburb)


def test_arguments_by_keyword():
    branch = classes.Branch(suburb="yass", abn=ABN, name="lowe", number=7)

    assert (branch.number, branch.name, branch.abn, branch.suburb) == (7, "lowe", ABN, "yass")


def test_signature():
    assert str(inspect.signature(classes.Branch)) == "(number, name, abn, suburb)"


@pytest.mark.parametrize("name", ["", "  \n"], ids=["empty", "blank"])
def test_what_a_party_refuses(name):
    with pytest.raises(ValueError, match=r"^a party needs a name$"):
        classes.Branch(223, name, ABN, "flemington")


@pytest.mark.parametrize("abn", ["", "5182475355", "518247535560", "5182475355x", "51 824 753"], ids=repr)
def test_what_a_company_refuses(abn):
    with pytest.raises(ValueError, match=f'^no ABN: "{abn}"$'):
        classes.Branch(223, "lodder & sons", abn, "flemington")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((223, "lodder & sons", ABN), id="no suburb"),
        pytest.param((223, "lodder & sons", ABN, None), id="None as suburb"),
        pytest.param(("223", "lodder & sons", ABN, "flemington"), id="a str as number"),
        pytest.param((223, "lodder & sons", ABN, "flemington", "victoria"), id="one too many"),
    ],
)
def test_arguments_that_do_not_fit(arguments):
    with pytest.raises(TypeError):
        classes.Branch(*arguments)


def test_what_rust_does_with_a_company_it_does_with_a_branch(branch):
    assert classes.abn_of(branch) == ABN
    assert branch.footer() == f"lodder & sons - ABN {ABN}"


def test_methods_are_inherited():
    assert "footer" not in vars(classes.Branch)
    assert "number" not in vars(classes.Branch)
    assert "suburb" in vars(classes.Branch)


@pytest.mark.parametrize(
    ("arguments", "want"),
    [
        pytest.param((223, "lowe", ABN, "yass"), f"Branch(223, 'lowe', '{ABN}', 'yass')", id="plain"),
        pytest.param((7, "o'brien", ABN, 'the "rocks"'), f"""Branch(7, "o'brien", '{ABN}', 'the "rocks"')""", id="quotes"),
        pytest.param((7, "zoe\u0301", ABN, "a\tb"), f"Branch(7, 'zoe\u0301', '{ABN}', 'a\\tb')", id="as-Python-writes-it"),
    ],
)
def test_repr(arguments, want):
    branch = classes.Branch(*arguments)

    assert repr(branch) == want
    assert repr(eval(want, vars(classes))) == want


@pytest.mark.parametrize(
    "copied",
    [
        pytest.param(copy.copy, id="copy"),
        pytest.param(copy.deepcopy, id="deepcopy"),
        pytest.param(lambda branch: pickle.loads(pickle.dumps(branch)), id="pickle"),
    ],
)
def test_copies(branch, copied):
    twin = copied(branch)

    assert type(twin) is classes.Branch
    assert (twin.number, twin.name, twin.abn, twin.suburb) == (223, "lodder & sons", ABN, "flemington")


def test_a_python_class_can_build_on_it():
    class Outlet(classes.Branch):
        """A branch that sells what the others have left."""

    outlet = Outlet(223, "lowe", ABN, "yass")

    assert isinstance(outlet, classes.Party)
    assert outlet.footer() == f"lowe - ABN {ABN}"
    assert repr(outlet) == f"Outlet(223, 'lowe', '{ABN}', 'yass')"
    assert type(copy.copy(outlet)) is Outlet


@pytest.mark.parametrize("attribute", ["number", "name", "abn", "suburb"])
def test_nothing_can_be_set(branch, attribute):
    with pytest.raises(AttributeError):
        setattr(branch, attribute, getattr(branch, attribute))


def test_it_says_where_it_is_from():
    assert classes.Branch.__module__ == "classes"
    assert classes.Branch.__doc__
    assert classes.Branch.suburb.__doc__


def test_party_and_company():
    """The worked example of the page."""
    lowe = classes.Party(7, "lowe").register(ABN)

    assert type(lowe) is classes.Company
    assert repr(lowe) == repr(copy.copy(lowe)) == f"Company(7, 'lowe', '{ABN}')"
    assert classes.abn_of(classes.Party(7, "lowe")) is None
    with pytest.raises(TypeError, match="is not an instance of 'Party'"):
        classes.abn_of(ABN)


def test_a_dict_and_an_exception_that_know_more():
    """The other worked example."""
    row = classes.SourceRow(12, {"surname": "lowe", "phone": None})

    assert isinstance(row, dict)
    assert (row, row.line, row.unknown()) == ({"surname": "lowe", "phone": None}, 12, 1)
    with pytest.raises(classes.RejectedRecord) as raised:
        classes.require_name(7, " ")
    assert isinstance(raised.value, ValueError)
    assert (str(raised.value), raised.value.record) == ("record 7: no name", 7)
