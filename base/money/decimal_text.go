package money

import (
	"database/sql/driver"
	"encoding/json"
	"strconv"

	"artel/base/fault"
)

// MarshalText writes the number in its one form.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDecimal reads.
func (d *Decimal) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDecimal(string(text))
	return err
}

// MarshalJSON writes the number as a JSON string, because many readers of JSON
// would turn a JSON number into a binary fraction.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(`"` + d.String() + `"`), nil }

// UnmarshalJSON reads a JSON string or number, digit by digit. null changes
// nothing.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	text, err := JSONText(data)
	if err != nil || text == "null" && data[0] != '"' {
		return err
	}
	return d.UnmarshalText([]byte(text))
}

// JSONText is the text of a JSON string, or the JSON itself where it is none.
// It lets a type that is written as a string be read from a number too.
func JSONText(data []byte) (string, error) {
	if len(data) == 0 || data[0] != '"' {
		return string(data), nil
	}
	var text string
	err := json.Unmarshal(data, &text)
	return text, err
}

// Scan reads the number from a text column.
func (d *Decimal) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	case int64: // a bare number in a query
		return d.UnmarshalText(strconv.AppendInt(nil, v, 10))
	}
	return fault.Invalid.Errorf("A decimal number cannot be read from a %T.", src)
}

// Value is the number as text, for a text column.
func (d Decimal) Value() (driver.Value, error) { return d.String(), nil }
