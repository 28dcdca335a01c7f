package account_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

const good = "绿萝-Cz-7-铜钥匙-雨" // a password that the rules take

// house is a service on a real database, with a clock moved by hand and hashes that cost little.
type house struct {
	*account.Service
	t     *testing.T
	db    *store.Store
	now   atomic.Int64
	admin account.Actor
	opt   account.Options
}

var desk = account.Origin{Address: "10.0.0.8", Agent: "Chrome/83"}

func (h *house) clock() time.Time      { return time.UnixMicro(h.now.Load()).UTC() }
func (h *house) pass(by time.Duration) { h.now.Add(by.Microseconds()) }

func newHouse(t *testing.T, dsn string, change func(*account.Options)) *house {
	t.Helper()
	h := &house{t: t}
	h.now.Store(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).UnixMicro())
	db, err := store.Open(t.Context(), dsn, store.Options{Now: h.clock, Program: "test", Backups: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	h.db = db
	h.opt = account.Options{Now: h.clock, Rules: account.Standard(), Hash: account.HashCost{Memory: 64, Time: 1, Threads: 1}}
	if change != nil {
		change(&h.opt)
	}
	h.Service = account.New(db.Accounts(), h.opt)
	h.admin = h.setUp().Actor
	return h
}

func (h *house) setUp() account.SignedIn {
	h.t.Helper()
	token, err := h.FirstRun(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	in, err := h.SetUp(h.t.Context(), account.Origin{Address: "10.0.0.1"}, token, account.NewUser{Name: "guanli", Display: "管理员"}, good+"管")
	if err != nil {
		h.t.Fatal(err)
	}
	return in
}

// fresh signs the administrator in anew, for acts that need it.
func (h *house) fresh() account.Actor {
	h.t.Helper()
	in, err := h.SignIn(h.t.Context(), account.Origin{Address: "10.0.0.1"}, "guanli", good+"管")
	if err != nil {
		h.t.Fatal(err)
	}
	h.admin = in.Actor
	return in.Actor
}

// add makes a user with a password and gives them signed in from their desk.
func (h *house) add(name string, role account.Role) account.SignedIn {
	h.t.Helper()
	unit := ""
	if role == account.Unit {
		unit = "fumeng"
	}
	_, token, err := h.AddUser(h.t.Context(), h.admin, account.NewUser{Name: name, Display: name, Role: role, Unit: unit})
	if err != nil {
		h.t.Fatal(err)
	}
	in, err := h.SetPassword(h.t.Context(), desk, token, good+name)
	if err != nil {
		h.t.Fatal(err)
	}
	return in
}

func (h *house) signIn(address, name, password string) error {
	_, err := h.SignIn(h.t.Context(), account.Origin{Address: address}, name, password)
	return err
}

func (h *house) alive(in account.SignedIn) bool {
	_, err := h.Authenticate(h.t.Context(), desk, in.Token)
	if err != nil && !errors.Is(err, account.ErrNoSession) {
		h.t.Fatal(err)
	}
	return err == nil
}

// actions are the audit's entries since a number, as ACTION OUTCOME.
func (h *house) actions(since int64) []string {
	h.t.Helper()
	var list []string
	err := h.db.Read(h.t.Context(), func(tx *store.Tx) error {
		for row, err := range tx.AuditRows(audit.Filter{}) {
			if err != nil {
				return err
			}
			if row.Seq > since {
				list = append(list, row.Action+" "+string(row.Outcome))
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

func (h *house) head() int64 {
	head, err := h.db.AuditHead(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return head.Seq
}

// on runs a test on both databases.
func on(t *testing.T, change func(*account.Options), test func(t *testing.T, h *house)) {
	storetest.Each(t, func(t *testing.T, dsn string) { test(t, newHouse(t, dsn, change)) })
}

func refused(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

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

func TestASessionEndsByIdleAndAbsoluteTime(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		idle, busy := h.add("idle", account.Reader), h.add("busy", account.Reader)
		for range 60 {
			h.pass(12 * time.Minute)
			if h.clock().Sub(busy.Session.Created) < 12*time.Hour != h.alive(busy) {
				t.Fatalf("busy after %v", h.clock().Sub(busy.Session.Created))
			}
			if h.clock().Sub(idle.Session.Created) > 30*time.Minute && h.alive(idle) {
				t.Fatal("idle lives")
			}
		}
		for _, token := range []string{"", "x", busy.Token[:42], busy.Token + "A", busy.Session.ID, strings.ToLower(busy.Token)} {
			_, err := h.Authenticate(t.Context(), desk, token)
			refused(t, token, err, account.ErrNoSession)
		}
	})
}

// counting is a store that counts writes.
type counting struct {
	account.Store
	writes atomic.Int64
}

func (c *counting) Write(ctx context.Context, act func(account.Tx) error) error {
	c.writes.Add(1)
	return c.Store.Write(ctx, act)
}

func TestReadingWritesOnceAMinute(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		in := h.add("wang", account.Reader)
		c := &counting{Store: h.db.Accounts()}
		s := account.New(c, h.opt)
		var group sync.WaitGroup
		for range 10 {
			for range 8 {
				group.Go(func() {
					if _, err := s.Authenticate(context.Background(), desk, in.Token); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			h.pass(20 * time.Second)
		}
		if n := c.writes.Load(); n != 3 {
			t.Errorf("%d writes in 200 s of 80 reads", n)
		}
	})
}

func TestWhatEndsSessions(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		for what, act := range map[string]func(in account.SignedIn) error{
			"signing out":         func(in account.SignedIn) error { return h.SignOut(ctx, in.Actor) },
			"ending it in a list": func(in account.SignedIn) error { return h.EndSession(ctx, in.Actor, in.Session.ID) },
			"another role":        func(in account.SignedIn) error { return h.SetRole(ctx, h.admin, in.User.ID, account.Editor, "") },
			"being disabled":      func(in account.SignedIn) error { return h.SetDisabled(ctx, h.admin, in.User.ID, true) },
			"a reset":             func(in account.SignedIn) error { _, err := h.ResetPassword(ctx, h.admin, in.User.ID); return err },
			"the administrator":   func(in account.SignedIn) error { return h.EndSessions(ctx, h.admin, in.User.ID) },
			"a new password": func(in account.SignedIn) error {
				_, err := h.ChangePassword(ctx, in.Actor, good+in.User.Name, good+"neu")
				return err
			},
			"the password again": func(in account.SignedIn) error {
				_, err := h.Reauthenticate(ctx, in.Actor, good+in.User.Name)
				return err
			},
			"guessing it in there": func(in account.SignedIn) error { return guessInside(h, in) },
		} {
			in := h.add("u"+fmt.Sprint(h.head()), account.Reader)
			if !h.alive(in) {
				t.Fatal(what)
			}
			if err := act(in); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			if h.alive(in) {
				t.Errorf("after %s the old token still opens", what)
			}
		}
	})
}

func guessInside(h *house, in account.SignedIn) error {
	for range 4 {
		if _, err := h.Reauthenticate(context.Background(), in.Actor, "wrong"); !errors.Is(err, account.ErrPassword) {
			return fmt.Errorf("guess: %w", err)
		}
	}
	if _, err := h.ChangePassword(context.Background(), in.Actor, "wrong", good+"x"); !errors.Is(err, account.ErrNoSession) {
		return fmt.Errorf("fifth guess: %w", err)
	}
	return nil
}

func TestOnesOwnSessions(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		first := h.add("wang", account.Reader)
		other := h.add("li", account.Reader)
		h.pass(time.Minute)
		second, err := h.SignIn(t.Context(), account.Origin{Address: "10.0.0.9", Agent: "Qaxbrowser\x00\xff" + strings.Repeat("字", 200)}, "wang", good+"wang")
		if err != nil {
			t.Fatal(err)
		}
		list, err := h.Sessions(t.Context(), first.Actor)
		if err != nil || len(list) != 2 || list[0].ID != second.Session.ID || list[0].Address != "10.0.0.9" || !strings.HasPrefix(list[0].Agent, "Qaxbrowser字") || len(list[0].Agent) > 256 {
			t.Errorf("%+v %v", list, err)
		}
		refused(t, "another's", h.EndSession(t.Context(), first.Actor, other.Session.ID), account.ErrNotFound)
		if err := h.EndSession(t.Context(), first.Actor, second.Session.ID); err != nil || h.alive(second) || !h.alive(first) || !h.alive(other) {
			t.Error(err)
		}
	})
}

func TestReauthenticationRenews(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		wang := h.add("wang", account.Reader)
		h.pass(11 * time.Minute)
		refused(t, "stale", h.SetRole(t.Context(), h.admin, wang.User.ID, account.Editor, ""), account.ErrStale)
		in, err := h.Reauthenticate(t.Context(), h.admin, good+"管")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.SetRole(t.Context(), in.Actor, wang.User.ID, account.Editor, ""); err != nil {
			t.Error(err)
		}
		if _, err := h.Authenticate(t.Context(), desk, in.Token); err != nil {
			t.Error(err)
		}
	})
}

// Tokens and passwords stand nowhere: not in the file, not in a backup, not in the audit.
func TestNothingSecretIsStored(t *testing.T) {
	path := storetest.SQLite(t)
	h := newHouse(t, path, nil)
	in := h.add("wang", account.Reader)
	_, link, err := h.AddUser(t.Context(), h.admin, account.NewUser{Name: "li", Role: account.Reader})
	if err != nil {
		t.Fatal(err)
	}
	_ = h.signIn(desk.Address, "mypassword-typed-as-a-name", "x")
	var stored bytes.Buffer
	if _, err := h.db.Backup(t.Context(), &stored); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + end)
		if err != nil {
			t.Fatal(err)
		}
		stored.Write(data)
	}
	for _, secret := range []string{in.Token, link, good, "mypassword-typed-as-a-name"} {
		if bytes.Contains(stored.Bytes(), []byte(secret)) {
			t.Errorf("%q is stored", secret)
		}
	}
	if !bytes.Contains(stored.Bytes(), []byte("$argon2id$v=19$m=64,t=1,p=1$")) {
		t.Error("no hash is stored either: the test looks in the wrong place")
	}
}

