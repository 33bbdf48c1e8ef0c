"""The pages lead to each other."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = [page for folder in ("*.md", "docs/**/*.md", "data/**/*.md") for page in ROOT.glob(folder)]


def text_of(page: Path) -> str:
    """Return a page without its code."""
    return re.sub(r"^ *```.*?^ *```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


@cache
def anchors(page: Path) -> set[str]:
    """Return what GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[tuple[Path, str]]:
    """Return the files that a page links to, and the headings in them, or none."""
    targets = re.findall(r"\]\((?!https?:)([^\s)]+)\)", text_of(page))
    pairs = [target.partition("#")[::2] for target in targets]
    return [((page.parent / path).resolve() if path else page, anchor) for path, anchor in pairs]


def test_links_lead_to_files_and_headings() -> None:
    broken = [
        (page, file, anchor)
        for page in PAGES
        for file, anchor in links(page)
        if not file.exists() or (anchor and anchor not in anchors(file))
    ]
    assert broken == []


def test_readme_leads_to_every_page() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += [file for file, _ in links(page)]
    assert {*PAGES} <= reached
