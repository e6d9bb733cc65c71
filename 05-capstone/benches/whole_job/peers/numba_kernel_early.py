"""The same kernel with an early exit, which in a loop of one's own costs a line."""

from . import numba_kernel


def deduplicate(customers):
    return numba_kernel.deduplicate(customers, early=True)


def matcher(customers):
    return numba_kernel.matcher(customers, early=True)
