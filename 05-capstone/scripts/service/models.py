"""What requests bring and what answers hold, as pydantic models; OpenAPI is made of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

LONGEST_TEXT = 200
"""The most code points in a field of a customer: comparing texts costs the product of their lengths."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class Record(BaseModel):
    """A customer's data; a field of which nothing is known is the empty text."""

    model_config = ConfigDict(extra="forbid")

    id: Text = Field("", description="If it is a customer's id, that customer is taken for the record itself, and not found.")
    given_name: Text = Field("", examples=["mitchell"])
    surname: Text = Field("", examples=["waller"])
    street_number: Text = Field("", examples=["21"])
    address_1: Text = Field("", examples=["giblin street"])
    address_2: Text = ""
    suburb: Text = Field("", examples=["killarney"])
    postcode: Text = Field("", examples=["2119"])
    state: Text = Field("", examples=["nsw"])
    date_of_birth: Text = Field("", description="YYYYMMDD", examples=["19391110"])


class Customer(Record):
    """A customer of the directory."""

    id: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, description="No two customers have the same.", examples=["c-1"])]

    @classmethod
    def of(cls, fields: Iterable[str]) -> "Customer":
        """Return the customer with these fields, in their order."""
        return cls(**dict(zip(cls.model_fields, fields, strict=True)))


class Added(BaseModel):
    """How many customers were added, and how many there are now."""

    added: int
    customers: int


class Found(BaseModel):
    """A customer that is likely the same person as a record."""

    score: float = Field(description="From 0 to 1: the weighted mean of the similarities.")
    similarities: dict[str, float] = Field(description="How alike each field is that is known of both, from 0 to 1.")
    customer: Customer


class Matches(BaseModel):
    """The customers most like a record, the most alike first."""

    matches: list[Found]


def _whole(value: Any) -> Any:
    """In JSON, 3.0 is a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Strict(BaseModel):
    """What is given as it is meant: `true` is no number."""

    model_config = ConfigDict(extra="forbid", strict=True)


# What values are allowed is checked by the matching, whose messages are better. The description has to say it all the same.
FROM_0_TO_1 = {"minimum": 0, "maximum": 1}
Weight = Annotated[float | None, Field(None, json_schema_extra={"minimum": 0, "maximum": 1000})]
Blocking = Annotated[str, Field(json_schema_extra={"enum": ["surname", "given_name", "suburb", "postcode", "date_of_birth"]})]


class JobWeights(Strict):
    """How much each field counts, from 0 to 1000; what is left out keeps its default."""

    given_name: Weight
    surname: Weight
    street_number: Weight
    address_1: Weight
    address_2: Weight
    suburb: Weight
    postcode: Weight
    state: Weight
    date_of_birth: Weight


class JobSettings(Strict):
    """How to compare; what is left out keeps its default."""

    threshold: float | None = Field(
        None,
        description="Customers with this score or more are likely the same person, from 0 to 1.",
        examples=[0.7],
        json_schema_extra=FROM_0_TO_1,
    )
    weights: JobWeights | None = Field(None, examples=[{"state": 0.5}])
    blocking: list[Blocking] | None = Field(
        None,
        description="Only customers that share one of these are compared, each at most once.",
        examples=[["surname", "postcode"]],
        json_schema_extra={"uniqueItems": True},
    )
    max_block: Annotated[int | None, BeforeValidator(_whole)] = Field(
        None, description="Blocks of more customers than this are left out.", examples=[1000], json_schema_extra={"minimum": 1}
    )


State = Literal["running", "finished", "cancelled", "failed", "interrupted"]


Matching = Literal["python", "rust"]


class Job(BaseModel):
    """A de-duplication of the whole directory, as it stood when the job began."""

    number: int
    state: State = Field(description="`interrupted`: the process that ran it ended, or could not write; start another.")
    matching: Matching = Field(description="The implementation that it runs on.")
    done: int = Field(description="How many customers are compared with the others.")
    total: int = Field(description="How many customers there are.")
    settings: JobSettings
    started: datetime
    ended: datetime | None = None
    problem: str | None = Field(None, description="Why it failed.")
    compared: int | None = Field(None, description="How many pairs were compared.")
    pairs: int | None = Field(None, description="How many pairs are likely the same person.")
    clusters: int | None = Field(None, description="How many persons have several records.")


class Jobs(BaseModel):
    """The latest jobs, the latest first."""

    jobs: list[Job]


class Pair(BaseModel):
    """The ids of two customers that are likely the same person, and how alike they are, from 0 to 1."""

    left: str
    right: str
    score: float


class Page(BaseModel):
    """A part of a result: items from `offset` on, of `total`."""

    total: int
    offset: int
    next: int | None = Field(description="The offset of the next page, if there is one.")


class Pairs(Page):
    """Likely duplicates, the most alike first."""

    items: list[Pair]


class Customers(Page):
    """Customers, in the order in which they came."""

    items: list[Customer]


class Clusters(Page):
    """The ids of customers that hang together by pairs, in the order of the directory."""

    items: list[list[str]]


class Implementation(BaseModel):
    """The implementation in use, or to be used."""

    model_config = ConfigDict(extra="forbid")

    matching: Matching


class Health(BaseModel):
    """How the service is."""

    status: Literal["ok"] = "ok"
    matching: Matching = Field(description="The implementation in use.")
    customers: int
    running_job: int | None = Field(description="The number of the job that runs, if one does.")


class Problem(BaseModel):
    """What is wrong with a request."""

    row: int | None = Field(None, description="The record of an upload, from 1.")
    field: str | None = None
    problem: str


class Refusal(BaseModel):
    """The answer to a request that is refused."""

    detail: str = Field(description="What is wrong, in a sentence.")
    problems: list[Problem] = Field([], description="At most 20 of them, one by one.")
