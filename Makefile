# Everything a fresh machine needs is Python 3.11 or newer (with venv), make and a package registry.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help run test quick mutants mutants-c quiz-check check wheel-check format bench screenshots clean

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | sort

run: $(STAMP)  ## open the explorer
	@$(BIN)/s2tui $(ARGS)

test: $(STAMP)  ## run the test suite, on every core
	@$(BIN)/python -m pytest -q --numprocesses=auto $(ARGS)

quick: $(STAMP)  ## run the tests that need neither the app nor the whole space
	@$(BIN)/python -m pytest -q -m "not slow and not tui" --hypothesis-profile=quick --numprocesses=auto $(ARGS)

mutants: $(STAMP)  ## say which seeded mistakes in the model no test notices
	@$(BIN)/python -m tests.mutants $(ARGS)

mutants-c: $(STAMP)  ## say which mistakes in the C of a kernel running it does not notice: TREE=...
	@$(BIN)/python -m tests.mutants.tree $(TREE) $(ARGS)

quiz-check: $(STAMP)  ## hold 10,000 questions of the quiz against the model
	@$(BIN)/python -m tests.teach.quiz_check

check: $(STAMP)  ## formatting, lint, types, import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel-check: $(STAMP)  ## build the wheel, install it elsewhere and run it
	rm -rf build/wheel && mkdir -p build/wheel
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir build/wheel .
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip install --quiet --disable-pip-version-check build/wheel/*.whl
	cd build/wheel && venv/bin/s2tui --version && venv/bin/s2tui list themes && venv/bin/s2tui explain @bar >/dev/null

bench: $(STAMP)  ## measure start-up, key to screen and the commands, as ratios
	@$(BIN)/python -m tests.bench $(ARGS)

screenshots: $(STAMP)  ## redraw what changed of the pictures and golden screens; ARGS=--all: all
	@$(BIN)/python -m tests.tui.goldens --write $(ARGS)

format: $(STAMP)  ## let ruff rewrite what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "s2tui needs Python 3.11 or newer; say make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@# Byte code now, so that the first start is as quick as the second.
	@$(BIN)/python -m compileall -q s2tui || true
	@touch $@

clean:  ## remove the virtual environment and every cache
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
