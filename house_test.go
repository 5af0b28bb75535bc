package artel

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one Go file of the house that is not a test.
type source struct {
	path string
	pack string
	file *ast.File
	set  *token.FileSet
}

func sources(t *testing.T) (all []source) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		all = append(all, source{path, filepath.Dir(path), f, set})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every package stands in ARCHITECTURE.md's table, and imports only those above
// it there.
func TestPackagesImportOnlyUpwards(t *testing.T) {
	doc, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	floor := map[string]int{}
	for i, m := range regexp.MustCompile("(?m)^\\| `(.+?)` \\|").FindAllStringSubmatch(string(doc), -1) {
		floor[m[1]] = i
	}
	seen := map[string]bool{}
	for _, s := range sources(t) {
		seen[s.pack] = true
		here, known := floor[s.pack]
		if !known {
			t.Errorf("%s: package %s is not in ARCHITECTURE.md", s.path, s.pack)
		}
		for _, im := range s.file.Imports {
			path, ours := strings.CutPrefix(strings.Trim(im.Path.Value, `"`), "artel/")
			if ours && floor[path] >= here {
				t.Errorf("%s imports %s, which does not stand above %s", s.path, path, s.pack)
			}
		}
	}
	for pack := range floor {
		if !seen[pack] {
			t.Errorf("ARCHITECTURE.md names %s, which is not there", pack)
		}
	}
}

// Every package says what it is, in an essay above one of its package clauses.
func TestPackagesSayWhatTheyAre(t *testing.T) {
	longest := map[string]int{}
	for _, s := range sources(t) {
		longest[s.pack] = max(longest[s.pack], len(strings.Fields(s.file.Doc.Text())))
	}
	for pack, words := range longest {
		if words < 15 {
			t.Errorf("package %s says what it is in %d words", pack, words)
		}
	}
}

// Functions fit a screen and files a sitting; no floats come near money.
func TestSizesAndFloats(t *testing.T) {
	for _, s := range sources(t) {
		if lines := s.set.Position(s.file.End()).Line; lines > 400 {
			t.Errorf("%s has %d lines", s.path, lines)
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if lines := s.set.Position(n.End()).Line - s.set.Position(n.Pos()).Line + 1; lines > 70 {
					t.Errorf("%s: %s has %d lines", s.path, n.Name.Name, lines)
				}
			case *ast.Ident:
				if n.Name == "float64" || n.Name == "float32" {
					if strings.HasPrefix(s.pack, "coop/") || strings.HasPrefix(s.pack, "base/") {
						t.Errorf("%s: a float", s.set.Position(n.Pos()))
					}
				}
			}
			return true
		})
	}
}

// Only base/db knows the engines.
func TestOnlyOneRoomKnowsTheEngines(t *testing.T) {
	for _, s := range sources(t) {
		for _, im := range s.file.Imports {
			path := strings.Trim(im.Path.Value, `"`)
			engine := path == "database/sql" || strings.Contains(path, "modernc.org") || strings.Contains(path, "jackc/pgx")
			if engine && !strings.HasPrefix(s.pack, "base/db") && s.pack != "bench" {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
	}
}

var unitTables = regexp.MustCompile(`(?m)^create table (\w+) \(\n\s+unit `)
var tableWords = regexp.MustCompile(`(?i)\b(?:from|join|into|update)\s+(\w+)`)

// noUnit are the statements that may touch a unit table without naming a unit:
// what finds the unit that is meant.
var noUnit = []string{"select unit, code from unit order by code", "select unit, role, member from login_role where login = $1"}

// Every statement on a unit table names its unit (shared rules for tables, 13).
func TestStatementsNameTheirUnit(t *testing.T) {
	files, err := filepath.Glob("base/db/schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for _, name := range files {
		schema, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range unitTables.FindAllStringSubmatch(string(schema), -1) {
			tables = append(tables, m[1])
		}
	}
	if len(tables) < 20 {
		t.Fatalf("only %d unit tables found: %v", len(tables), tables)
	}
	statements := 0
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil || !regexp.MustCompile(`(?i)^\s*(select|insert|update|delete|with)\b`).MatchString(text) {
				return true
			}
			statements++
			words := strings.Join(strings.Fields(text), " ")
			for _, m := range tableWords.FindAllStringSubmatch(text, -1) {
				if slices.Contains(tables, m[1]) && !regexp.MustCompile(`\bunit\b`).MatchString(strings.ReplaceAll(words, "from unit", "")) && !slices.Contains(noUnit, words) {
					t.Errorf("%s: a statement on %s names no unit: %.80s", s.set.Position(lit.Pos()), m[1], words)
				}
			}
			return true
		})
	}
	if statements < 40 {
		t.Errorf("only %d statements were found; is the test looking at the right place?", statements)
	}
}
