# `make` lists the targets. Everything runs in .venv; what is longer than a line is a script in scripts/,
# or in tests/tools where only tests need it.
# Options: PYTHON=/path/to/python3, CHROMIUM=/path/to/chromium, ARGS="…" for the command or for pytest.

.DEFAULT_GOAL := help
# Some images have it set: then every start would compile all packages anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help site forms check serve test quick test-long generated pictures sbom audit lock clean venv venv-test

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

site: venv ## build the site in public/
	@.venv/bin/python build.py build $(ARGS)
	@echo 'Bekijk de site: make serve, of: python3 -m http.server -d public 8000'

forms: ## make the bundle of the editing forms in forms/dist (needs Node.js); `make site` takes it from there
	@sh scripts/forms.sh

check: venv ## check the content and write nothing
	@.venv/bin/python build.py check $(ARGS)

serve: venv ## build, serve on http://127.0.0.1:8000/ and rebuild on every save
	@.venv/bin/python build.py serve $(ARGS)

test: venv-test ## check everything: style, types, content, tests; with ARGS only pytest, with these words
	@sh tests/tools/all.sh $(ARGS)

quick: venv-test ## the tests that take less than a second and no browser, server or process; ARGS=tests/markdown for those of a room
	@sh tests/tools/temporary.sh .venv/bin/python -m pytest -p no:anyio -p no:requests_mock -m 'not long and not process and not slow' $(or $(ARGS),-n auto --dist worksteal)

test-long: venv-test ## the tests that take minutes, and twenty times as many examples, drawn anew
	@sh tests/tools/pytest.sh -m 'long or hypothesis' --hypothesis-profile=new $(ARGS)

generated: venv-test ## write what is made from the program: schemas, snippets, forms of code hosts, the list of fields, pages of messages
	@.venv/bin/python build.py schema
	@.venv/bin/python -m scripts.message_pages

pictures: venv-test forms ## make the pictures of the editors' manual from the pages of the site and the forms
	@CHROMIUM=$$(sh tests/tools/browser.sh) .venv/bin/python -m scripts.pictures

sbom: ## write what the program and the forms are made of (CycloneDX) to dist/
	@sh scripts/supply.sh sbom

audit: ## ask whether a locked dependency has a known vulnerability (needs the internet)
	@sh scripts/supply.sh audit

lock: venv ## write the lock files anew after a change in pyproject.toml (ARGS=--upgrade: versions of a week ago)
	@sh scripts/lock.sh $(ARGS)

clean: ## remove what was built, and the caches; .venv stays
	@rm -rf public .cache .venv-supply build dist forms/dist .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage htmlcov
	@find g40site scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@sh scripts/venv.sh requirements.lock

venv-test:
	@sh scripts/venv.sh requirements.lock requirements-test.lock
