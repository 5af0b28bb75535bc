package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// said is where a sentence of ours begins its way to a person: in these calls,
// by the argument's place (-1 for every one), and in these fields.
var (
	saidBy = map[string]int{
		"say": 0, "Say": 0, "Word": 0, "Words": 0, "Errorf": 0, "note": 0, "complain": 3,
		"Do": 1, "Ask": 1, "Long": 1, "headings": -1, "fact": 1, "factText": 1, "files": 1, "Fact": 1, "Sum": 0, "linesOf": 0, "add": 0,
	}
	saidIn = []string{"Wrong", "Fix", "Label", "Caption", "Title", "Source"}
	listed = map[string]int{"Column": 0, "Fact": 0, "step": -1, "fall": 0, "link": 0}
)

type sentence struct{ words, at string }

// spoken are the sentences in the source, each with where it is first said.
func spoken(t *testing.T) (all []sentence) {
	root := "../.."
	seen := map[string]bool{}
	add := func(fset *token.FileSet, e ast.Expr) {
		for _, words := range texts(e) {
			if !seen[words] && sayable(words) {
				seen[words] = true
				all = append(all, sentence{words, fset.Position(e.Pos()).String()})
			}
		}
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "bench" { // measures, and says nothing to members
			return filepath.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool { look(n, func(e ast.Expr) { add(fset, e) }); return true })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// look gives take the expressions at n that are said.
func look(n ast.Node, take func(ast.Expr)) {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
			if on, ok := f.X.(*ast.Ident); ok && on.Name == "fmt" { // an error of ours, which nobody is shown
				name = ""
			}
		}
		i, known := saidBy[name]
		for j, arg := range n.Args {
			if known && (i == j || i < 0 && j > 0) {
				take(arg)
			}
		}
		if name == "bad" || name == "fail" { // fail: of a cell in a sheet
			for _, arg := range n.Args[min(2, len(n.Args)):] {
				take(arg)
			}
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(saidIn, key.Name) {
			take(n.Value)
		}
	case *ast.CompositeLit:
		lookInList(n, take)
	case *ast.Field:
		if n.Tag != nil {
			tag, _ := strconv.Unquote(n.Tag.Value)
			if help := reflect.StructTag(tag).Get("help"); help != "" {
				take(&ast.BasicLit{ValuePos: n.Pos(), Kind: token.STRING, Value: strconv.Quote(help)})
			}
		}
	}
}

// lookInList takes the words of []Column{{"day", Date}, …} and their like.
func lookInList(n *ast.CompositeLit, take func(ast.Expr)) {
	name := func(e ast.Expr) string {
		if a, ok := e.(*ast.ArrayType); ok {
			e = a.Elt
		}
		switch e := e.(type) {
		case *ast.Ident:
			return e.Name
		case *ast.SelectorExpr:
			return e.Sel.Name
		}
		return ""
	}
	i, known := listed[name(n.Type)]
	if !known {
		return
	}
	items := []ast.Expr{n}
	if _, many := n.Type.(*ast.ArrayType); many {
		items = n.Elts
	}
	for _, item := range items {
		lit, ok := item.(*ast.CompositeLit)
		if !ok {
			continue
		}
		for j, e := range lit.Elts {
			if i == j || i < 0 && j < 2 {
				take(e)
			}
		}
	}
}

// texts are the literals an expression may come to: "a" + f(x) is none, but a
// format within Sprintf is.
func texts(e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return []string{s}
		}
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" && len(e.Args) > 0 {
			return texts(e.Args[0])
		}
	case *ast.BinaryExpr: // "The day is after " + day + "."
		if format := concatenated(e); format != "" {
			return []string{format}
		}
	}
	return nil
}

// concatenated is a sum of texts as a format, or "" where nothing in it is ours.
func concatenated(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return concatenated(e.X) + concatenated(e.Y)
		}
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	}
	return "%s"
}

// lawOnly is the number of a rule in the sources, alike in every language.
var lawOnly = regexp.MustCompile(`^S\d+$|^artel$`)

// sayable says whether a text has words in it.
func sayable(s string) bool {
	plain := verb.ReplaceAllString(s, "")
	if lawOnly.MatchString(s) {
		return false
	}
	return strings.ContainsFunc(plain, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
}

// TestNothingIsMissing holds the words file to the source. The missing lines are
// written out as the file has them, to be filled in.
func TestNothingIsMissing(t *testing.T) {
	var missing []string
	for _, s := range spoken(t) {
		if !Knows("zh", s.words) {
			missing = append(missing, strings.ReplaceAll(s.words, "\n", `\n`)+"\t# "+strings.TrimPrefix(s.at, "../../"))
		}
	}
	if len(missing) > 0 {
		t.Errorf("%d sentences have no Chinese; add to zh.tsv:\n%s", len(missing), strings.Join(missing, "\n"))
	}
	if os.Getenv("WORDS_OUT") != "" {
		os.WriteFile(os.Getenv("WORDS_OUT"), []byte(strings.Join(missing, "\n")), 0o600)
	}
}

// TestSameArguments: a translation says all that the sentence says.
func TestSameArguments(t *testing.T) {
	for format, to := range tables["zh"].to {
		was, now := verb.FindAllString(format, -1), verb.FindAllString(to, -1)
		if len(was) != len(now) {
			t.Errorf("%q has %d arguments, its translation %q has %d", format, len(was), to, len(now))
		}
	}
}