func TestTheFirstAdministrator(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, err := h.FirstRun(ctx)
		refused(t, "with an administrator", err, account.ErrSetUp)
	})
	storetest.Each(t, func(t *testing.T, dsn string) {
		h := &house{t: t}
		h.now.Store(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).UnixMicro())
		db, err := store.Open(t.Context(), dsn, store.Options{Now: h.clock})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		h.db = db
		h.Service = account.New(db.Accounts(), account.Options{Now: h.clock, Rules: account.Standard(), Hash: account.HashCost{Memory: 64, Time: 1, Threads: 1}})
		who := account.NewUser{Name: "guanli"}
		use := func(token, password string) error {
			_, err := h.SetUp(t.Context(), desk, token, who, password)
			return err
		}
		old, _ := h.FirstRun(t.Context())
		token, _ := h.FirstRun(t.Context())
		refused(t, "an earlier link", use(old, good), account.ErrToken)
		refused(t, "no link", use("", good), account.ErrToken)
		var weak *account.Weak
		if err := use(token, "short"); !errors.As(err, &weak) {
			t.Error(err)
		}
		h.pass(time.Hour)
		refused(t, "after an hour", use(token, good), account.ErrToken)
		token, _ = h.FirstRun(t.Context())
		second := make(chan error)
		go func() { second <- use(token, good) }()
		first := use(token, good)
		if again := <-second; (first == nil) == (again == nil) || !errors.Is(errors.Join(first, again), account.ErrToken) {
			t.Errorf("two at once: %v, %v", first, again)
		}
		refused(t, "once more", use(token, good), account.ErrToken)
	})
}

