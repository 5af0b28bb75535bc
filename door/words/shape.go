package words

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"artel/base/fault"
)

// shape is a format that a finished sentence can be held against.
type shape struct {
	format string
	plain  int      // letters of the format that are no argument
	parts  []string // what stands between the arguments
	form   func() *regexp.Regexp
}

// may says quickly that a sentence is not of this shape, as most are not.
func (s shape) may(sentence string) bool {
	if len(sentence) < s.plain || !strings.HasPrefix(sentence, s.parts[0]) || !strings.HasSuffix(sentence, s.parts[len(s.parts)-1]) {
		return false
	}
	for _, part := range s.parts {
		if !strings.Contains(sentence, part) {
			return false
		}
	}
	return true
}

var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*(\d+)?(\.\d+)?[a-zA-Z]`)

// shapesOf are the formats with arguments, those with most words of their own
// first, the words it begins with counted twice: they say most surely that a
// sentence is theirs.
func shapesOf(to map[string]string) (all []shape) {
	for format := range to {
		plain := len(verb.ReplaceAllString(format, ""))
		if plain == len(format) || plain < 5 {
			continue
		}
		all = append(all, shape{format, plain, literals(format), sync.OnceValue(func() *regexp.Regexp { return pattern(format) })})
	}
	slices.SortFunc(all, func(a, b shape) int {
		return cmp.Or(cmp.Compare(b.plain+len(b.parts[0]), a.plain+len(a.parts[0])), cmp.Compare(a.format, b.format))
	})
	return all
}

func literals(format string) []string { return verb.Split(strings.ReplaceAll(format, "%%", "%"), -1) }

func pattern(format string) *regexp.Regexp {
	parts := literals(format)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile(`(?s)^` + strings.Join(parts, `(.*?)`) + `$`)
}

// Finished puts a finished English sentence of ours into a language, if it is
// one that the language has words for.
func Finished(code, sentence string) string {
	t := tables[code]
	if t == nil || sentence == "" {
		return sentence
	}
	return t.finished(sentence)
}

func (t *table) finished(sentence string) string {
	if to := t.to[sentence]; to != "" {
		return to
	}
	for _, s := range t.shapes {
		if !s.may(sentence) {
			continue
		}
		if m := s.form().FindStringSubmatch(sentence); m != nil {
			return t.fill(s.format, m[1:])
		}
	}
	return sentence
}

// fill says a format with texts for its arguments, whatever their verbs were.
func (t *table) fill(format string, texts []string) string {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = t.finished(text) // an argument may be a word or a sentence of ours itself
	}
	to := verb.ReplaceAllString(t.to[format], "%${1}s")
	return english(to, args...)
}

// Problem is what is wrong with a row or a field, and what to do about it.
func Problem(code string, p fault.Problem) fault.Problem {
	p.Wrong, p.Fix = Finished(code, p.Wrong), Finished(code, p.Fix)
	return p
}
