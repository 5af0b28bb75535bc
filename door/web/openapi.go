package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"

	"artel/base/act"
)

// node is a part of the OpenAPI document.
type node = map[string]any

// openAPI describes all acts to programs. The document says nothing about the
// books, so it is open to everybody.
func (s *site) openAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(s.openapi())
}

// document is drawn up when it is first asked for.
func document(acts []act.Act) func() []byte {
	return sync.OnceValue(func() []byte {
		d, err := json.MarshalIndent(describe(acts), "", "  ")
		if err != nil {
			panic(err) // only plain maps are in it
		}
		return d
	})
}

// describe is the OpenAPI document of acts. It keeps to version 3.0, which every
// generator of clients knows.
func describe(acts []act.Act) node {
	book := newSchemas()
	paths := node{}
	for _, a := range acts {
		if len(a.Roles) == 0 {
			continue
		}
		item := node{"post": operation(book, a, "post")}
		if !a.Writes {
			item["get"] = operation(book, a, "get")
		}
		paths["/api"+a.Path()] = item
	}
	book.named["Trouble"] = troubleSchema()
	return node{
		"openapi": "3.0.3",
		"info": node{"title": "artel", "version": "1",
			"description": "Every act of artel. Amounts are whole smallest coins with their currency; exact decimals and fractions are text; days are yyyy-mm-dd."},
		"paths":    paths,
		"security": []node{{"token": []string{}}, {"session": []string{}}, {"basic": []string{}}},
		"components": node{
			"schemas": book.named,
			"securitySchemes": node{
				"token":   node{"type": "http", "scheme": "bearer", "description": "made with “account token”; it may be limited to looking"},
				"session": node{"type": "apiKey", "in": "cookie", "name": sessionCookie},
				"basic":   node{"type": "http", "scheme": "basic"},
			},
		},
	}
}

func operation(book *schemas, a act.Act, method string) node {
	roles := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		roles[i] = string(r)
	}
	noun, _, _ := strings.Cut(a.Name, " ")
	id := strings.ReplaceAll(a.Name, " ", "_")
	parameters := []node{query("unit", "the co-operative's code, where the login has several", node{"type": "string"}, false)}
	op := node{
		"summary": a.Help, "tags": []string{noun}, "operationId": id, "x-roles": roles, "x-writes": a.Writes,
		"description": "For: " + strings.Join(roles, ", ") + ".",
		"responses": node{
			"200":     node{"description": "what came of it", "content": jsonOf(book.of(a.Out))},
			"default": node{"description": "what is wrong", "content": node{"application/problem+json": node{"schema": node{"$ref": "#/components/schemas/Trouble"}}}},
		},
	}
	if method == "get" {
		op["operationId"] = id + "_get"
		for _, f := range a.Fields {
			parameters = append(parameters, query(f.Name, f.Help, book.field(f), !f.Opt && f.Default == ""))
		}
		if cuts(a) {
			parameters = append(parameters, pageParameters()...)
		}
		if cuts(a) || readsOn(a) != "" {
			op["responses"].(node)["200"].(node)["headers"] = pageHeaders(cuts(a))
		}
	} else {
		op["requestBody"] = node{"required": true, "content": jsonOf(book.input(a))}
		if slices.ContainsFunc(a.Fields, isUpload) {
			op["requestBody"] = node{"required": true, "content": node{"multipart/form-data": node{"schema": filesSchema(book, a)}}}
		}
	}
	if a.Writes {
		parameters = append(parameters,
			query("try", "only show what would come of it; nothing is changed", node{"type": "string", "enum": []string{"1"}}, false),
			node{"name": "Idempotency-Key", "in": "header", "description": "the same key does the same act only once", "schema": node{"type": "string", "maxLength": 200}})
	}
	op["parameters"] = parameters
	return op
}

// filesSchema is the form by which an act's files are sent.
func filesSchema(book *schemas, a act.Act) node {
	properties := node{}
	for _, f := range a.Fields {
		switch {
		case isUpload(f):
			properties[f.Name] = node{"type": "array", "description": f.Help, "items": node{"type": "string", "format": "binary"}}
		case !isCopy(a, f):
			properties[f.Name] = book.field(f)
		}
	}
	return node{"type": "object", "properties": properties}
}

func query(name, help string, schema node, required bool) node {
	return node{"name": name, "in": "query", "description": help, "required": required, "schema": schema}
}

func jsonOf(schema node) node { return node{"application/json": node{"schema": schema}} }

func troubleSchema() node {
	text := node{"type": "string"}
	return node{"type": "object", "required": []string{"type", "title", "status"},
		"properties": node{
			"type": text, "title": text, "status": node{"type": "integer"}, "detail": text, "instance": text,
			"number": node{"type": "string", "description": "of a mistake on our side, to tell whoever looks after artel"},
			"problems": node{"type": "array", "description": "each wrong row or field", "items": node{"type": "object",
				"properties": node{"sheet": text, "row": node{"type": "integer"}, "column": text, "value": text, "wrong": text, "fix": text}}},
		}}
}
