"""`python -m bot`, with time to invent names and to answer on a machine that other tests load, too.

Where it hangs, it says where.
"""

import asyncio
import faulthandler
import os
import sys
from datetime import timedelta
from unittest.mock import patch

from bot.cli import main
from bot.interactions import guard
from bot.playground import serve
from bot.services.name_service import NameService
from tests.support.patience import PATIENCE


async def stop_the_clock(_env: object, shutdown_requested: asyncio.Event) -> None:
    """Let no time pass on the simulated Discord, which refuses answers after three seconds."""
    await shutdown_requested.wait()


if __name__ == "__main__":
    faulthandler.dump_traceback_later(PATIENCE - 20)
    with (
        patch.dict(NameService.__init__.__kwdefaults__ or {}, deadline=PATIENCE),
        patch.object(serve, "sync_clock", stop_the_clock),
        patch.object(guard, "RESPONSE_DEADLINE", timedelta.max),  # the bot's clock goes on
    ):
        raise SystemExit(main(sys.argv[1:], os.environ))
