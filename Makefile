# Everything that a developer or a CI machine does here, by name. Wants GNU make, sh and a Python, nothing else.

BIN := .venv/bin
BROKER ?= auto
ONCE ?=
UPGRADE ?=
PORT ?= 9092
CHECK ?=
LEARN ?=
SEED ?= 1
SIZE ?= 5000
SEARCHED ?= .
KNOWN ?= ops/secrets.yaml
LOCKS ?= requirements/runtime.txt requirements/build.txt requirements/page.txt
ONLY ?=
JOBS ?=
HOURS ?= 1
RATE ?= 8
STAMP := .venv/.made-from-the-lock
# Annotated wires to learn from; those beside the project where they are there. tests/golden/unseen is the examination.
SHARED := ../shared/eval
LESSONS := $(wildcard $(SHARED)/seed $(SHARED)/wires $(SHARED)/series) tests/golden/demo tests/golden/wires
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --annotation-style line $(if $(UPGRADE),--upgrade)

# What the page is made of: it is built again when any of it changed.
PAGE := services/api/static/index.html
PAGE_SOURCES := $(wildcard web/*.json web/*.mjs web/.npmrc) $(shell find web/src -type f) ops/page.sh

.PHONY: help setup page lint audit secrets check test faults soak demo broker broker-stop schemas scaling learn eval merging bench lock
.PHONY: release clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## Make .venv from the lock (again only when the lock changed)

$(STAMP): requirements/dev.txt pyproject.toml ops/setup.sh
	@sh ops/setup.sh
	@touch $@

page: $(PAGE) ## Build the page that the api serves

$(PAGE): $(PAGE_SOURCES)
	@sh ops/page.sh

# The same for whom the page is a part among others: a machine that cannot build it is told so, and goes on.
.PHONY: page-if-possible
page-if-possible:
	@$(MAKE) --no-print-directory --question page || sh ops/page.sh --if-possible

lint: setup ## Lint, format and types; the page's, and its own tests, too
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@sh ops/page.sh --check

audit: setup ## Known vulnerabilities in what is shipped and what builds it (LOCKS=requirements/dev.txt: in our tools)
	$(BIN)/python -m tools.audit $(LOCKS)

# It never tries a secret that it finds, nor looks for its own updates: both would go to the network.
secrets: setup ## Keys, tokens and passwords of known forms in the files of this folder; ops/secrets.yaml has what is none
	KF_RULE_CACHE_DIR=.cache/kingfisher $(BIN)/kingfisher --no-update-check --quiet --config $(KNOWN) scan $(SEARCHED) \
		--git-history none --no-validate --redact

check: lint audit secrets ## The same, vulnerabilities, secrets, and the tests that need no broker: two to three minutes
	$(BIN)/pytest -q -m "not slow" $(wildcard tests/unit tests/contract tests/golden)

test: setup page-if-possible ## Every test; a broker comes from KAFKA_BOOTSTRAP, Docker or the jars (JOBS=2: in two processes)
	$(BIN)/pytest $(if $(JOBS),--numprocesses $(JOBS))

faults: setup ## Trouble the running system in every way known (ONLY=F1,F5 SEED=1 SIZE=5000); all of it writes docs/faults.md
	$(BIN)/python -m tests.faults --seed $(SEED) --size $(SIZE) --only "$(ONLY)"

soak: setup ## Hours of wires and troubles (HOURS=1 RATE=8 SEED=1); an hour or more writes docs/soak.md
	$(BIN)/python -m tests.soak --hours $(HOURS) --rate $(RATE) --seed $(SEED)

demo: setup page-if-possible ## Run the whole pipeline over the demo wires (BROKER=auto|docker|local|HOST:PORT, ONCE=1 to end after it)
	$(BIN)/tallywire demo --broker $(BROKER) $(if $(ONCE),--once)

broker: setup ## Start a Kafka broker from its jars on 127.0.0.1:9092 (PORT=...)
	$(BIN)/python -m tallywire.broker start --port $(PORT)

broker-stop: setup ## Stop the broker that `make broker` started
	$(BIN)/python -m tallywire.broker stop

schemas: setup ## Write the JSON Schemas, the AsyncAPI document, the README's picture, Kubernetes' topics and the dashboard anew
	$(BIN)/python -m schemas.export
	$(BIN)/python -m tools.kubernetes
	$(BIN)/python -m tools.dashboard

scaling: setup ## Write the tables of docs/scaling.md anew from their figures
	$(BIN)/python -m tools.scaling

# Kept out of `make setup`, which every developer and every CI run waits for.
.venv/.with-%: requirements/%.txt $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

learn: .venv/.with-learn ## Learn the reading's models anew from the annotated wires (CHECK=1: only judge, by cross-validation)
	$(BIN)/python -m tools.learn $(if $(CHECK),--check) $(LESSONS)

eval: .venv/.with-learn ## Write docs/extraction-quality.md: how well wires are read, and the commonest kinds of error
	$(BIN)/python -m tools.evaluate

merging: .venv/.with-learn ## Write docs/merging-quality.md: how well reports are merged (LEARN=1: learn the points first)
	$(BIN)/python -m tools.merging $(if $(LEARN),--learn)

# What counts beside us has an environment of its own: its pins and ours exclude each other.
.venv/peers/.made-from-the-lock: requirements/peers.txt $(STAMP)
	$(BIN)/python -m venv .venv/peers
	.venv/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

bench: .venv/.with-bench .venv/peers/.made-from-the-lock page-if-possible ## Measure it all beside others, and write docs/benchmarks.md (ONLY=way,peers: a part)
	$(BIN)/python -m benchmarks --only "$(ONLY)"

lock: setup ## Write requirements/*.txt anew from pyproject.toml (UPGRADE=1: with the newest releases)
	$(LOCK) pyproject.toml --all-extras -o requirements/runtime.txt
	$(LOCK) --group build -o requirements/build.txt
	$(LOCK) --group page -o requirements/page.txt
	$(LOCK) --group sbom -o requirements/sbom.txt
	$(LOCK) pyproject.toml --all-extras --group dev -c requirements/runtime.txt -o requirements/dev.txt
	$(LOCK) --group learn -c requirements/dev.txt -o requirements/learn.txt
	$(LOCK) --group bench -c requirements/dev.txt -o requirements/bench.txt
	$(LOCK) --group peers -o requirements/peers.txt

release: setup page audit secrets ## Make dist/ and the image of the last commit; a version's first time keeps what its demo leaves
	$(BIN)/python -m tools.released $(BROKER)
	$(BIN)/python -m tools.release

clean: ## Remove .venv, caches and build outputs; stops no broker and keeps its topics
	rm -rf .venv .cache .tallywire build dist services/api/static web/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
