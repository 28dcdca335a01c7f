package account_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/site/account"
)

func TestEveryRefusedSignInLooksTheSame(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		h.add("wang", account.Reader)
		off := h.add("off", account.Reader)
		if err := h.SetDisabled(t.Context(), h.admin, off.User.ID, true); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.AddUser(t.Context(), h.admin, account.NewUser{Name: "invited", Role: account.Reader}); err != nil {
			t.Fatal(err)
		}
		for i, try := range [][2]string{{"wang", "wrong"}, {"nobody", "wrong"}, {"off", good + "off"}, {"invited", ""}, {"", ""}, {"a\x00b", "\xff"}, {strings.Repeat("x", 500), "y"}} {
			err := h.signIn(fmt.Sprint("10.1.0.", i), try[0], try[1])
			if err != account.ErrSignIn { // not even wrapped: nothing else to print
				t.Errorf("%q: %v", try[0], err)
			}
		}
		if err := h.signIn("10.2.0.1", " ＷＡＮＧ ", good+"wang"); err != nil {
			t.Errorf("a name typed in full width: %v", err)
		}
	})
}

func TestAnAccountIsLockedAfterFiveFailures(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		in := h.add("wang", account.Reader)
		before := h.head()
		for i := range 5 {
			refused(t, "wrong", h.signIn(fmt.Sprint("10.9.0.", i), "wang", "wrong"), account.ErrSignIn)
		}
		refused(t, "right, but locked", h.signIn("10.9.0.9", "wang", good+"wang"), account.ErrSignIn)
		if got := h.actions(before); len(got) != 6 || got[5] != "session.lock ok" {
			t.Errorf("%v", got)
		}
		if !h.alive(in) {
			t.Error("who was signed in is out")
		}
		if err := h.signIn(desk.Address, "wang", good+"wang"); err != nil {
			t.Errorf("from their own desk: %v", err)
		}
		h.pass(29 * time.Minute)
		for i := range 5 {
			_ = h.signIn(fmt.Sprint("10.8.0.", i), "zhao", "wrong") // nobody of that name is locked just so
		}
		refused(t, "nobody", h.signIn("10.8.0.9", "zhao", "wrong"), account.ErrSignIn)
	})
}

func TestALockEndsByItselfOrByTheAdministrator(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		wang := h.add("wang", account.Reader)
		lock := func() {
			for i := range 5 {
				_ = h.signIn(fmt.Sprint("10.9.0.", i), "wang", "wrong")
			}
			refused(t, "locked", h.signIn("10.7.0.9", "wang", good+"wang"), account.ErrSignIn)
		}
		lock()
		locked, err := h.Locked(t.Context(), h.admin)
		if err != nil || !locked[wang.User.ID].Equal(h.clock().Add(30*time.Minute)) {
			t.Errorf("%v %v", locked, err)
		}
		if err := h.Unlock(t.Context(), h.admin, wang.User.ID, "10.9.0.1"); err != nil {
			t.Fatal(err)
		}
		if err := h.signIn("10.7.0.1", "wang", good+"wang"); err != nil {
			t.Errorf("unlocked: %v", err)
		}
		h.pass(31 * time.Minute)
		lock()
		h.pass(31 * time.Minute)
		if err := h.signIn("10.7.0.2", "wang", good+"wang"); err != nil {
			t.Errorf("after half an hour: %v", err)
		}
		for range 4 {
			_ = h.signIn("10.6.0.1", "wang", "wrong")
		}
		h.pass(16 * time.Minute) // another window
		for range 4 {
			refused(t, "wrong", h.signIn("10.6.0.1", "wang", "wrong"), account.ErrSignIn)
		}
		if err := h.signIn("10.6.0.2", "wang", good+"wang"); err != nil {
			t.Errorf("four in each of two windows: %v", err)
		}
	})
}

func TestAnAddressIsLockedWhateverItGuesses(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		h.add("wang", account.Reader)
		for i := range 5 {
			_ = h.signIn("2001:db8::1", fmt.Sprint("name", i), "wrong")
		}
		var throttled *account.Throttled
		for _, address := range []string{"2001:db8::1", "2001:db8::ffff"} {
			if err := h.signIn(address, "wang", good+"wang"); !errors.As(err, &throttled) || !throttled.Until.Equal(h.clock().Add(30*time.Minute)) {
				t.Errorf("%s: %v", address, err)
			}
		}
		if err := h.signIn("2001:db8:0:1::1", "wang", good+"wang"); err != nil {
			t.Errorf("the next network: %v", err)
		}
	})
}

// Somebody at the victim's own address has five guesses, as everywhere.
func TestAFamiliarAddressHasFiveGuessesToo(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		h.add("wang", account.Reader)
		for range 5 {
			refused(t, "wrong", h.signIn(desk.Address, "wang", "wrong"), account.ErrSignIn)
		}
		refused(t, "locked", h.signIn(desk.Address, "wang", good+"wang"), account.ErrSignIn)
		if err := h.signIn("10.5.0.1", "wang", good+"wang"); err != nil {
			t.Errorf("from elsewhere: %v", err)
		}
	})
}

// Ten thousand guesses at once: no more than five of them are told anything, even though one is right.
func TestManyGuessesAtOnce(t *testing.T) {
	for _, addresses := range []int{1, 100} {
		on(t, nil, func(t *testing.T, h *house) {
			h.add("wang", account.Reader)
			before := h.head()
			var group sync.WaitGroup
			var in atomic.Int64
			for guesser := range 20 {
				group.Go(func() {
					for i := range 500 {
						password := "guess"
						if i == 100 {
							password = good + "wang"
						}
						err := h.signIn(fmt.Sprintf("10.4.0.%d", (guesser*500+i)%addresses), "wang", password)
						var throttled *account.Throttled
						switch {
						case err == nil:
							in.Add(1)
						case !errors.Is(err, account.ErrSignIn) && !errors.As(err, &throttled) && !errors.Is(err, account.ErrBusy):
							t.Error(err)
						}
					}
				})
			}
			group.Wait()
			if n := len(h.actions(before)); n > 7 || in.Load() > 0 {
				t.Errorf("%d entries, %d got in", n, in.Load())
			}
			if err := h.signIn(desk.Address, "wang", good+"wang"); err != nil {
				t.Errorf("the owner: %v", err)
			}
		})
	}
}
