# Every target sets up what it needs; nothing but Python 3.11+ and make has to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FUZZ_SECONDS ?= 600
KILLS ?= 200
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check check-only format bench bench-large kills eval tune fuzz thesaurus locale clean help

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

run: $(VENV)/.run ## open the demo archive in the browser
	$(BIN)/archive-tui --archive archive browse

test: $(VENV)/.test ## run the tests, a process for each processor, with branch coverage
	$(BIN)/python -m pytest --numprocesses=auto --ignore=tests/terminal --cov --cov-report=
	$(BIN)/python -m pytest tests/terminal --cov --cov-append --cov-report=term

check: check-only test ## everything: format, lint, types, import contracts, catalogues, tests

check-only: $(VENV)/.dev ## the same without the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/compile_locale.py --check

format: $(VENV)/.dev ## lay the code out and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.bench ## measure import, index, search and start on real news, next to other engines (minutes)
	$(BIN)/python benchmarks/whole_path.py
	$(BIN)/python benchmarks/index_speed.py
	$(BIN)/python benchmarks/process_start.py

bench-large: $(VENV)/.bench ## the same up to a million articles, and how figures grow (hours, 30 GB in TMPDIR)
	$(BIN)/python benchmarks/index_speed.py --articles 10000 100000 1000000 \
	  --results index-growth --picture docs/index-growth.svg
	$(BIN)/python benchmarks/process_start.py --articles 100000

kills: $(VENV)/.test ## kill what writes the index at random moments and see that nothing is lost (KILLS=200)
	$(BIN)/python tests/faults/kills.py $(KILLS)

eval: $(VENV)/.bench ## measure how well captions are recognised and how good the search is
	$(BIN)/python benchmarks/caption_recognition.py
	$(BIN)/python benchmarks/search_quality.py

tune: $(VENV)/.bench ## measure what moving each weight of the ranking would do
	$(BIN)/python benchmarks/search_tuning.py

fuzz: $(VENV)/.fuzz ## look for inputs that break what reads queries, dates and typed keys (FUZZ_SECONDS=600)
	$(BIN)/python tests/fuzz/fuzz_query.py -dict=tests/fuzz/query.dict -max_len=200 -max_total_time=$(FUZZ_SECONDS)

thesaurus: $(VENV)/.run ## compile the names that mean the same after a change of their file
	$(BIN)/python scripts/compile_thesaurus.py

locale: $(VENV)/.dev ## collect interface texts and compile the catalogues
	$(BIN)/python scripts/compile_locale.py

clean: ## remove what the other targets made
	rm -rf $(VENV) archive/.index .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test $(VENV)/.dev $(VENV)/.bench $(VENV)/.fuzz: $(VENV)/.%: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable '.[$*]'
	@touch $@ $(VENV)/.run
