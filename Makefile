# Two commands matter: `make run` to try it, `make test` to check it. Both install what they miss.

LISTEN ?= 127.0.0.1:8080
PORTAL ?= 8081
RUNS ?= 9
SUBMISSIONS ?= 1000

.PHONY: help run nginx portal test test-all soak dist release bench sizes fmt tools clean

help:
	@echo "make run     build the page, serve it with the sandbox on $(LISTEN) (LISTEN=host:port)"
	@echo "make nginx   the same behind nginx, as docs/nginx sets it up"
	@echo "make portal  the same in a frame of an example portal, on port $(PORTAL)"
	@echo "make test    every check (ONLY=\"native e2e\": these steps)"
	@echo "make test-all  the same, with every end-to-end test in Chromium, Firefox and WebKitGTK"
	@echo "make soak    $(SUBMISSIONS) submissions with faults, clicks and reloads by chance (CLOCKED_SEED=n: those again)"
	@echo "make dist    the release build in dist/, ready to serve"
	@echo "make release a release archive of it in release/"
	@echo "make bench   bytes, first paint and first form (RUNS=$(RUNS)), typing among many variables"
	@echo "make sizes   bytes of dist/"
	@echo "make fmt     format the source"
	@echo "make tools   only install what the others need"
	@echo "make clean   remove what was built, but not the tools in .tools/"

run: dist
	@exec cargo run -p sandbox -- --listen $(LISTEN) --dist dist --demo

portal: dist
	@exec .ci/portal.sh $(LISTEN) $(PORTAL)

nginx: dist
	@exec .ci/nginx.sh $(LISTEN)

test:
	@.ci/test.sh $(ONLY)

test-all:
	@.ci/test.sh --all $(ONLY)

soak: dist
	@.ci/tools.sh test
	@CLOCKED_SEED="$${CLOCKED_SEED:-$$(date +%s)}" CLOCKED_DIST="$(CURDIR)/dist" \
		CLOCKED_SUBMISSIONS=$(SUBMISSIONS) exec cargo test -p e2e --test soak -- --nocapture

dist:
	@.ci/dist.sh

release:
	@.ci/release.sh

bench: dist sizes
	@.ci/tools.sh test
	@exec cargo build -q -p sandbox
	@RUNS=$(RUNS) exec node .ci/bench.mjs
	@exec node .ci/bench-variables.mjs

sizes: dist
	@exec node .ci/sizes.mjs

fmt:
	@exec cargo fmt --all

tools:
	@.ci/tools.sh test

clean:
	rm -rf dist release .tools/*.sum
	exec cargo clean
