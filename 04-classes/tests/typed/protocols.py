"""Step protocols, as a type checker sees it."""

from typing import assert_type

from classes import Agreement, BlockingKey, Rejects, Worklist

worklist = Worklist(["waller", "berry"])
assert_type(len(worklist), int)
assert_type(worklist[0], str | Worklist)
assert_type(list(worklist), list[str])
assert_type("berry" in worklist, bool)
for name in worklist:
    assert_type(name, str)
worklist["berry"]  # type: ignore[index]
worklist.append(5)  # type: ignore[arg-type]

assert_type(Agreement(1, 2) + Agreement(0, 1), Agreement)
assert_type(Agreement(1, 2) * 2, Agreement)
assert_type(float(Agreement(1, 2)), float)
assert_type(BlockingKey(3)("waller"), str)
sorted(["waller", "berry"], key=BlockingKey(3))

with Rejects() as rejects:
    assert_type(rejects, Rejects)
assert_type(rejects.reasons, list[str])
