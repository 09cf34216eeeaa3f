"""Waiting until the app has nothing more to do: by what it has to do, and not by the clock.

Pilot.pause() goes on once the process uses little CPU for 20 ms, which on a busy machine is so in
the middle of anything. Here the event loop is asked: with nothing ready to run, no question under
way and nothing set to happen later, nothing changes until the next key.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until every message is handled, every question asked and answered, and all drawn.

    What never settles runs into the limit of the whole run, not into one of this function's.
    """
    loop: Any = asyncio.get_running_loop()
    app: Any = pilot.app
    while True:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        waiting = [*_tasks(app)]
        if waiting:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        elif app.screen._update_timer._active.is_set() or app.screen._callbacks:
            app.screen._on_timer_update()
        else:
            return


async def settled_after(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each when the app has settled after the one before."""
    for key in keys:
        pilot.app.simulate_key(key)
        await settled(pilot)


def _tasks(app: Any) -> Iterator[asyncio.Task[None]]:
    """What will happen once on the screen, a little later or when a worker is done."""
    tasks = [worker._task for worker in app.workers]
    for node in (app.screen, *app.screen.walk_children()):
        # What repeats, a blinking cursor, never ends.
        once = [timer for timer in tuple(node._timers) if timer._repeat == 0]
        tasks += [timer._task for timer in once if timer._active.is_set()]
    return (task for task in tasks if task is not None and not task.done())
