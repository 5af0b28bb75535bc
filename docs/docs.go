// Package docs is the handbook: one short page per task that a person has, in
// English and, with the same name, in Chinese (zh/). The pages are plain
// Markdown, so that they read well where the source is read; the program
// carries them within itself, so that whoever sits before it with a question
// needs no other place. README.md is the list of them, in the order in which
// they are wanted; manual.md is made by the program (`artel man`), and no page
// of the handbook.
package docs

import (
	"embed"
	"regexp"
	"slices"
)

//go:embed *.md zh/*.md
var files embed.FS

var listed = regexp.MustCompile(`(?m)^- \[[^\]]+\]\(([a-z-]+)\.md\)`)

// generated is the page that the program writes itself: not of the handbook.
const generated = "manual"

// Pages are the names of the handbook's pages, as its list has them.
func Pages() (names []string) {
	list, _ := files.ReadFile("README.md")
	for _, m := range listed.FindAllSubmatch(list, -1) {
		if name := string(m[1]); name != generated {
			names = append(names, name)
		}
	}
	return names
}

// List is the handbook's list of pages, in a language.
func List(lang string) []byte { return read(lang, "README") }

// Page is a page of the handbook in a language; nothing where there is none.
func Page(lang, name string) []byte {
	if !slices.Contains(Pages(), name) {
		return nil
	}
	return read(lang, name)
}

// read takes the reader's language where the page has it, else English.
func read(lang, name string) []byte {
	if lang != "en" {
		if text, err := files.ReadFile(lang + "/" + name + ".md"); err == nil {
			return text
		}
	}
	text, _ := files.ReadFile(name + ".md")
	return text
}
