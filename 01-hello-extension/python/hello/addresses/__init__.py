"""Addresses, with every state written in one way: the native module `_addresses`."""

import sys

from .._hello import _addresses

# exercise modules: make `import hello.addresses._addresses` work, and offer here what the native module offers
# starter: __all__: list[str] = []
sys.modules[_addresses.__name__] = _addresses

STATES = _addresses.STATES
state = _addresses.state

__all__ = ["STATES", "state"]
# end
