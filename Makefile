# The only commands a newcomer needs: make demo, make test, make install.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
CACHE := $(or $(ASSAY_CACHE),$(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME)/assay,$(HOME)/.cache/assay))
ASSAY := .build/debug/assay
SHARED := ../shared/data
# The lists that 'assay setup' uses too.
LISTS := Sources/AssayToolchains/Requirements

# What is installed and packed: a release build with the Swift standard library in it, or CONFIGURATION=debug for a test.
PREFIX ?= /usr/local
CONFIGURATION ?= release
BINARIES := .build/$(if $(filter release,$(CONFIGURATION)),release,debug-static)
PACKAGES ?= .build/packages

.PHONY: help setup toolchains checks slurm browser build test demo screenshots lint format acceptance sanitize structure clean
.PHONY: binaries install uninstall package check-package

help:
	@echo "make demo        install what is missing, build, fetch a local model, run the demo experiment"
	@echo "make test        install what is missing, build, lint, pass the tests"
	@echo "make setup       install system packages where apt-get is, and pytest and ruff in the cache"
	@echo "make toolchains  install CMake, Go, ShellCheck, JUnit and TypeScript, where apt-get is"
	@echo "make checks      install mypy, basedpyright and semgrep for 'assay verify --check'"
	@echo "make slurm       unpack Slurm for the tests of 'assay bench --on slurm', where apt-get is"
	@echo "make browser     install Chromium for the tests of the pages, where apt-get is"
	@echo "make binaries    build what is installed (CONFIGURATION=release or debug)"
	@echo "make install     build and install below PREFIX (default: /usr/local; DESTDIR goes before it)"
	@echo "make uninstall   remove what make install wrote below PREFIX"
	@echo "make package     build an archive and a Debian package in PACKAGES (default: .build/packages)"
	@echo "make check-package  try both in a minimal Debian without Swift, as root"
	@echo "make build       install what is missing and make a debug build"
	@echo "make lint        swift format lint --strict"
	@echo "make format      swift format in place"
	@echo "make sanitize    test the launcher's parsers and run it, with ASan and UBSan"
	@echo "make acceptance  judge the real data beside the repository ($(SHARED))"
	@echo "make structure   print the sizes of source files and folders"
	@echo "make screenshots make the pictures of docs/images anew"
	@echo "make clean       remove the build"

setup: $(CACHE)/tools/.complete

# System packages first, then pytest and ruff in an environment of our own.
$(CACHE)/tools/.complete: $(LISTS)/python.txt .ci/install
	@bash .ci/install
	@mkdir -p $(CACHE)
	@/usr/bin/python3 -m venv $(CACHE)/tools
	@$(CACHE)/tools/bin/python3 -m pip install -q -r $(LISTS)/python.txt || \
	  { echo "make: pytest and ruff could not be installed from the Python package index; check the network"; exit 3; }
	@cp $< $@

# Other people's readers of the formats we write; only the tests use them.
$(CACHE)/readers/.complete: .ci/readers.requirements.txt $(CACHE)/tools/.complete
	@/usr/bin/python3 -m venv $(CACHE)/readers
	@$(CACHE)/readers/bin/python3 -m pip install -q -r .ci/readers.requirements.txt && \
	  $(CACHE)/readers/bin/python3 -m pip install -q --no-deps evalplus==0.3.1 axe-playwright-python==0.1.8 && \
	  cp $(CACHE)/readers/lib/python3*/site-packages/axe_playwright_python/axe.min.js $(CACHE)/readers/ || \
	  { echo "make: the readers of report formats could not be installed from the Python package index; check the network"; exit 3; }
	@touch $@

# Toolchains of other languages; without one its live tests judge nothing.
toolchains:
	@bash .ci/install $$(cat $(LISTS)/toolchains.txt)

# The slow linters that 'assay verify --check NAME' runs where it is asked to.
checks: $(CACHE)/checks/.complete

$(CACHE)/checks/.complete: $(LISTS)/checks.txt $(CACHE)/tools/.complete
	@/usr/bin/python3 -m venv $(CACHE)/checks
	@$(CACHE)/checks/bin/python3 -m pip install -q -r $(LISTS)/checks.txt || \
	  { echo "make: mypy, basedpyright and semgrep could not be installed from the Python package index; check the network"; exit 3; }
	@cp $< $@

# A real Slurm, of which the tests start two nodes; without it they are left out.
slurm: $(CACHE)/slurm/.complete

