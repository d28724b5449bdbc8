# Civicline. Plain `make` prints this list; every target may be the first one on a fresh clone.
PYTHON ?= python3
LAUNCHER := $(PYTHON) -m launcher
export PYTHONDONTWRITEBYTECODE ?= 1
.DEFAULT_GOAL := help
.PHONY: help setup compare learn environment run talk call train test test-telephony test-hosts check bench bench-voice bench-casework bench-web drill drill-casework drill-learning soak lock sample-data casework staff-code sbom fuzz scan screenshots clean

help:         ## this list
	@grep -hE '^[a-z-]+: +##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+): +## /  make \1\t/' | expand -t 24

setup:        ## make both environments and the sentence encoder (skipped when nothing changed)
	@$(LAUNCHER) setup

run:          ## set up, train, fill, start everything; Ctrl-C stops it
	@$(LAUNCHER) run

talk:         ## type with the bot in this terminal and see its decisions
	@$(LAUNCHER) talk

call:         ## play a call: make call WAV=file.wav, or make call SAY="my car was towed"
	@WAV='$(WAV)' SAY='$(subst ','\'',$(SAY))' $(LAUNCHER) call

train:        ## train the model for the present data
	@$(LAUNCHER) train

compare:      ## what a change of the examples made better and worse: MODELS="old.tar.gz new.tar.gz"
	@MODELS='$(MODELS)' $(LAUNCHER) compare

learn:        ## from logged calls to a better model: DO="inbox" "label" "examples" "check-data" "candidate" "canary" "promote" "rollback" "shadow" "models"
	@DO='$(subst ','\'',$(DO))' $(LAUNCHER) learn

environment:  ## what a plain shell needs for Rasa's own commands: eval "$$(make -s environment)"
	@$(LAUNCHER) environment

test:         ## run every test
	@$(LAUNCHER) test

test-telephony: ## real SIP calls through a real Asterisk, installed once in the cache (Debian or Ubuntu, root)
	@$(LAUNCHER) test-telephony

test-hosts:   ## two of each part behind HAProxy, one of each killed (apt: haproxy postgresql redis-server rabbitmq-server)
	@$(LAUNCHER) test-hosts

check:        ## lint, format, types, training data, links of the documents
	@$(LAUNCHER) check

bench:        ## measure, results in benchmarks/results/; only some: make bench ONLY="bot nlu"
	@ONLY='$(ONLY)' $(LAUNCHER) bench

bench-voice:  ## many calls at once: how long callers wait, by part, beside a plain pipeline
	@ONLY=voice $(LAUNCHER) bench

bench-casework: ## look-ups and saves in a city of a million cases, whole reports, notifications, import; both databases
	@ONLY="casework reports notifications case_import" $(LAUNCHER) bench

bench-web:    ## the pages under load: 50 users, the console's list, live events to 50 consoles, bytes of a first page
	@ONLY=web $(LAUNCHER) bench

drill:        ## kill -9 of each process in the middle of calls: CALLS=20 KILL="rasa recogniser" FAKE_BOT=1
	@CALLS='$(CALLS)' KILL='$(KILL)' FAKE_BOT='$(FAKE_BOT)' $(LAUNCHER) drill

drill-casework: ## kill -9 of casework in 1,000 intakes and 10,000 messages, on both databases: SMALL=1 a tenth; LIMIT_MINUTES=30
	@SMALL='$(SMALL)' LIMIT_MINUTES='$(LIMIT_MINUTES)' $(LAUNCHER) drill-casework

drill-learning: ## models swapped, tried on a share of calls, and learnt from 2,000 calls, on a running line: SMALL=1; ONLY="promotion canary shadow learning"
	@SMALL='$(SMALL)' ONLY='$(ONLY)' $(LAUNCHER) drill-learning

soak:         ## keep calling: MINUTES=30 CALLS=6 FAKE_BOT=1; memory stays flat, no record is lost
	@CALLS='$(CALLS)' MINUTES='$(MINUTES)' FAKE_BOT='$(FAKE_BOT)' $(LAUNCHER) soak

lock:         ## refresh the lock files in requirements/; newer releases: make lock UPGRADE=1
	@UPGRADE='$(UPGRADE)' $(LAUNCHER) lock

sample-data:  ## fill the database with the sample city
	@$(LAUNCHER) sample-data

screenshots:  ## keep the pictures of all pages as they look now: for the tests that compare them, and those of the README
	@$(LAUNCHER) setup
	@CIVICLINE_SCREENS=renew .envs/services/bin/python -m pytest -q tests/web/whole/test_screens.py
	@CIVICLINE_PICTURES=docs/images .envs/services/bin/python -m pytest -q tests/e2e/pages/test_chat.py tests/e2e/pages/test_case.py
	@.envs/services/bin/python -m docs.images.take_console

fuzz:         ## every address of casework with whatever its contract allows, alone and in sequences, and each property on new inputs: EXAMPLES=50 SEED=1
	@$(LAUNCHER) setup
	@CIVICLINE_FUZZ_EXAMPLES=$(or $(EXAMPLES),50) CIVICLINE_FUZZ_SEED=$(or $(SEED),1) .envs/services/bin/python -m pytest -q -rP --show-capture=stdout \
	  tests/casework/http/test_fuzz.py tests/casework/http/test_sequences.py
	@.envs/services/bin/python -m pytest -q -m hypothesis --hypothesis-profile=random --ignore=tests/casework/http \
	  tests/agencies tests/casework tests/contracts tests/spoken tests/voice_connector tests/web

scan:         ## Wapiti against the pages, the console and casework's addresses (pip install wapiti3 elsewhere, CIVICLINE_WAPITI=its program): MINUTES=5
	@$(LAUNCHER) setup
	@MINUTES='$(MINUTES)' .envs/services/bin/python -m tests.drills.scanned

sbom:         ## what is inside, out of the lock files, as CycloneDX: var/sbom.cdx.json
	@$(LAUNCHER) sbom

casework:     ## a command of casework, as make run runs it: DO="check" "quality show --agency denver" "account --help"; without DO the list
	@DO='$(subst ','\'',$(DO))' $(LAUNCHER) casework

staff-code:   ## the present code of a made-up colleague's second factor: LOGIN=sample.supervisor
	@LOGIN='$(LOGIN)' $(LAUNCHER) staff-code

clean:        ## delete environments, models and var/ (asks for YES=1)
	@YES='$(YES)' $(LAUNCHER) clean
