# Each target does its own set-up on a machine that has Python 3.11 or later and nothing else.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
NODE_TESTS = $(wildcard tests/static/*.test.js) $(wildcard tests/service-worker/*.test.js)

.PHONY: help run test lint bench screenshots clean

help:  ## Say what can be made.
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

run: $(VENV)/installed  ## Publish seeds/ and serve it on PORT (8000).
	$(BIN)/octavo serve seeds --port $(PORT)

test: $(VENV)/installed-dev tests/node_modules/installed  ## Run every test, in real browsers too.
	tests/install-browsers
	$(BIN)/node --import ./tests/static/words-loader.js --test $(NODE_TESTS)
	$(BIN)/python -m pytest --numprocesses 3 --dist worksteal

lint: $(VENV)/installed-dev tests/node_modules/installed  ## Check style and types.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.stamped_worker | $(BIN)/node --check -
	PATH="$(CURDIR)/$(BIN):$$PATH" tests/node_modules/.bin/tsc --project tests/tsconfig.json

screenshots: $(VENV)/installed-dev  ## Photograph every screen in every theme, to screenshots/.
	tests/install-browsers
	$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/installed-dev benchmarks/lighthouse/node_modules/installed  ## Measure, and write docs/benchmarks.md.
	tests/install-browsers
	$(BIN)/python -m benchmarks

clean:  ## Remove everything that the other targets made.
	rm -rf $(VENV) tests/node_modules benchmarks/lighthouse/node_modules .octavo .mypy_cache .pytest_cache .ruff_cache .hypothesis screenshots

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Octavo needs Python 3.11 or later; $(PYTHON) is older. Say which to take: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/installed: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/installed

tests/node_modules/installed: tests/package.json tests/package-lock.json $(VENV)/installed-dev
	cd tests && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

benchmarks/lighthouse/node_modules/installed: benchmarks/lighthouse/package.json benchmarks/lighthouse/package-lock.json $(VENV)/installed-dev
	cd benchmarks/lighthouse && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@
