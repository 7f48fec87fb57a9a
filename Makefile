# Two commands matter: `make demo` and `make test`. Both set up a local virtual environment first and are quick when
# repeated. PYTHON may name the interpreter (3.11 or newer).
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= graded

.PHONY: help demo test test-pairs test-long lint lock clean

help:
	@echo "make demo        grade submissions_example/ into $(OUT)/ and say which page to open"
	@echo "make test        run every check that decides whether a change lands"
	@echo "make test-pairs  compare the shared file of answer pairs, where it is found"
	@echo "make test-long   the longer checks: many fuzzed inputs, many kills, many mutants"
	@echo "make lint        format, style, types and import contracts alone"
	@echo "make lock        write requirements.lock anew from the ranges in pyproject.toml"

$(VENV)/created:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found. Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"; exit 2; }
	@touch $@

$(VENV)/ready: $(VENV)/created pyproject.toml requirements.lock
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@touch $@

$(VENV)/ready-for-tests: $(VENV)/created pyproject.toml requirements.lock
	@echo "Setting up $(VENV) with the test tools (once; about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $@ $(VENV)/ready

demo: $(VENV)/ready
	@mkdir -p $(OUT)
	@$(BIN)/grader gallery submissions_example/theory_amelie_french:Q1 submissions_example/theory_dmitri_jensen_direction:Q3.a \
		submissions_example/theory_farah_theta_sign:Q4.1 --rubric rubrics/hw3-theory.yaml --html $(OUT)/gallery.html >/dev/null
	@$(BIN)/grader batch submissions_example --rubric rubrics/hw3-code.yaml --rubric rubrics/hw3-theory.yaml --out $(OUT) || test $$? -eq 1
	@echo "Three derivations, graded line by line: $(OUT)/gallery.html"
	@echo
	@$(BIN)/grader gradescope build --rubric rubrics/hw3-code.yaml --out $(OUT)/autograder.zip
	@$(BIN)/python -m tests.replica $(OUT)/autograder.zip submissions_example/ada_full_module

test: $(VENV)/ready-for-tests
	@$(BIN)/python -m pytest

test-pairs: $(VENV)/ready-for-tests
	@$(BIN)/python -m pytest -m pairs tests/pairs

test-long: $(VENV)/ready-for-tests
	@$(BIN)/python -m pytest -m long

lint: $(VENV)/ready-for-tests
	@$(BIN)/python -m pytest tests/tooling

lock:
	@rm -rf build/lock && $(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check '.[dev]'
	@{ echo "# Exact versions that the tests ran with; used by make through pip's -c. Written by 'make lock'."; \
	   build/lock/bin/python -m pip freeze --exclude chalkmark --exclude pip --exclude setuptools; } > requirements.lock
	@rm -rf build/lock

clean:
	rm -rf build dist $(OUT) .pytest_cache .ruff_cache .hypothesis .import_linter_cache
