"""`python -m bot`, with time to invent names on a machine that other tests load, too.

Where it hangs, it says where.
"""

import faulthandler
import os
import sys
from unittest.mock import patch

from bot.__main__ import main
from bot.services.name_service import NameService
from tests.support.patience import PATIENCE

if __name__ == "__main__":
    faulthandler.dump_traceback_later(PATIENCE - 20)
    with patch.dict(NameService.__init__.__kwdefaults__ or {}, deadline=PATIENCE):
        raise SystemExit(main(sys.argv[1:], os.environ))
