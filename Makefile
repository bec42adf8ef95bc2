# Everything below can be typed by hand. `make run` and `make test` are the two that a newcomer needs.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# Compiled once and kept: where that is turned off, every start would take seconds longer.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check browser tools bench lock messages

run: ## start the demonstration: http://127.0.0.1:8000
	@$(PYTHON) deploy/environment.py requirements.txt
	@.venv/bin/python -m training run --host $(HOST) --port $(PORT)

test: check browser ## every check and every test; ARGS are for pytest
	.venv/bin/python -m pytest -n auto $(ARGS)

check: tools ## the checks that run nothing
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet

browser: tools
	@.venv/bin/python tests/find_chromium.py --install

tools:
	@$(PYTHON) deploy/environment.py requirements-dev.txt

bench: tools ## how fast it is, against a floor measured in the same run
	.venv/bin/python -m benchmarks.run $(or $(ARGS),quick http scale race)

COMPILE = .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header

lock: tools ## compile the requirement files from pyproject.toml
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) pyproject.toml --extra scale -c requirements.txt -o requirements-scale.txt
	$(COMPILE) pyproject.toml --extra pdf -c requirements.txt -o requirements-pdf.txt
	$(COMPILE) pyproject.toml --extra scale --extra pdf --group dev -c requirements.txt -o requirements-dev.txt

WORDS = training/translations

messages: tools ## collect every visible sentence, for translators
	.venv/bin/pybabel -q extract -F pyproject.toml -k text -k _l --no-location --omit-header -o $(WORDS)/messages.pot .
	.venv/bin/pybabel -q update -N --ignore-obsolete --ignore-pot-creation-date -i $(WORDS)/messages.pot -d $(WORDS)
	.venv/bin/pybabel -q compile -d $(WORDS)
