# `make` prints this help. The targets set up what they need and skip what is there.
SHELL := /bin/bash
.DEFAULT_GOAL := help

export GOTOOLCHAIN := auto
export CGO_ENABLED := 0
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
PLATFORMS := linux/amd64 linux/arm64 linux/loong64 windows/amd64
THEME := $(shell find assets content data i18n layouts static hugo.toml -type f 2>/dev/null)
GO_FILES := $(wildcard $(shell git ls-files -co --exclude-standard '*.go' 2>/dev/null)) go.mod go.sum

help: ## this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

build: bin/tongbao ## the program, into bin/

bin/tongbao: $(GO_FILES) $(THEME) $(shell find archive/scaffold -type f 2>/dev/null)
	go build -o $@ ./cmd/tongbao

demo: bin/tongbao ## an archive from the example exports, served at the printed address
	@scripts/demo

test: ## every test: linters, Go, types, browser
	@scripts/setup browser
	@scripts/lint
	go test ./...
	@$(MAKE) --no-print-directory bin/tongbao
	npm run --silent types
	npm run --silent floor
	npm run --silent e2e

lint: ## vet, staticcheck, gofmt
	@scripts/lint

bench: bin/tongbao ## speed beside peers: readers, ingest, build, search, server (BENCH=readers for one)
	@scripts/bench

audit: bin/tongbao ## the example's pages before Lighthouse and the Nu HTML checker
	@scripts/setup browser
	@scripts/audit

durability: ## 200 kills, 2,000 power cuts, failing disks, 100 backups under load, 100 killed builds: what is lost (nothing)
	@scripts/setup browser
	DURABILITY=1 go test ./site/store ./cmd/tongbao -p 1 -count 1 -timeout 60m -v -run 'Kill|PowerLoss|Injected|Disk|UnderLoad' | grep -E '^ok|FAIL|_test.go|SKIP'

screenshots: bin/tongbao ## the pictures of docs/ and of the help pages; look at each
	@scripts/setup browser
	npx playwright test -c e2e/screenshots.config.ts

FUZZTIME ?= 60s
fuzz: ## every fuzz target for FUZZTIME (default 60s) each
	@scripts/fuzz $(FUZZTIME)

golden: ## write the golden files anew; read the difference before you commit it
	go run ./examples/workbooks
	go test ./pipeline -update

dist: ## release binaries for all platforms, into dist/
	@mkdir -p dist
	@set -e; for p in $(PLATFORMS); do \
	  os=$${p%/*}; arch=$${p#*/}; out=dist/tongbao-$(VERSION)-$$os-$$arch; \
	  [ $$os = windows ] && out=$$out.exe; \
	  GOOS=$$os GOARCH=$$arch go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $$out ./cmd/tongbao; \
	done; ls -l dist | awk 'NR > 1 {printf "%7.1f MB  %s\n", $$5 / 1e6, $$9}'

clean: ## what was built here
	rm -rf bin dist demo .cache test-results

.PHONY: help build demo test lint bench audit durability screenshots fuzz golden dist clean
