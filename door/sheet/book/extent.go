package book

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

// measure gives the last row of a part and its cells, blank ones counted, or
// more than enough of either.
func (b *xlsx) measure(part, where string) (last, cells int, err error) {
	c, closer, err := b.sheetData(part, where)
	if err == io.EOF {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	defer closer.Close()
	for err == nil && c.row <= mostKept && c.blanks <= mostLoaded {
		_, err = c.readRow()
	}
	if err == io.EOF {
		err = nil
	}
	return c.row, c.blanks, b.sentence(err)
}

// hint reads how many rows a sheet has from its declared extent, or guesses it
// from how many there are in the first 64 KB.
func (b *xlsx) hint(part string) int {
	in, err := b.pack.open(part)
	if err != nil {
		return 0
	}
	defer in.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(in, head)
	head = head[:n]
	seen := bytes.Count(head, []byte("<row "))
	if err != nil { // that was all of it
		return seen
	}
	_, extent, _ := bytes.Cut(head, []byte(`<dimension ref="`))
	extent, _, _ = bytes.Cut(extent, []byte(`"`))
	_, corner, _ := bytes.Cut(extent, []byte(":"))
	if rows, err := strconv.Atoi(string(bytes.TrimLeft(corner, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))); err == nil && rows > 0 && rows <= mostRows {
		return rows
	}
	return seen * int(b.pack.files[strings.ToLower(part)].UncompressedSize64) / n
}