func TestInvitationsAndResets(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		user, token, err := h.AddUser(ctx, h.admin, account.NewUser{Name: "wang", Display: "王工", Role: account.Unit, Unit: "fumeng"})
		if err != nil || user.Unit != "fumeng" {
			t.Fatal(err)
		}
		if u, err := h.Invited(ctx, token); err != nil || u.Display != "王工" {
			t.Error(u, err)
		}
		var weak *account.Weak
		if _, err := h.SetPassword(ctx, desk, token, "123456789012"); !errors.As(err, &weak) {
			t.Error(err)
		}
		in, err := h.SetPassword(ctx, desk, token, good)
		if err != nil || in.MustChange() || in.User.Role != account.Unit {
			t.Fatal(err)
		}
		_, err = h.SetPassword(ctx, desk, token, good+"2")
		refused(t, "used", err, account.ErrToken)

		reset, err := h.ResetPassword(ctx, h.admin, user.ID)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, "the old password", h.signIn(desk.Address, "wang", good), account.ErrSignIn)
		_, err = h.SetPassword(ctx, desk, reset, good)
		if !errors.As(err, &weak) || weak.Why != account.Reused {
			t.Errorf("the password from before the reset: %v", err)
		}
		h.pass(3 * 24 * time.Hour)
		_, err = h.SetPassword(ctx, desk, reset, good+"2")
		refused(t, "expired", err, account.ErrToken)
		h.fresh()
		reset, _ = h.ResetPassword(ctx, h.admin, user.ID)
		if err := h.SetDisabled(ctx, h.admin, user.ID, true); err != nil {
			t.Fatal(err)
		}
		_, err = h.SetPassword(ctx, desk, reset, good+"2")
		refused(t, "disabled", err, account.ErrToken)
	})
}

