package web

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/door/words"
)

func TestNoKeyIsMissing(t *testing.T) {
	missing := map[string]bool{}
	say := func(format string, args ...any) string {
		if !words.Knows("zh", format) {
			missing[format] = true
		}
		return format
	}
	v := view{say: say, lang: "zh"}
	for _, a := range allActs {
		if len(a.Roles) == 0 {
			continue
		}
		say(titleOf(a))
		say(a.Help)
		say(groupOf(a))
		for _, r := range a.Roles {
			say(string(r))
		}
		fields(v, a.Fields)
	}
	if len(missing) > 0 {
		t.Errorf("the words file lacks:\n%s", strings.Join(slices.Sorted(maps.Keys(missing)), "\n"))
	}
}

func fields(v view, all []act.Field) {
	for _, f := range all {
		if isUpload(f) || f.Name == "marked" {
			continue
		}
		label(v, f)
		for _, c := range f.Choice {
			v.say(c)
		}
		fields(v, f.Fields)
	}
}

// TestPlainPapersSpeakChinese: a paper that door/report draws of any answer has
// the fields' names for headings, so these are words too.
func TestPlainPapersSpeakChinese(t *testing.T) {
	missing, seen := map[string]bool{}, map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] || writes(typ, asText) || typ == stepType || writes(typ, reflect.TypeFor[fmt.Stringer]()) {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			f := typ.Field(i)
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if tag == "-" || !f.IsExported() && !f.Anonymous {
				continue
			}
			if tag == "" {
				tag = f.Name
			}
			if words := strings.TrimSpace(inWords(tag)); !f.Anonymous && !knows(words) {
				missing[words] = true
			}
			walk(f.Type)
		}
	}
	for _, a := range allActs {
		walk(a.Out)
	}
	if len(missing) > 0 {
		t.Errorf("the words file lacks:\n%s", strings.Join(slices.Sorted(maps.Keys(missing)), "\n"))
	}
}

func knows(format string) bool { return words.Knows("zh", format) }