$(CACHE)/slurm/.complete: .ci/slurm
	@bash .ci/slurm $(CACHE)/slurm
	@touch $@

# Chromium, in which the tests look at the pages; without it they are left out.
browser:
	@bash .ci/install chromium

build: setup
	swift build

# A debug build that is linked in the same way is for tests of what is packed: it is there in seconds.
binaries: setup
ifeq ($(CONFIGURATION),release)
	swift build -c release --static-swift-stdlib --product assay
else
	swift build --product assay
	@bash .ci/packaging/link-debug $(BINARIES)
endif

install: binaries
	@bash .ci/packaging/stage $(BINARIES) "$(DESTDIR)$(PREFIX)"
	@echo "assay is installed: $(PREFIX)/bin/assay"

uninstall:
	@bash .ci/packaging/unstage "$(DESTDIR)$(PREFIX)"

package: binaries
	@bash .ci/packaging/build $(BINARIES) $(PACKAGES)

check-package:
	@bash .ci/packaging/check $(PACKAGES)

test: build lint $(CACHE)/readers/.complete
	swift build --build-tests
	@timeout 60m swift test --skip-build --disable-xctest 2>&1 | tee .build/test.log || \
	  { echo; echo "make: what failed or did not end (all of it is in .build/test.log):"; \
	    grep -a '✘' .build/test.log | cut -c1-600 | head -60; \
	    awk -F'"' '/^◇ Test "/ && /started/ { begun[$$2] } /^(✔|✘) Test "/ && / after / { delete begun[$$2] } \
	      END { for (name in begun) print "not ended: " name }' .build/test.log | head -60; exit 1; }

demo: build
	@if $(ASSAY) models pull qwen2.5-coder-0.5b; then \
	  $(ASSAY) bench benchmarks/experiments/toolbox.yaml; \
	else \
	  echo; echo "No local model could be fetched: the same experiment runs from the recording"; \
	  echo "fixtures/cassettes/toolbox.jsonl, made with the same model."; echo; \
	  $(ASSAY) bench benchmarks/experiments/toolbox.yaml --replay fixtures/cassettes/toolbox.jsonl; \
	fi

acceptance: build
	bash benchmarks/acceptance.sh $(ASSAY) $(SHARED)

screenshots: build
	python3 Tests/Browser/screenshots.py $(ASSAY) docs/images

structure:
	@bash benchmarks/structure.sh

lint:
	swift format lint --strict -r Package.swift Sources Tests benchmarks

format:
	swift format -i -r Package.swift Sources Tests benchmarks

# Objects of the launcher and of its tests; a test replaces the file of the launcher that it includes.
SANITIZE := -D_GNU_SOURCE -std=c17 -g -O1 -Wall -Wextra -Werror -Wshadow -Wvla \
  -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LAUNCHER := $(patsubst sandbox/%.c,.build/sanitize/%.o,$(wildcard sandbox/launcher/*.c))
LAUNCHER_TESTS := $(patsubst sandbox/%.c,.build/sanitize/%.o,$(wildcard sandbox/tests/*.c))
TESTED := $(filter-out $(subst /tests/,/launcher/,$(LAUNCHER_TESTS)),$(LAUNCHER)) $(LAUNCHER_TESTS)

.build/sanitize/%.o: sandbox/%.c sandbox/launcher/launcher.h sandbox/tests/check.h
	@mkdir -p $(@D)
	clang $(SANITIZE) -c -o $@ $<

$(LAUNCHER_TESTS): $(wildcard sandbox/launcher/*.c)

.build/sanitize/assay-jail: $(LAUNCHER)
	clang $(SANITIZE) -fuse-ld=lld -o $@ $^ -lseccomp

.build/sanitize/tests/all: $(TESTED)
	clang $(SANITIZE) -fuse-ld=lld -Wl,--wrap=exit -o $@ $^ -lseccomp

sanitize: setup .build/sanitize/assay-jail .build/sanitize/tests/all
	ASAN_OPTIONS=detect_leaks=0 .build/sanitize/tests/all
	ASAN_OPTIONS=detect_leaks=0 .build/sanitize/assay-jail run --policy sandbox/policies/base.policy \
	  --meta .build/sanitize/outcome.json --capture -- /bin/echo sanitized
	@cat .build/sanitize/outcome.json

clean:
	rm -rf .build