// 三权分立, the whole table: which role may do what, and that a refusal is on record.
func TestSeparationOfPowers(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		victim := h.add("victim", account.Reader)
		managing := map[string]func(account.Actor) error{
			"users":  func(a account.Actor) error { _, err := h.Users(ctx, a); return err },
			"user":   func(a account.Actor) error { _, err := h.User(ctx, a, victim.User.ID); return err },
			"locked": func(a account.Actor) error { _, err := h.Locked(ctx, a); return err },
			"add": func(a account.Actor) error {
				_, _, err := h.AddUser(ctx, a, account.NewUser{Name: fmt.Sprint("n", h.head()), Role: account.Reader})
				return err
			},
			"edit":     func(a account.Actor) error { return h.EditUser(ctx, a, victim.User.ID, "新名", "科") },
			"email":    func(a account.Actor) error { return h.SetEmail(ctx, a, victim.User.ID, "v@office.example") },
			"role":     func(a account.Actor) error { return h.SetRole(ctx, a, victim.User.ID, account.Editor, "") },
			"disable":  func(a account.Actor) error { return h.SetDisabled(ctx, a, victim.User.ID, false) },
			"unlock":   func(a account.Actor) error { return h.Unlock(ctx, a, victim.User.ID, "") },
			"reset":    func(a account.Actor) error { _, err := h.ResetPassword(ctx, a, victim.User.ID); return err },
			"sessions": func(a account.Actor) error { return h.EndSessions(ctx, a, victim.User.ID) },
		}
		auditing := map[string]func(account.Actor) error{
			"read": func(a account.Actor) error {
				return h.ReadAudit(ctx, a, account.AuditRead, audit.Filter{}, func(audit.Row) error { return nil })
			},
			"verify": func(a account.Actor) error { _, err := h.VerifyAudit(ctx, a, nil); return err },
		}
		for _, role := range account.Roles() {
			actor := h.add("a-"+string(role), role).Actor
			for what, act := range managing {
				checkPower(t, h, string(role)+" "+what, act(actor), role == account.Administrator)
			}
			for what, act := range auditing {
				checkPower(t, h, string(role)+" "+what, act(actor), role == account.Auditor)
			}
		}
		for what, act := range managing {
			checkPower(t, h, "nobody "+what, act(account.Actor{}), false)
			checkPower(t, h, "console "+what, act(account.Console("root")), true)
		}
	})
}

func checkPower(t *testing.T, h *house, what string, err error, may bool) {
	t.Helper()
	switch {
	case may && err != nil:
		t.Errorf("%s: %v", what, err)
	case !may && !errors.Is(err, account.ErrForbidden) && !errors.Is(err, account.ErrNoSession):
		t.Errorf("%s: %v, want it forbidden", what, err)
	}
}

