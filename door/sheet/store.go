package sheet

import (
	"encoding/json"

	"artel/base/act"
	"artel/base/db"
)

func insertImport(tx *db.Tx, r Report) error {
	text, err := json.Marshal(r.Sheets)
	if err != nil {
		return err
	}
	return tx.Exec(`
		insert into sheet_import (unit, act, file, digest, report) values ($1, $2, $3, $4, $5)`,
		tx.Unit, tx.Act, r.File, r.Digest, string(text))
}

// Imported is one file that was taken in.
type Imported struct {
	Act    int64         `json:"act"`
	File   string        `json:"file"`
	Digest string        `json:"digest"`
	Sheets []SheetReport `json:"sheets"`
}

// Imports are the files that were taken in, the newest first.
func Imports(tx *db.Tx, _ act.Nothing) ([]Imported, error) {
	type row struct {
		Act                  int64
		File, Digest, Report string
	}
	rows, err := db.All[row](tx, `
		select act, file, digest, report from sheet_import where unit = $1 order by act desc`, tx.Unit)
	list := make([]Imported, len(rows))
	for i, r := range rows {
		list[i] = Imported{Act: r.Act, File: r.File, Digest: r.Digest}
		if err := json.Unmarshal([]byte(r.Report), &list[i].Sheets); err != nil {
			return nil, err
		}
	}
	return list, err
}
