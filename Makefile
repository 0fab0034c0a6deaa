PYTHON ?= python3
RUN := .venv/bin/python
CHECKOV = $(CURDIR)/tools/checkov
DELIVERY = graph stacks roles rights
SYNTHESIZED = $(if $(DIR),--synthesized $(DIR))

.DEFAULT_GOAL := help
.PHONY: help setup synth test lint plan rehearse diff reach trace docs policy rego checkov mutants bench lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.synced node_modules/.package-lock.json ## install exactly what is locked (every other target does it too)

synth: setup ## environments/*.toml → spacelift/<environment>/<stack>/cdk.tf.json
	@$(RUN) main.py

test: setup ## the whole test suite; STACKS are planned where TF_PROVIDER_MIRROR names a provider mirror
	@$(RUN) -m pytest -ra -n logical --maxprocesses 8 --no-loadscope-reorder $(ARGS)

lint: setup ## ruff and mypy, strict; waivers of Checkov that have ended
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy
	@$(RUN) -m tools.waivers

plan: setup ## terraform plan of every written stack; STACK=… for one, ENV=… for one environment
	@$(RUN) -m tools.plan $(if $(STACK),--stack $(STACK)) $(if $(ENV),--env $(ENV))

rehearse: setup ## apply, plan again and destroy in a simulated AWS; STACK=… and what it needs, RESUME=1 to go on, CASES=1 for faults and changes
	@$(RUN) $(if $(CASES),-m pytest -ra -m rehearse tests/rehearse,-m tools.rehearse $(if $(STACK),--stack $(STACK)) $(if $(ENV),--env $(ENV)) $(if $(RESUME),--resume))

diff: setup ## what the written stacks change against BASE (default HEAD), in words
	@$(RUN) -m tools.diff $(or $(BASE),HEAD)

reach: setup ## can FROM=… reach TO=… (place, pods, public name, API of AWS) on PORT=…, and by what way
	@$(RUN) -m tools.reach $(if $(ENV),--env $(ENV)) "$(FROM)" "$(TO)" $(or $(PORT),443)

trace: setup ## one ID of the inventory: what it is, its stacks and addresses, the tests that name it, its pillar
	@$(RUN) -m tools.docs --trace "$(ID)"

docs: setup ## docs/generated from the written stacks: tables, the matrix, both figures
	@$(RUN) -m tools.docs

policy: setup ## the tests of the JSON and of Spacelift's side alone; DIR=… judges any synthesized tree on disk
	@$(RUN) -m pytest tests/policy $(DELIVERY:%=tests/delivery/test_%.py) $(SYNTHESIZED) $(ARGS)

rego: setup ## the cases of Spacelift's policies → spacelift/policies/*_test.rego, for `opa test`
	@$(RUN) -m tests.spacelift.opa

checkov: .work/checkov/.synced ## Checkov in an environment of its own, for tests/hardening; without it they skip

mutants: setup ## every weakening of the JSON, the test that has to refuse it, and who survives; ARGS='-k kafka'
	@$(RUN) -m tools.mutants $(ARGS)

bench: setup ## whole-process synthesis against stock imports and against bare Node, medians of five
	@$(RUN) -m tools.bench

lock: .venv/bin/pipenv .work/checkov ## resolve Pipfile and package.json anew; the locks name no registry
	@VIRTUAL_ENV=$(CURDIR)/.venv .venv/bin/pipenv lock
	@VIRTUAL_ENV=$(CURDIR)/.work/checkov PIPENV_PIPFILE=$(CHECKOV)/Pipfile .venv/bin/pipenv lock
	@$(PYTHON) -m tools.lock
	@npm install --package-lock-only --ignore-scripts

.venv/bin/pipenv:
	@$(PYTHON) -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check "$$($(PYTHON) -m tools.lock pipenv)"

.venv/.synced: Pipfile.lock .venv/bin/pipenv
	@VIRTUAL_ENV=$(CURDIR)/.venv PIPENV_VERBOSITY=-1 .venv/bin/pipenv sync --dev
	@touch $@

.work/checkov:
	@$(PYTHON) -m venv $@

.work/checkov/.synced: tools/checkov/Pipfile.lock .venv/bin/pipenv | .work/checkov
	@VIRTUAL_ENV=$(CURDIR)/.work/checkov PIPENV_PIPFILE=$(CHECKOV)/Pipfile PIPENV_VERBOSITY=-1 .venv/bin/pipenv sync
	@touch $@

# The installation scripts of cdktf-cli build a terminal for "cdktf deploy", which nobody uses here.
node_modules/.package-lock.json: package-lock.json
	@npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