func TestRefusedActsAreOnRecord(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		reader, before := h.add("wang", account.Reader), h.head()
		_ = h.SetRole(t.Context(), reader.Actor, reader.User.ID, account.Administrator, "")
		_ = h.SetRole(t.Context(), h.admin, h.admin.User.ID, account.Auditor, "")
		_ = h.ReadAudit(t.Context(), h.admin, account.AuditExport, audit.Filter{}, nil)
		_, _ = h.VerifyAudit(t.Context(), h.admin, nil)
		want := []string{"user.role denied", "user.role denied", "audit.export denied", "audit.verify denied"}
		if got := h.actions(before); !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
	})
}

func TestNobodyChangesThemselvesAndOneAdministratorStays(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx, me := t.Context(), h.admin.User.ID
		refused(t, "own role", h.SetRole(ctx, h.admin, me, account.Auditor, ""), account.ErrSelf)
		refused(t, "disabling oneself", h.SetDisabled(ctx, h.admin, me, true), account.ErrSelf)
		_, err := h.ResetPassword(ctx, h.admin, me)
		refused(t, "resetting oneself", err, account.ErrSelf)
		refused(t, "the last, by the console", h.SetDisabled(ctx, account.Console("root"), me, true), account.ErrLastAdministrator)
		refused(t, "the last, by the console", h.SetRole(ctx, account.Console("root"), me, account.Reader, ""), account.ErrLastAdministrator)

		second := h.add("second", account.Administrator)
		// Each demotes the other at the same moment: one of them has to stay.
		var group sync.WaitGroup
		var failed atomic.Int64
		for by, id := range map[*account.Actor]string{&h.admin: second.User.ID, &second.Actor: me} {
			group.Go(func() {
				if h.SetRole(ctx, *by, id, account.Reader, "") != nil {
					failed.Add(1)
				}
			})
		}
		group.Wait()
		users, err := h.Users(ctx, account.Console("root"))
		left := slices.DeleteFunc(users, func(u account.User) bool { return u.Role != account.Administrator })
		if failed.Load() != 1 || len(left) != 1 || err != nil {
			t.Errorf("%d failed, %d administrators left, %v", failed.Load(), len(left), err)
		}
	})
}

// A page that was opened before the role, or the session, was taken away does nothing any more.
func TestWhoLostTheRoleActsNoMore(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx, wang := t.Context(), h.add("wang", account.Reader)
		second, third := h.add("second", account.Administrator), h.add("third", account.Auditor)
		if err := h.SetRole(ctx, h.admin, second.User.ID, account.Reader, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.SignOut(ctx, third.Actor); err != nil {
			t.Fatal(err)
		}
		refused(t, "role", h.SetRole(ctx, second.Actor, wang.User.ID, account.Editor, ""), account.ErrNoSession)
		_, _, err := h.AddUser(ctx, second.Actor, account.NewUser{Name: "x", Role: account.Administrator})
		refused(t, "add", err, account.ErrNoSession)
		_, err = h.ChangePassword(ctx, third.Actor, good+"third", good+"neu")
		refused(t, "password", err, account.ErrNoSession)
		_, err = h.Reauthenticate(ctx, third.Actor, good+"third")
		refused(t, "again", err, account.ErrNoSession)
		refused(t, "audit", h.ReadAudit(ctx, third.Actor, account.AuditRead, audit.Filter{}, nil), account.ErrNoSession)
		_, err = h.VerifyAudit(ctx, third.Actor, nil)
		refused(t, "verify", err, account.ErrNoSession)
		_, err = h.Users(ctx, second.Actor)
		refused(t, "users", err, account.ErrNoSession)
	})
}

