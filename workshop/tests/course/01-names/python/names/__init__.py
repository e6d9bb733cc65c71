"""Names, cleaned."""

from names._names import initials
from names.surname import surname

__all__ = ["initials", "surname"]
