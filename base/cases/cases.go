// Package cases finds the worked examples that the tests of the rules must
// reproduce: calculations from statutes, handbooks and history, kept outside the
// repository with their sources.
//
// A test names an example by its id and decodes what goes in and what must come
// out. Where the folder is not there, as on a stranger's machine, the test says
// so and is skipped; it does not fail.
package cases

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Dir is the folder of the cases: $ARTEL_CASES, else the shared/cases of the
// nearest folder above the test's own that has one. The test is skipped where
// there is none, and fails where $ARTEL_CASES is no folder.
func Dir(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("ARTEL_CASES"); dir != "" {
		if !isDir(dir) {
			t.Fatalf("ARTEL_CASES is %s, which is no folder.", dir)
		}
		return dir
	}
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if dir := filepath.Join(at, "shared", "cases"); isDir(dir) {
			return dir
		}
		above := filepath.Dir(at)
		if above == at {
			t.Skip("No shared/cases above this folder. Set ARTEL_CASES to the folder of the cases to run this test.")
		}
		at = above
	}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Worked decodes the example called id from worked_examples.json into a pointer,
// usually to a struct with Inputs and Outputs. Numbers without a type of their
// own become json.Number and lose no digit.
func Worked(t testing.TB, id string, into any) {
	t.Helper()
	for _, raw := range load(t) {
		var head struct{ ID string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if head.ID == id {
			decode(t, raw, into)
			return
		}
	}
	t.Fatalf("worked_examples.json has no example %s.", id)
}

// load returns the examples, each still as it was written.
func load(t testing.TB) (examples []json.RawMessage) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Dir(t), "worked_examples.json"))
	if err != nil {
		t.Fatal(err)
	}
	decode(t, data, &examples)
	return examples
}

func decode(t testing.TB, data []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}
