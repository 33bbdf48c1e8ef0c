"""The parts of the model card that are computed; `python -m model.reports` writes them into it.

In the order to read them:

- `__main__`: the command, and the table of parts.
- `report`: tables in Markdown, and plots in one style.
- `ablation`, `figures`, `origins`, `blends`, `held_out`: a part each.
"""