func TestRolesAndUnits(t *testing.T) {
	on(t, func(o *account.Options) { o.Unit = func(id string) bool { return id == "fumeng" } }, func(t *testing.T, h *house) {
		wang := h.add("wang", account.Reader)
		for want, list := range map[error][]account.NewUser{
			account.ErrRole: {{Role: "king"}, {Role: ""}, {Role: account.Unit}, {Role: account.Unit, Unit: "nowhere"}, {Role: account.Reader, Unit: "fumeng"}},
			nil:             {{Role: account.Unit, Unit: "fumeng"}, {Role: account.Leader}},
		} {
			for _, u := range list {
				refused(t, fmt.Sprint(u), h.SetRole(t.Context(), h.admin, wang.User.ID, u.Role, u.Unit), want)
			}
		}
		for _, name := range []string{"", " ", "a b", "-a", "a/b", "a\x00", strings.Repeat("长", 65), "<b>", "a\u202e"} {
			_, _, err := h.AddUser(t.Context(), h.admin, account.NewUser{Name: name, Role: account.Reader})
			refused(t, name, err, account.ErrName)
		}
		for _, name := range []string{"WANG", "ｗａｎｇ", " wang "} {
			_, _, err := h.AddUser(t.Context(), h.admin, account.NewUser{Name: name, Role: account.Reader})
			refused(t, name, err, account.ErrTaken)
		}
		refused(t, "no such user", h.EditUser(t.Context(), h.admin, "nobody\x00", "", ""), account.ErrNotFound)
	})
}

func TestDengbaoPasswordsExpire(t *testing.T) {
	on(t, func(o *account.Options) { o.Rules = account.Dengbao() }, func(t *testing.T, h *house) {
		ctx := t.Context()
		passwords := []string{"Lm7#vq2Xd", "Kp4!zr8Wc", "Hd9@tn3Yb", "Gf6%ws5Vj", "Bx2&mk7Qz", "Cr8*jh4Ln"}
		_, token, _ := h.AddUser(ctx, h.admin, account.NewUser{Name: "wang", Role: account.Auditor})
		in, err := h.SetPassword(ctx, desk, token, passwords[0])
		if err != nil {
			t.Fatal(err)
		}
		h.pass(90 * 24 * time.Hour)
		if in, err = h.SignIn(ctx, desk, "wang", passwords[0]); err != nil || !in.Expired || !in.MustChange() {
			t.Fatalf("%+v %v", in.Actor, err)
		}
		refused(t, "before the change", h.Permit(in.Actor, account.ReadAudit), account.ErrMustChange)
		for i := 1; i < len(passwords); i++ {
			for back := max(0, i-5); back < i; back++ {
				var weak *account.Weak
				if _, err := h.ChangePassword(ctx, in.Actor, passwords[i-1], passwords[back]); !errors.As(err, &weak) || *weak != (account.Weak{Why: account.Reused, Limit: 5}) {
					t.Fatalf("password %d again at %d: %v", back, i, err)
				}
			}
			if in, err = h.ChangePassword(ctx, in.Actor, passwords[i-1], passwords[i]); err != nil || in.MustChange() {
				t.Fatal(i, err)
			}
		}
		if _, err = h.ChangePassword(ctx, in.Actor, passwords[5], passwords[0]); err != nil {
			t.Errorf("the sixth before: %v", err)
		}
	})
}

func TestPeopleOfOutsideSources(t *testing.T) {
	on(t, func(o *account.Options) { o.NewRole = account.Reader }, func(t *testing.T, h *house) {
		ctx := t.Context()
		h.add("wang", account.Editor)
		li := account.Identity{Source: account.OIDC, Subject: "4711", Name: "li", Display: "李某", Office: "督查科"}
		in, err := h.SignInAs(ctx, desk, li)
		if err != nil || in.User.Role != account.Reader || in.User.Display != "李某" || in.MustChange() {
			t.Fatal(in.User, err)
		}
		li.Name, li.Role = "renamed-there", account.Editor
		again, err := h.SignInAs(ctx, desk, li)
		if err != nil || again.User.ID != in.User.ID || again.User.Role != account.Editor || again.User.Name != "li" || h.alive(in) {
			t.Error(again.User, err)
		}
		if _, err := h.ReauthenticateAs(ctx, again.Actor, li); err != nil {
			t.Error(err)
		}
		_, err = h.ReauthenticateAs(ctx, again.Actor, account.Identity{Source: account.OIDC, Subject: "4712"})
		refused(t, "another person", err, account.ErrForbidden)
		_, err = h.SignInAs(ctx, desk, account.Identity{Source: account.OIDC, Subject: "1", Name: "wang"})
		refused(t, "a local user's name", err, account.ErrSignIn)
		_, err = h.SignInAs(ctx, desk, account.Identity{Source: account.Proxy, Subject: "4711", Name: "li"})
		refused(t, "the same id at another source", err, account.ErrSignIn)
		_, err = h.SignInAs(ctx, desk, account.Identity{Source: account.Local, Subject: "x", Name: "x"})
		refused(t, "local", err, account.ErrForbidden)
		refused(t, "its name with any password", h.signIn(desk.Address, "li", ""), account.ErrSignIn)
		if err := h.SetDisabled(ctx, h.admin, in.User.ID, true); err != nil {
			t.Fatal(err)
		}
		_, err = h.SignInAs(ctx, desk, li)
		refused(t, "disabled", err, account.ErrSignIn)
	})
}

