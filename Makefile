# Everything from nothing: each target makes the environment it needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
DEMO ?= build/demo
export PYTHONUTF8 = 1

.PHONY: demo test check bench messages docs clean

demo: $(VENV)/demo ## validate, describe and publish the examples into a folder catalogue
	@$(PYTHON) -c "import shutil; shutil.rmtree('$(DEMO)', ignore_errors=True); shutil.copytree('examples', '$(DEMO)/examples')"
	@for name in elections police-municipale accidents subventions; do \
	  $(BIN)/opendata publish "$(DEMO)/examples/$$name" --portal "$(DEMO)/catalogue" --yes || exit $$?; \
	done
	@$(PYTHON) -c "import pathlib; print(pathlib.Path('$(DEMO)/catalogue').resolve())"

test: $(VENV)/dev ## every test, from nothing
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

check: $(VENV)/dev ## style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/dev ## ratios, side by side in one run
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/upload.py

messages: $(VENV)/dev ## bring the French catalogue up to date with the words of the source
	$(BIN)/python catalogs.py

docs: $(VENV)/dev ## the reference pages made from the program
	$(BIN)/python -c "import catalogs; catalogs.compile_catalogs(catalogs.ROOT)"
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) build dist

$(VENV)/demo: pyproject.toml catalogs.py src/opendata_cli/locales/fr/LC_MESSAGES/opendata_cli.po
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/dev: $(VENV)/demo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --group dev
	touch $@
