"""How many examples a test of any text draws, and which.

`make test` draws the same ones each time and keeps none; `make test-long` draws new ones, and twenty times as many.
What that finds becomes an `@example`. How long an example takes says more of the machine than of the program.
"""

from typing import Any

from hypothesis import settings

settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("new", deadline=None, database=None, print_blob=True)
settings.load_profile("same")


def examples(most: int, **more: Any) -> settings:
    """Draws so many in `make test`."""
    return settings(max_examples=most if settings.default.derandomize else 20 * most, **more)
