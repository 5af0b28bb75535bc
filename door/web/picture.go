package web

import (
	"encoding/base64"
	"net/http"
	"strconv"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/goods"
)

// pictureOf is which picture is asked for.
type pictureOf struct {
	Item   string
	Number int64
}

// cardPicture is a picture as it was put on its card.
type cardPicture struct {
	goods.Picture
	data []byte
}

// pictureAct reads a picture of a card, for those who may see the card.
var pictureAct = act.Ask("picture", "", act.See, func(tx *db.Tx, in pictureOf) (cardPicture, error) {
	p, data, err := goods.PictureData(tx, in.Item, in.Number)
	return cardPicture{p, data}, err
})

// picture answers with a picture of a card.
func (s *site) picture(w http.ResponseWriter, v *visit) error {
	item, err := base64.RawURLEncoding.DecodeString(v.r.PathValue("item"))
	number, bad := strconv.ParseInt(v.r.PathValue("number"), 10, 64)
	if err != nil || bad != nil {
		return fault.Missing.Errorf("There is no such thing.")
	}
	out, err := v.ask(pictureAct, map[string]string{"item": string(item), "number": strconv.FormatInt(number, 10)})
	if err != nil {
		return err
	}
	p := out.(cardPicture)
	w.Header().Set("Content-Type", p.Mime)
	w.Header().Set("Content-Disposition", "inline")
	_, err = w.Write(p.data)
	return err
}
