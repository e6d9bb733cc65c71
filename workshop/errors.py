"""The one exception that a person is meant to read."""


class WorkshopError(Exception):
    """Something a person can mend.

    Args:
        what: one clear sentence that names the offender.
        remedy: what to do about it.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what}\n{remedy}" if remedy else what)
        self.what = what
        self.remedy = remedy
