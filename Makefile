# Needs Python 3.11 or newer and make. `make demo` and `make test` set up everything they use
# in .venv; nothing outside this folder is changed.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PYTEST_ARGS ?= -n 2

.PHONY: help demo test lint format types layers docs site bench wheel clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     convert an embedded sample and show output, gaps and report"
	@echo "make test     run the tests"
	@echo "make lint     ruff check and format check      make format   apply both"
	@echo "make types    mypy --strict                    make layers   import layers"
	@echo "make docs     regenerate docs/reference        make bench    print the benchmark table"
	@echo "make site     build the documentation site in build/site"
	@echo "make wheel    build dist/*.whl                 make clean    remove everything made"

demo: $(VENV)/installed
	@$(VENV)/bin/imgcif-map demo --output demo-output

test: $(VENV)/dev
	$(RUN) -m pytest $(PYTEST_ARGS)

lint: $(VENV)/dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

format: $(VENV)/dev
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

types: $(VENV)/dev
	$(RUN) -m mypy

layers: $(VENV)/dev
	$(VENV)/bin/lint-imports

docs: $(VENV)/dev
	$(RUN) docs/generate.py

site: $(VENV)/docs
	NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs build

bench: $(VENV)/dev
	$(RUN) benchmarks/run.py

wheel: $(VENV)/dev
	$(RUN) -m build --wheel

clean:
	rm -rf $(VENV) build dist demo-output .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: what they depend on has changed, so install again.
$(VENV)/made:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "make: $(PYTHON) not found; install Python 3.11 or newer, or say make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $$($(PYTHON) --version 2>&1) is too old; Python 3.11 or newer is needed: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	$(RUN) -m pip install --disable-pip-version-check --quiet --editable .
	@touch $@

$(VENV)/dev: $(VENV)/made pyproject.toml
	$(RUN) -m pip install --disable-pip-version-check --quiet --editable ".[dev]"
	@touch $@ $(VENV)/installed

$(VENV)/docs: $(VENV)/made pyproject.toml
	$(RUN) -m pip install --disable-pip-version-check --quiet --editable ".[docs]"
	@touch $@
