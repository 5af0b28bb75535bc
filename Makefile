# Everything here is also a plain go command; see the README.

.PHONY: demo test both bench build manual shots

demo:    ; go run ./cmd/artel demo
build:   ; CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o artel ./cmd/artel
test:    ; go test -timeout 20m ./...
bench:   ; go run ./cmd/artel bench
manual:  ; go run ./cmd/artel man > docs/manual.md
shots:   ; ARTEL_SHOTS=$(CURDIR)/docs/shots go test ./cmd/artel -count=1 -run TestShots

# The tests on SQLite and on a PostgreSQL server that is started for them.
both:
	bash -c '. scripts/postgres && start_postgres && trap stop_postgres EXIT && go test -timeout 20m ./...'
