"""How the tests are organised, and what all of them share.

    make quick      what needs neither the app nor the whole space: before every commit, a quarter
                    of a minute; long lists are thinned (strategies.py), and draws are fewer
    make test       everything, the app included; ARGS="tests/kvm -k marc" for a part of it
    make mutants    a few dozen seeded mistakes in the model; says which no test notices
    make bench      how long start-up, a key and the commands take, as ratios
    make screenshots    the pictures of the app again, goldens and README; look at what changed

A folder of tests mirrors a folder of s2tui. What is expected comes from elsewhere than the code:

* `data/` holds what real kernels answered (truth samples, captures of page tables), and the tables
  of the discussion cell by cell;
* `kvm/posted.py` and `kvm/said.py` derive the posted patches and the mails' positions a second
  time, each as one procedure; `arm/coherence/second.py` plays the events of the caches one by one;
* reduced spaces are enumerated scenario by scenario where the analysis answers all at once;
* `snapshots/` are pictures of the app, compared by regions (`tui/goldens.py`).

Strategies are in `strategies.py`, the decision diagrams that modules share in `diagrams.py`.

Markers: `slow` for what takes long for what it tells while one works, `tui` for whatever opens the
app (set for the whole folder). A test asserts no duration and waits for an event, never for a time:
it has to pass on a machine that is busy with something else.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# No deadline: a busy machine is no failure. In CI the same examples come every time.
settings.register_profile("dev", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=15)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI", "false") != "false" else "dev")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the app and its tests out from the start where none of them is asked for.

    Importing them, only to drop every one, would be a quarter of what `make quick` needs to begin.
    """
    unwanted = "not tui" in config.option.markexpr
    return True if unwanted and collection_path == config.rootpath / "tests" / "tui" else None


# Diagrams are millions of nodes that stay: looked through in the usual rhythm, and by every test
# that comes after, they cost a third of the run, and ten seconds at its end.
gc.set_threshold(200_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _answers_are_kept_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is known of trees goes into a folder of this run, and none of it comes from another."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True, scope="module")
def kept_from_the_collector() -> Iterator[None]:
    """What a module leaves for the next ones is never looked through again."""
    yield
    gc.freeze()