// ldap is a directory with one person in it.
type ldap struct{ down bool }

func (l *ldap) Check(_ context.Context, name, password string) (account.Identity, error) {
	if l.down {
		return account.Identity{}, errors.New("connection refused")
	}
	if name != "zhao" || password != "directory" {
		return account.Identity{}, account.ErrSignIn
	}
	return account.Identity{Source: account.LDAP, Subject: "cn=zhao", Name: name}, nil
}

func TestTheDirectoryChecksPasswords(t *testing.T) {
	dir := &ldap{}
	on(t, func(o *account.Options) { o.NewRole, o.Directory = account.Reader, dir }, func(t *testing.T, h *house) {
		dir.down = false
		in, err := h.SignIn(t.Context(), desk, "zhao", "directory")
		if err != nil || in.User.Source != account.LDAP {
			t.Fatal(in.User, err)
		}
		if _, err := h.Reauthenticate(t.Context(), in.Actor, "directory"); err != nil {
			t.Error(err)
		}
		_, err = h.ChangePassword(t.Context(), in.Actor, "directory", good)
		refused(t, "a password kept elsewhere", err, account.ErrNotLocal)
		dir.down = true
		if err := h.signIn(desk.Address, "zhao", "directory"); err == nil || errors.Is(err, account.ErrSignIn) {
			t.Errorf("down: %v", err)
		}
		dir.down = false
		for range 5 {
			refused(t, "wrong", h.signIn(desk.Address, "zhao", "wrong"), account.ErrSignIn)
		}
		refused(t, "locked", h.signIn(desk.Address, "zhao", "directory"), account.ErrSignIn)
	})
}

// failing is a store whose audit cannot be written.
type failing struct{ account.Store }
type failingTx struct{ account.Tx }

var errAudit = errors.New("no audit")

func (f failing) Write(ctx context.Context, act func(account.Tx) error) error {
	return f.Store.Write(ctx, func(tx account.Tx) error { return act(failingTx{tx}) })
}
func (failingTx) Audit(audit.Entry) error { return errAudit }

func TestWhatCannotBeRecordedDoesNotHappen(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx := t.Context()
		wang := h.add("wang", account.Reader)
		s := account.New(failing{h.db.Accounts()}, h.opt)
		before, _ := h.Users(ctx, h.admin)
		for what, act := range map[string]func() error{
			"sign-in": func() error { _, err := s.SignIn(ctx, desk, "wang", good+"wang"); return err },
			"add": func() error {
				_, _, err := s.AddUser(ctx, h.admin, account.NewUser{Name: "x", Role: account.Reader})
				return err
			},
			"role":     func() error { return s.SetRole(ctx, h.admin, wang.User.ID, account.Editor, "") },
			"disable":  func() error { return s.SetDisabled(ctx, h.admin, wang.User.ID, true) },
			"reset":    func() error { _, err := s.ResetPassword(ctx, h.admin, wang.User.ID); return err },
			"password": func() error { _, err := s.ChangePassword(ctx, wang.Actor, good+"wang", good+"2"); return err },
			"sign-out": func() error { return s.SignOut(ctx, wang.Actor) },
			"end":      func() error { return s.EndSession(ctx, wang.Actor, wang.Session.ID) },
			"again":    func() error { _, err := s.Reauthenticate(ctx, wang.Actor, good+"wang"); return err },
			"read":     func() error { return s.ReadAudit(ctx, account.Console("root"), account.AuditRead, audit.Filter{}, nil) },
		} {
			refused(t, what, act(), errAudit)
		}
		if after, _ := h.Users(ctx, h.admin); !slices.Equal(before, after) || !h.alive(wang) {
			t.Errorf("something changed: %+v", after)
		}
		if err := h.signIn(desk.Address, "wang", good+"wang"); err != nil {
			t.Error(err)
		}
	})
}

