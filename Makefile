# Two commands matter: `make run` and `make test`. Both set up everything in .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check installed audit bench chaos simulate train pictures lock clean
run: .venv/run
	$(BIN)/python -m bot serve

test: .venv/dev
	$(BIN)/pytest -n auto --dist loadfile --max-worker-restart=0

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot check
	$(BIN)/python -m bot rehearse tests/transcripts

installed: .venv/dev
	$(BIN)/pytest -m installed -n0 tests/installed

bench: .venv/dev
	$(BIN)/python -m tests.bench $(ONLY)

chaos: .venv/dev
	$(BIN)/python -m tests.chaos

simulate: .venv/dev
	$(BIN)/python -m tests.simulation

pictures: .venv/dev
	$(BIN)/python -m tests.pictures

train: .venv/train
	$(BIN)/python -m tests.training.verb_forms
	$(BIN)/python -m tests.training.weights
	$(BIN)/python -m tests.training.danger

lock: .venv/dev
	$(BIN)/pip-compile -q --upgrade --all-extras --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate -o requirements.lock pyproject.toml
	$(BIN)/python -m tests.locked

audit: .venv/dev
	$(BIN)/python -m tests.audit

clean:
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python pyproject.toml requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check -c requirements.lock -e '.[pdf]'
	@touch $@

.venv/train: .venv/dev
	$(BIN)/pip install -q --disable-pip-version-check -c requirements.lock -e '.[training]'
	@touch $@

.venv/dev: .venv/bin/python pyproject.toml requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check -c requirements.lock -e '.[dev,pdf,postgres,tracing]'
	@touch $@ .venv/run
