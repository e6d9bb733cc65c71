"""Names of people, in one spelling."""

# exercise checkpoint: the facade of the native module
# starter:
import sys

from .._hello import _names

sys.modules[_names.__name__] = _names

PARTICLES = tuple(_names.PARTICLES)
clean_name = _names.clean_name
clean_names = _names.clean_names

__all__ = ["PARTICLES", "clean_name", "clean_names"]
# end
