package cases

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestWorked(t *testing.T) {
	dir := t.TempDir()
	text := `[{"id": "A1", "inputs": {"n": 1}}, {"id": "A2", "inputs": {"n": 12345678901234567.89}}]`
	if err := os.WriteFile(filepath.Join(dir, "worked_examples.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ARTEL_CASES", dir)
	var ex struct{ Inputs map[string]any }
	if Worked(t, "A2", &ex); ex.Inputs["n"] != json.Number("12345678901234567.89") {
		t.Errorf("decoded %v", ex.Inputs)
	}
}

func TestDirClimbs(t *testing.T) {
	t.Setenv("ARTEL_CASES", "")
	top := t.TempDir()
	below := filepath.Join(top, "main", "base", "money")
	for _, dir := range []string{below, filepath.Join(top, "shared", "cases")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(below)
	want, err := filepath.EvalSymlinks(filepath.Join(top, "shared", "cases"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := filepath.EvalSymlinks(Dir(t)); err != nil || got != want {
		t.Errorf("found %s, %v; want %s", got, err, want)
	}
}
