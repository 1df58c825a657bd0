# `make` alone lists the targets. Everything happens in .venv, which is made from a bare Python 3.11, 3.12 or 3.13;
# PYTHON=/path/to/python names the one to take.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/sh

# Nothing of the caller's own Python set-up leaks in.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV CONDA_PREFIX

BIN := .venv/bin
READY := .venv/.ready
ARGS ?=
BEGUN := $(shell date +%s)

$(READY): requirements.lock pyproject.toml $(if $(PYTHON),always)
	@sh .ci/setup

.PHONY: always
always:

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: $(READY) ## make .venv with everything in it
	@:

.PHONY: demo
demo: $(READY) ## run the whole chain over an embedded broker and print the events as they come
	@$(BIN)/newswire demo --format table --since $(BEGUN) $(ARGS)

.PHONY: test
test: $(READY) ## run the tests, those that need a broker on the embedded one
	@unset NEWSWIRE_TEST_BROKER; $(BIN)/python -m pytest $(ARGS)

.PHONY: test-kafka
test-kafka: $(READY) ## run the tests that need a broker on Apache Kafka (needs Java 17 and Maven)
	@NEWSWIRE_TEST_BROKER=kafka $(BIN)/python -m pytest -m kafka $(ARGS)

.PHONY: test-faults
test-faults: $(READY) ## break workers and brokers on Apache Kafka, 50 runs drawn by chance, and account for every article (ARGS="--seeds 3")
	@NEWSWIRE_TEST_BROKER=kafka $(BIN)/python -m pytest tests/faults/test_scenes.py
	@$(BIN)/python -m tests.faults.run $(ARGS)

.PHONY: style
style: $(READY) ## check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: imports
imports: $(READY) ## check that imports between rooms point downwards
	@$(BIN)/lint-imports

.PHONY: lint
lint: style imports ## style, format and imports

.PHONY: types
types: $(READY) ## check types
	@$(BIN)/mypy

.PHONY: check
check: lint types test ## everything to run before a push

.PHONY: bench
bench: $(READY) ## articles a second of the chain beside bare spaCy on the same articles and cores
	@$(BIN)/python tests/benchmarks/run.py $(ARGS)

.PHONY: bench-stateful
bench-stateful: $(READY) ## cost and memory of finding copies and telling stories, from 10,000 to 300,000 articles
	@$(BIN)/python tests/benchmarks/stateful.py $(ARGS)

.PHONY: quality
quality: $(READY) ## score labelled articles and compare with the floors (NEWSWIRE_EVAL names a scoring kit)
	@$(BIN)/python tests/quality/run.py $(ARGS)

.PHONY: schemas
schemas: $(READY) ## write what is made from the code: schemas/ and the README's table of settings
	@$(BIN)/python -m tests.schema_examples
	@$(BIN)/python -m pipeline.records.schema
	@$(BIN)/python tests/settings_table.py
	@$(BIN)/python -m tests.asyncapi_document

.PHONY: asyncapi
asyncapi: ## check schemas/asyncapi.yaml with AsyncAPI's own parser (needs npm)
	@test -d .cache/asyncapi/node_modules || npm install --silent --prefix .cache/asyncapi @asyncapi/parser@3
	@node tests/asyncapi_check.mjs schemas/asyncapi.yaml

.PHONY: train
train: $(READY) ## train the classifier of triggers on seeds/events and write pipeline/knowledge/trigger_sense.npz
	@$(BIN)/python seeds/events/train.py $(ARGS)

.PHONY: lock
lock: ## pin the newest versions that fit into requirements.lock (ARGS=--upgrade moves those that are pinned)
	@sh .ci/lock $(ARGS)

.PHONY: stack
stack: $(READY) ## Kafka, topics and a worker in docker (ARGS="observe" adds dashboards, "cluster" two brokers, "workers=3")
	@deploy/stack up $(ARGS)

.PHONY: stack-down
stack-down: ## take the stack down (ARGS=volumes forgets what Kafka holds)
	@deploy/stack down $(ARGS)

.PHONY: prove-stack
prove-stack: $(READY) ## build the stack, break it, account for every article, take it down
	@deploy/prove $(ARGS)

.PHONY: image-size
image-size: ## build the image and print its size, layer by layer
	@docker build --quiet $(NEWSWIRE_BUILD_OPTIONS) -f deploy/Dockerfile -t newswire:dev .
	@docker history --format '{{.Size}}\t{{.CreatedBy}}' newswire:dev | cut -c1-100
	@docker image inspect --format '{{.Size}}' newswire:dev | awk '{ printf "%.0f MB in all\n", $$1 / 1e6 }'

.PHONY: wheel
wheel: $(READY) ## build the wheel into dist/
	@rm -rf dist
	@$(BIN)/python -m build --wheel --no-isolation

.PHONY: wheel-check
wheel-check: wheel ## install the wheel elsewhere and run its demo
	@sh .ci/wheel-check

.PHONY: clean
clean: ## remove what was built and cached (.venv stays)
	@rm -rf dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find pipeline tests seeds -name __pycache__ -type d -prune -exec rm -rf {} +
