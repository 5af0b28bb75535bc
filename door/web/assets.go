package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

//go:embed assets
var assetFiles embed.FS

// assetNames are the files with a hash in their names, so that a browser may
// keep them for ever and yet never has an old one.
var assetNames, assetBodies = hashed()

var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

// hashed names each file by what is in it. Style sheets come last, since they
// name the others.
func hashed() (names map[string]string, bodies map[string][]byte) {
	names, bodies = map[string]string{}, map[string][]byte{}
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic(err) // only a broken build
	}
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int {
		return cmp.Compare(path.Ext(b.Name()), path.Ext(a.Name()))
	})
	for _, e := range entries {
		body, err := assetFiles.ReadFile("assets/" + e.Name())
		if err != nil {
			panic(err)
		}
		for plain, name := range names {
			body = bytes.ReplaceAll(body, []byte("/assets/"+plain), []byte("/assets/"+name))
		}
		sum := sha256.Sum256(body)
		ending := path.Ext(e.Name())
		name := strings.TrimSuffix(e.Name(), ending) + "-" + hex.EncodeToString(sum[:6]) + ending
		names[e.Name()], bodies[name] = name, body
	}
	return names, bodies
}

func assetPath(name string) string { return "/assets/" + assetNames[name] }

func asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	body, ok := assetBodies[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kinds[name[strings.LastIndex(name, "."):]])
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}
