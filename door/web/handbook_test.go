package web

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"artel/docs"
)

// handbookFiles are the pages as they stand in the source: name by folder.
func handbookFiles(t *testing.T, folder string) (names []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("../../docs", folder, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if name := strings.TrimSuffix(filepath.Base(path), ".md"); name != "manual" {
			names = append(names, name)
		}
	}
	return names
}

var (
	markdownHeading = regexp.MustCompile(`(?m)^#+ `)
	markdownRow     = regexp.MustCompile(`(?m)^(\||- |\d\. )`)
	markdownLink    = regexp.MustCompile(`\]\(([^)]+)\)`)
	boldStart       = regexp.MustCompile(`(?m)^\*\*[^*]+\*\*`)
)

// TestHandbookHasTwins: each page is there in both languages, with as many
// headings, rows and paragraphs that begin with their subject; every link in it
// leads to a file.
func TestHandbookHasTwins(t *testing.T) {
	english, chinese := handbookFiles(t, ""), handbookFiles(t, "zh")
	if !slices.Equal(english, chinese) || len(english) < 9 {
		t.Fatalf("English has %v, Chinese has %v", english, chinese)
	}
	for _, name := range english {
		texts := [2]string{}
		for i, folder := range []string{"", "zh"} {
			path := filepath.Join("../../docs", folder, name+".md")
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			texts[i] = string(text)
			for _, m := range markdownLink.FindAllStringSubmatch(texts[i], -1) {
				if _, err := os.Stat(filepath.Join(filepath.Dir(path), m[1])); err != nil {
					t.Errorf("%s: the link %s leads nowhere", path, m[1])
				}
			}
		}
		for what, pattern := range map[string]*regexp.Regexp{"headings": markdownHeading, "rows": markdownRow, "subjects": boldStart} {
			if e, z := len(pattern.FindAllString(texts[0], -1)), len(pattern.FindAllString(texts[1], -1)); e != z {
				t.Errorf("%s has %d %s in English and %d in Chinese", name, e, what, z)
			}
		}
		if name != "README" && !slices.Contains(docs.Pages(), name) {
			t.Errorf("the list of the handbook leaves out %s", name)
		}
	}
}

var hrefPattern = regexp.MustCompile(`href="(/[^"]*)"`)

// TestHandbookInTheProgram: everybody who is logged in reads every page in
// their language, and every link within it leads to a page.
func TestHandbookInTheProgram(t *testing.T) {
	to := newTown(t)
	hu := to.inSession("hu") // a member, who may the least
	titles := map[string]string{"en": "Year-end", "zh": "年终"}
	for lang, title := range titles {
		hu.post("/language", map[string][]string{"language": {lang}, "next": {"/"}})
		hu.get("/handbook").wants(http.StatusOK, `href="/handbook/year-end"`, title, `href="/everything"`)
		hu.get("/handbook/year-end").wants(http.StatusOK, "<h1>"+title+"</h1>", `<a href="/handbook/voting">`, "<ol>")
		links := map[string]bool{}
		for _, name := range append([]string{""}, docs.Pages()...) {
			r := hu.get(strings.TrimSuffix("/handbook/"+name, "/")).wants(http.StatusOK).lacks(".md\"", "](", "**", "|---")
			_, article, _ := strings.Cut(r.body, "<article>")
			article, _, _ = strings.Cut(article, "</article>")
			for _, m := range hrefPattern.FindAllStringSubmatch(article, -1) {
				links[m[1]] = true
			}
		}
		if len(links) < 9 {
			t.Errorf("in %s only %v are linked", lang, links)
		}
		for href := range links {
			hu.get(href).wants(http.StatusOK)
		}
	}
	for _, wrong := range []string{"/handbook/nothing", "/handbook/manual", "/handbook/README", "/handbook/..%2fREADME"} {
		hu.get(wrong).wants(http.StatusNotFound)
	}
}

// TestHandbookForTheTask: the page of a task leads to the page about it, and
// every page named so is there.
func TestHandbookForTheTask(t *testing.T) {
	to := newTown(t)
	to.everyRole()["bookkeeper"].get("/work/record").wants(http.StatusOK, `<a href="/handbook/daily">`)
	for _, f := range handbookFor {
		if docs.Page("en", f.page) == nil {
			t.Errorf("%s leads to %s, which is no page", f.under, f.page)
		}
	}
}

// TestMarkdownIsMadeIntoNodes: each sign becomes its element, and nothing in
// the text becomes one by itself.
func TestMarkdownIsMadeIntoNodes(t *testing.T) {
	title, body := marked([]byte("# A *title* & more\n\n## Part\n\nSome **bold**, *thin*, `a<b && c`, [in](voting.md), [out](https://e.example), [script](javascript:x.md), &amp; \\*.\n" +
		"<b onclick=x>raw</b>\n\n<script>alert(1)</script>\n\n- one\n- two\n\n1. first\n\n| k | v |\n|---|---|\n| `x` | y |\n\n```sh\nrun <it>\n```\n"))
	if title != "A title & more" {
		t.Errorf("title %q", title)
	}
	var b strings.Builder
	if err := body.Render(&b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		"<h2>Part</h2>", "<strong>bold</strong>", "<em>thin</em>", "<code>a&lt;b &amp;&amp; c</code>", `<a href="/handbook/voting">in</a>`, "&amp; *.",
		"&lt;b onclick=x&gt;raw&lt;/b&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;", "<ul><li>one</li><li>two</li></ul>", "<ol><li>first</li></ol>",
		`<th scope="col">k</th>`, `<th scope="row"><code>x</code></th><td>y</td>`, "<pre><code>run &lt;it&gt;\n</code></pre>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s in\n%s", want, got)
		}
	}
	for _, never := range []string{"<script", "<b ", "javascript:", "e.example", "<h1"} {
		if strings.Contains(got, never) {
			t.Errorf("holds %s:\n%s", never, got)
		}
	}
}
