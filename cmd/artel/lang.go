package main

import (
	"slices"

	"artel/base/fault"
	"artel/door/report"
	"artel/door/words"
)

// speak is the voice of a language.
func speak(code string) (report.Say, error) {
	if !slices.ContainsFunc(words.Languages, func(l words.Language) bool { return l.Code == code }) {
		return nil, fault.Invalid.Errorf("artel does not speak “%s”; it speaks en and zh.", code)
	}
	return words.Speak(code), nil
}
