// Package signon asks others who a person is: the office's directory (LDAP, AD), its single sign-on (OpenID Connect), or a
// reverse proxy that has checked the person already.
//
// In: settings, and what a request carries. Out: an account.Identity, or an error. What is refused for the person is
// account.ErrSignIn with a reason that is meant for the log alone and names nobody; ErrUnavailable says that nobody could
// be asked. What a person may do here is decided by Grants; accounts and sessions are package account's.
package signon

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tongbao/site/account"
)

// ErrUnavailable says that the source cannot be asked now, or not with these settings. It tells nothing of the person.
var ErrUnavailable = errors.New("signon: the source cannot be asked")

// patience is how long one sign-in waits for a source, where its context sets no earlier end.
const patience = 10 * time.Second

// refuse is account.ErrSignIn with a reason for the log.
func refuse(reason string, args ...any) error {
	return fmt.Errorf("%w: %s", account.ErrSignIn, fmt.Sprintf(reason, args...))
}

func unavailable(doing string, err error) error {
	return fmt.Errorf("%w: %s: %w", ErrUnavailable, doing, err)
}

// tidy makes a line for people of what a source calls somebody: no control or formatting characters, which could turn
// text around it, and 100 characters at most.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError || unicode.In(r, unicode.Cf):
			return -1
		case unicode.IsControl(r) || unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	runes := []rune(strings.Join(strings.Fields(text), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), 100)]))
}

// firstOf gives the first text that is not empty.
func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// loginName gives the first of a source's names for somebody that can be one here.
func loginName(names ...string) (string, error) {
	for _, name := range names {
		if account.ValidName(name) {
			return name, nil
		}
	}
	return "", refuse("none of the person's names can be a login name here")
}
