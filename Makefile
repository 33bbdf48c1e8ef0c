# Nomen: every task, each sets up what it needs first.
#   make run     the bot: on Discord with a DISCORD_TOKEN (environment or .env), else in a local page
#   make test    everything that must hold: style, types, arrows, tests
SHELL := bash
PYTHON ?= python3
# For those whose default torch wheel would be the CUDA one: the index of PyTorch's CPU builds.
TORCH_INDEX_URL ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
INPUTS := pyproject.toml constraints.txt tools/compile_catalogues.py model/domain/countries.tsv $(wildcard bot/i18n/catalogues/*.po)
SERVE := $(VENV)/.serve
DEV := $(VENV)/.dev

.PHONY: help run test lint soak bench train data words clean

help: ## list the tasks
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: $(SERVE) ## run the bot: on Discord if there is a token, else in a local page
	@if [ -n "$$DISCORD_TOKEN" ] || grep -qsE '^(export )?DISCORD_TOKEN=.' .env; then \
		echo "Running on Discord."; exec $(BIN)/python -m bot run; \
	else \
		echo "No DISCORD_TOKEN, so here is the playground."; exec $(BIN)/python -m bot playground; \
	fi

test: lint ## set everything up and run all checks and tests
	@echo "Running the tests, a file at a time on each of two cores."
	@$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term-missing:skip-covered

lint: $(DEV) ## check style, types and the arrows between modules
	@echo "Checking style, types and imports."
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

soak: $(DEV) ## try the bot ten times as hard as the tests do: kills, interactions, a million stars
	@echo "Trying hard; this takes a quarter of an hour. The log goes to build/soak.log."
	@mkdir -p build
	@set -o pipefail; NOMEN_SOAK=1 $(BIN)/python -m pytest -s -v --durations=0 \
		tests/faults tests/wire/test_any_input.py 2>&1 | tee build/soak.log

bench: $(DEV) ## measure speed beside the peers, and serving beside a trivial bot
	@echo "Measuring; this takes ten minutes, and other work on the machine disturbs it."
	@$(BIN)/python tests/bench/speed.py
	@$(BIN)/python tests/bench/serving/race.py
	@$(BIN)/python tests/bench/serving/growth.py

train: $(DEV) ## train the shipped networks anew into build/weights/: names forwards, then from behind
	@echo "Training; Ctrl-C keeps the best weights, and the same command goes on."
	@$(BIN)/python -m model train --recipe shipped
	@$(BIN)/python -m model train --backwards

data: $(DEV) ## rebuild data/finalNames.txt and model/inference/blocked.txt from pinned packages, and the card
	@echo "Rebuilding the names and the blocked words; the packages are downloaded once."
	@$(BIN)/python data/build.py
	@$(BIN)/python data/blocklist.py
	@$(BIN)/python data/card.py

words: $(DEV) ## bring the catalogues of other languages up to date with what the code says
	@echo "Gathering what members read."
	@$(BIN)/python -m tools.extract_messages

clean: ## remove everything that these tasks made
	@echo "Removing $(VENV), build and caches."
	@rm -rf $(VENV) build dist *.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@echo "Making $(VENV)."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=24.2"

$(SERVE): $(BIN)/python $(INPUTS)
	@echo "Installing what serving and the playground need."
	@$(PIP) -e ".[playground]"
	@touch $@

$(DEV): $(BIN)/python $(INPUTS)
	@echo "Installing everything, PyTorch too."
	@if [ -n "$(TORCH_INDEX_URL)" ]; then $(PIP) --index-url "$(TORCH_INDEX_URL)" torch; fi
	@$(PIP) -e ".[dev]"
	@touch $@ $(SERVE)
