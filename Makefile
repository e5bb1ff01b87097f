# Each target sets up what it needs by itself. Start with `make help`.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-all check format demo translations pictures bench-copies bench-scale bench-words bench-search bench-labels clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app app

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: requirements.txt $(VENV)/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

setup: $(VENV)/.installed ## build the virtual environment and prepare the database
	@$(FLASK) db upgrade

run: $(VENV)/.installed ## serve on port 5000 (PORT=8000 make run for another); the first start loads the demo town
	@SHOP_DEMO=1 $(BIN)/python app.py

test: check ## all checks, then all tests
	$(BIN)/python -m pytest -n auto --dist loadfile

test-all: check ## the same, and the tests of pages on PostgreSQL, too (a quarter of an hour)
	SHOP_TEST_ALL=1 $(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.installed-dev ## lint, format, types, floors, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

format: $(VENV)/.installed-dev ## put code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: setup ## begin the demo town anew (refuses on a real town)
	@$(FLASK) demo reset

translations: $(VENV)/.installed-dev ## gather what pages say, and compile the Chinese
	$(BIN)/pybabel --quiet extract -F babel.cfg --no-location --sort-output -k N_ -k _l -o /tmp/messages.pot .
	$(BIN)/pybabel --quiet update -i /tmp/messages.pot -d shop/translations -N --ignore-obsolete
	$(BIN)/pybabel compile -d shop/translations

pictures: $(VENV)/.installed-dev ## take README's pictures of the running demo anew
	PYTHONPATH=. $(BIN)/python docs/pictures/take.py

bench-copies: $(VENV)/.installed ## make bench-copies PHOTOS=folder: what the copy engine finds, beside its peers
	$(BIN)/python -m pip install --quiet -r bench/requirements.txt
	$(BIN)/python -m bench.copies $(PHOTOS) --half held --per-kind 3 --innocent-edits 1 --write bench/README.md

bench-scale: $(VENV)/.installed ## make bench-scale PHOTOS=folder: speed and memory up to a million pictures
	$(BIN)/python -m bench.scale $(PHOTOS) --pictures 10000 100000 1000000 --write bench/README.md

bench-words: $(VENV)/.installed ## what the comparing of words finds; written into bench/README.md
	$(BIN)/python -m bench.words --keep

bench-search: $(VENV)/.installed ## make bench-search PHOTOS=folder: how quickly 200,000 designs are looked through
	$(BIN)/python -m bench.search --designs 200000 --write bench/README.md
	$(BIN)/python -m bench.search.photos $(PHOTOS) --pictures 200000 --write bench/README.md

bench-labels: $(VENV)/.installed ## how quickly labels print, against a floor
	$(BIN)/python -m bench.labels

clean: ## remove the virtual environment and caches (never the data in instance/)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
