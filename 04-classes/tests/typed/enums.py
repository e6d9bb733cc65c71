"""Step enums, as a type checker sees it."""

from typing import assert_type

from classes import State, Verdict, cost_of, decide

nsw = State.NSW
assert_type(State("NSW"), State)
assert_type(State.all(), list[State])
assert_type(nsw.name, str)
State.NSW = State.VIC  # type: ignore[misc]
cost_of(5)  # type: ignore[arg-type]

verdict = decide(0.75, ["phone"])
assert_type(verdict, Verdict)
match verdict:
    case Verdict.Perhaps(score, differing):
        assert_type(score, float)
        assert_type(differing, list[str])
    case Verdict.Different(reason=reason):
        assert_type(reason, str)
    case Verdict.Same():
        pass
Verdict.Perhaps("0.5", [])  # type: ignore[arg-type]
