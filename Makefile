# Everything a person types: make setup | serve | test | check | train. Nothing else has to be installed by hand.
SHELL := /bin/bash
PY := .venv/bin/python
UV = $(shell scripts/uv-path)
THEIRS := tests/counterparts

.PHONY: setup setup-dev setup-nlu setup-ocr setup-encoder setup-counterparts serve test check train lock clean

setup: .venv/.bot
setup-dev: .venv/.dev
setup-nlu: .venv-nlu/.nlu
setup-ocr: .venv/.ocr
setup-encoder: .venv/.encoder
# Programs by others that the tests speak with; where there is no npm, those tests are skipped.
setup-counterparts: $(if $(shell command -v npm),$(THEIRS)/node_modules/.installed)

.venv/.bot: requirements/bot.txt scripts/environment
	@scripts/environment .venv bot
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.bot
	@scripts/environment .venv dev
	@touch $@

.venv/.ocr: requirements/ocr.txt .venv/.bot
	@scripts/environment .venv ocr
	@touch $@

.venv/.encoder: requirements/encoder.txt .venv/.bot
	@scripts/environment .venv encoder
	@touch $@

.venv-nlu/.nlu: requirements/nlu.txt
	@scripts/environment .venv-nlu nlu
	@touch $@

$(THEIRS)/node_modules/.installed: $(THEIRS)/package-lock.json
	@cd $(THEIRS) && npm ci --omit=dev --ignore-scripts --loglevel=error
	@touch $@

serve: setup
	@$(PY) -m app.cli serve

test: setup-dev setup-counterparts
	@$(PY) -m pytest

check: setup-dev
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

train: setup-dev setup-nlu setup-encoder
	@$(PY) -m nlu.training.train
	@$(PY) -m nlu.training.encoder
	@$(PY) -m nlu.training.calls

lock:
	@$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --extra messengers -o requirements/bot.txt
	@$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.11 -c requirements/bot.txt pyproject.toml --group dev -o requirements/dev.txt
	@$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.11 -c requirements/bot.txt pyproject.toml --extra ocr -o requirements/ocr.txt
	@$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.11 -c requirements/bot.txt pyproject.toml --group encoder -o requirements/encoder.txt
	@$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.10 --group nlu -o requirements/nlu.txt

clean:
	@rm -rf .venv .venv-nlu .tools .cache var $(THEIRS)/node_modules
