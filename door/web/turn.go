package web

import (
	"net/url"
	"reflect"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// A plain page shows so many items of a long list; the workbook has them all.
const (
	itemsAPage = 100
	skipName   = "_skip"
)

// turn is where in a long list a page stands.
type turn struct {
	from, to, all int
	at            url.URL
}

// cut leaves of a long list the part that its page shows.
func (p *actPage) cut(at *url.URL) {
	list := reflect.ValueOf(p.out)
	if list.Kind() != reflect.Slice || list.Len() <= itemsAPage {
		return
	}
	skip, err := strconv.Atoi(at.Query().Get(skipName))
	if err != nil || skip < 0 || skip >= list.Len() {
		skip = 0
	}
	p.turn = turn{skip, min(skip+itemsAPage, list.Len()), list.Len(), *at}
	p.out = list.Slice(p.turn.from, p.turn.to).Interface()
}

// look says which items are shown, with the way to those before and after.
func (t turn) look(v view) g.Node {
	if t.all == 0 {
		return nil
	}
	return h.P(h.Class("turn"),
		g.If(t.from > 0, button(t.page(max(0, t.from-itemsAPage)), v.say("The %d before", min(itemsAPage, t.from)))),
		h.Span(g.Text(v.say("%d to %d of %d", t.from+1, t.to, t.all))),
		g.If(t.to < t.all, button(t.page(t.to), v.say("The next %d", min(itemsAPage, t.all-t.to)))))
}

func (t turn) page(skip int) string {
	q := t.at.Query()
	q.Set(skipName, strconv.Itoa(skip))
	t.at.RawQuery = q.Encode()
	return t.at.RequestURI()
}
