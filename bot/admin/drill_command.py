"""`python -m bot drill`: whether backups could be restored, tried without touching anything."""

import asyncio

from bot.favourites.backup.drill import DrillReport, drill, rehearse
from bot.favourites.backup.rotation import Rotation, newest_backup
from bot.favourites.clock import utc_now
from bot.runtime.settings import Settings


def run_drill(settings: Settings) -> bool:
    """Back up, restore beside the database, compare, and print the outcome.

    Returns:
        Whether the restored database is the same again.

    Raises:
        StoreError: a backup cannot be made or restored.
    """
    now = utc_now()
    report = asyncio.run(drill(settings.database_file, now))
    _print_report(report, settings)
    rotation = Rotation(settings.database_file, settings.backup_folder, settings.backup_keep)
    backups = rotation.find_backups()
    if newest := newest_backup(backups, now):
        backup = backups[newest]
        stars = asyncio.run(rehearse(backup, settings.database_file, now))["star"].rows
        _print(f"The newest scheduled backup, {backup}, can be restored: {stars:,} stars.")
    else:
        _print(f"There is no scheduled backup in {settings.backup_folder} yet.")
    return not report.different


def _print_report(report: DrillReport, settings: Settings) -> None:
    _print(
        f"{settings.database_file} was backed up, {report.size:,} bytes, and restored beside it:"
    )
    width = max(map(len, report.restored))
    for name, table in report.restored.items():
        verdict = "BAD" if name in report.different else "ok"
        _print(f"{name:{width}}  {verdict:5}{table.rows:,} rows, checksum {table.checksum}")
    if missing := sorted(report.backed_up.keys() - report.restored.keys()):
        _print(f"Tables that are missing: {', '.join(missing)}")


def _print(line: str) -> None:
    print(line)  # noqa: T201 - a command line's output