func TestEveryActHasItsEntry(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx, before := t.Context(), h.head()
		wang := h.add("wang", account.Auditor)
		id := wang.User.ID
		_ = h.EditUser(ctx, h.admin, id, "王某", "审计科")
		_, _ = h.SignIn(ctx, desk, "wang", "wrong")
		in, _ := h.Reauthenticate(ctx, wang.Actor, good+"wang")
		in, err := h.ChangePassword(ctx, in.Actor, good+"wang", good+"2")
		if err != nil {
			t.Fatal(err)
		}
		var seen int
		_ = h.ReadAudit(ctx, in.Actor, account.AuditRead, audit.Filter{ActionPrefix: "user", Limit: 2}, func(r audit.Row) error { seen++; return nil })
		head, err := h.VerifyAudit(ctx, in.Actor, nil)
		_ = h.SignOut(ctx, in.Actor)
		_ = h.Unlock(ctx, h.admin, id, "")
		_, _ = h.ResetPassword(ctx, h.admin, id)
		_ = h.SetDisabled(ctx, h.admin, id, true)
		_ = h.SetDisabled(ctx, h.admin, id, false)
		want := []string{
			"user.add ok", "password.set ok", "session.start ok", "user.edit ok", "session.fail denied", "session.confirm ok", "password.change ok",
			"audit.read ok", "audit.verify ok", "session.end ok", "user.unlock ok", "password.reset ok", "user.disable ok", "user.enable ok",
		}
		if got := h.actions(before); !slices.Equal(got, want) {
			t.Errorf("%v\nwant %v", got, want)
		}
		if seen != 2 || err != nil || head.Seq == 0 {
			t.Error(seen, err, head)
		}
	})
}

func TestPruning(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		h.add("wang", account.Reader)
		_ = h.signIn("10.3.0.1", "wang", "wrong")
		count := func() map[string]int {
			n := map[string]int{}
			err := h.db.Read(t.Context(), func(tx *store.Tx) error {
				for _, table := range []string{"sessions", "failures", "familiar", "users"} {
					var rows int
					if _, err := tx.One([]any{&rows}, "SELECT COUNT(*) FROM "+table); err != nil {
						return err
					}
					n[table] = rows
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		prune := func() {
			if err := h.Prune(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		prune()
		if got, want := count(), map[string]int{"sessions": 2, "failures": 2, "familiar": 2, "users": 2}; !maps.Equal(got, want) {
			t.Errorf("%v", got)
		}
		h.pass(31 * 24 * time.Hour)
		prune()
		if got, want := count(), map[string]int{"sessions": 0, "failures": 0, "familiar": 0, "users": 2}; !maps.Equal(got, want) {
			t.Errorf("%v", got)
		}
	})
}

func TestAHashIsMadeAnewWhenTheCostRises(t *testing.T) {
	path := storetest.SQLite(t)
	h := newHouse(t, path, nil)
	in := h.add("wang", account.Reader)
	hash := func() string {
		var s account.Secret
		err := h.db.Accounts().Read(t.Context(), func(tx account.Tx) (err error) { s, err = tx.Secret(in.User.ID); return err })
		if err != nil {
			t.Fatal(err)
		}
		return s.Hash
	}
	h.opt.Hash = account.HashCost{Memory: 128, Time: 2, Threads: 1}
	dearer := account.New(h.db.Accounts(), h.opt)
	for range 2 {
		if _, err := dearer.SignIn(t.Context(), desk, "wang", good+"wang"); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(hash(), "$argon2id$v=19$m=128,t=2,p=1$") {
			t.Error(hash())
		}
	}
}
