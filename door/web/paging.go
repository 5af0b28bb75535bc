package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"

	"artel/base/act"
	"artel/base/fault"
)

// A list comes by the API in pages. An act that reads on from a number (after or
// before, with a limit) does so itself; of any other list a page is cut here, by
// limit and skip. Either way the header Link says where the next page is, as
// RFC 8288 has it, and a program needs to know nothing else:
//
//	Link: </api/ledger/journal?after=200>; rel="next"

const mostItems = 1000 // of a list that is cut into pages

// cutting are the words of a query by which a list is cut.
var cutting = []string{"limit", "skip"}

// cuts says whether the door cuts the act's list into pages.
func cuts(a act.Act) bool {
	return !a.Writes && a.Out.Kind() == reflect.Slice && !known(a.Fields, "limit")
}

// readsOn is the field by which an act reads on, or "".
func readsOn(a act.Act) string {
	if a.Writes || a.Out.Kind() != reflect.Slice || !known(a.Fields, "limit") {
		return ""
	}
	for _, word := range []string{"after", "before"} {
		if known(a.Fields, word) {
			return word
		}
	}
	return ""
}

// paged is what of an answer is handed out, with the place of the next page in
// the header.
func paged(w http.ResponseWriter, r *http.Request, a act.Act, out any) (any, error) {
	v := reflect.ValueOf(out)
	if r.Method != http.MethodGet || v.Kind() != reflect.Slice {
		return out, nil
	}
	if word := readsOn(a); word != "" {
		limit := limitOf(a, r.URL.Query())
		if last := v.Len(); last > 0 && int64(last) >= min(limit, mostItems) {
			next(w, r, word, numberOf(v.Index(last-1).Interface()))
		}
		return out, nil
	}
	if !cuts(a) {
		return out, nil
	}
	q := r.URL.Query()
	limit, skip := v.Len(), 0
	for _, ask := range []struct {
		word string
		to   *int
		most int
	}{{"limit", &limit, mostItems}, {"skip", &skip, 1 << 30}} {
		said := q.Get(ask.word)
		if said == "" {
			continue
		}
		number, err := strconv.Atoi(said)
		if err != nil || number < 0 || number > ask.most || ask.word == "limit" && number == 0 {
			return nil, fault.Invalid.Errorf("%s=%s cannot be: it is a whole number up to %d.", ask.word, said, ask.most)
		}
		*ask.to = number
	}
	w.Header().Set("Artel-Total", n(v.Len()))
	from := min(skip, v.Len())
	to := min(from+limit, v.Len())
	if to < v.Len() {
		next(w, r, "skip", n(to))
	}
	return v.Slice(from, to).Interface(), nil
}

// limitOf is how many items an act was asked for.
func limitOf(a act.Act, q url.Values) int64 {
	said := q.Get("limit")
	if i := slices.IndexFunc(a.Fields, func(f act.Field) bool { return f.Name == "limit" }); said == "" {
		said = a.Fields[i].Default
	}
	limit, _ := strconv.ParseInt(said, 10, 64) // the act has refused what is no number
	return limit
}

// numberOf is the number by which an item is read on from.
func numberOf(item any) string {
	var numbered struct {
		Number, Seq json.Number
	}
	if text, err := json.Marshal(item); err == nil {
		_ = json.Unmarshal(text, &numbered)
	}
	if numbered.Number != "" {
		return numbered.Number.String()
	}
	return numbered.Seq.String()
}

func next(w http.ResponseWriter, r *http.Request, word, from string) {
	if from == "" {
		return
	}
	q := r.URL.Query()
	q.Set(word, from)
	w.Header().Set("Link", "<"+r.URL.Path+"?"+q.Encode()+`>; rel="next"`)
}

// pageParameters are the words of a query by which a list is cut, for the
// document.
func pageParameters() []node {
	whole := func(least, most int) node {
		return node{"type": "integer", "format": "int64", "minimum": least, "maximum": most}
	}
	return []node{
		query("limit", "at most so many items; the header Link has the next page", whole(1, mostItems), false),
		query("skip", "leave out so many items at the beginning", whole(0, 1<<30), false),
	}
}

// pageHeaders are the headers of an answer that is a page of a list.
func pageHeaders(cut bool) node {
	text := node{"type": "string"}
	h := node{"Link": node{"description": `where the next page is, as rel="next" (RFC 8288); none on the last`, "schema": text}}
	if cut {
		h["Artel-Total"] = node{"description": "how many items there are on all pages", "schema": node{"type": "integer"}}
	}
	return h
}
