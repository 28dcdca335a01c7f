package account

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

func TestPasswordsThatAreRefused(t *testing.T) {
	wang := NewUser{Name: "wangxiaoming", Display: "王小明"}
	for _, c := range []struct {
		rules    Rules
		password string
		why      Weakness // "" where it is taken
	}{
		{Standard(), "short", TooShort},
		{Standard(), "十一个汉字不够长的口令", TooShort},
		{Standard(), strings.Repeat("9f-Kx,", 50), TooLong},
		{Standard(), "password1234", Common},
		{Standard(), "P@ssw0rd2024!", Common},
		{Standard(), "ｐａｓｓｗｏｒｄ１２３４", Common},
		{Standard(), "123456789012", Common},
		{Standard(), "aaaaaaaaaaaaaaa", Common},
		{Standard(), "abcabcabcabcabc", Common},
		{Standard(), "qwertyuiop[]", Common},
		{Standard(), "1qaz2wsx3edc", Common},
		{Standard(), "woaini5201314", Common},
		{Standard(), "fuxin12345hotline", Common},
		{Standard(), "tongbao@2026", Common},
		{Standard(), "zhangwei19900101", Common},
		{Standard(), "13912345678a", Common},
		{Standard(), "Admin@123456", Common},
		{Standard(), "wangxiaoming88", Named},
		{Standard(), "wangxiaoming-王小明", Named},
		{Standard(), "WangXiaoMing1!", Named},
		{Standard(), "xK3vQ9mT2pLw", ""},
		{Standard(), "梧桐 打字机 远洋 五金店 豆浆", ""},
		{Standard(), "correct horse battery staple", ""},
		{Dengbao(), "Kp4!zr8", TooShort},
		{Dengbao(), "kp4zr8wc", Classes},
		{Dengbao(), "Passw0rd!", Common},
		{Dengbao(), "Fuxin@2026", Common},
		{Dengbao(), "Kp4!zr8W", ""},
	} {
		err := c.rules.CheckPassword(c.password, wang)
		weak, _ := errors.AsType[*Weak](err)
		if c.why == "" && err != nil || c.why != "" && (weak == nil || weak.Why != c.why) {
			t.Errorf("%q: %v, want %q", c.password, err, c.why)
		}
	}
}

var cheap = HashCost{Memory: 64, Time: 1, Threads: 1}

func TestAHashFitsItsPasswordAlone(t *testing.T) {
	h := newHasher(cheap)
	hash, err := h.hash(t.Context(), "全角ＡＢＣ")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatal(hash, err)
	}
	for password, want := range map[string]bool{"全角ＡＢＣ": true, "全角ABC": true, "全角abc": false, "": false} {
		if fits, stale, err := h.matches(t.Context(), hash, password); fits != want || stale || err != nil {
			t.Errorf("%q: %v %v %v", password, fits, stale, err)
		}
	}
	for _, bad := range []string{"", "x", strings.Replace(hash, "m=64", "m=99999999", 1), strings.Replace(hash, "argon2id", "argon2i", 1), hash[:len(hash)-4], strings.Replace(hash, "v=19", "v=16", 1)} {
		if fits, _, err := h.matches(t.Context(), bad, "全角ABC"); fits || err != nil {
			t.Errorf("%q: %v %v", bad, fits, err)
		}
	}
	if _, stale, _ := newHasher(HashCost{Memory: 128, Time: 1, Threads: 1}).matches(t.Context(), hash, "全角ABC"); !stale {
		t.Error("made at another cost, and not said")
	}
}

func TestAFloodOfPasswordsIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(cheap)
		for range cap(h.slots) {
			h.slots <- struct{}{} // all are busy
		}
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		for range maxWaitingPerSlot * cap(h.slots) {
			group.Go(func() {
				if _, err := h.hash(ctx, "x"); !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			})
		}
		synctest.Wait() // as many wait as may
		if _, err := h.hash(ctx, "x"); !errors.Is(err, ErrBusy) {
			t.Errorf("%v", err)
		}
		cancel()
		group.Wait()
	})
}

// BenchmarkMatch shows that a password of somebody and of nobody cost the same.
func BenchmarkMatch(b *testing.B) {
	h := newHasher(DefaultCost())
	hash, err := h.hash(b.Context(), "x")
	if err != nil {
		b.Fatal(err)
	}
	for name, encoded := range map[string]string{"known": hash, "unknown": ""} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := h.matches(b.Context(), encoded, "y"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// FuzzDecode: whatever stands where a hash should, it is read and written back as it was, or refused.
func FuzzDecode(f *testing.F) {
	f.Add(newHasher(cheap).decoy)
	f.Fuzz(func(t *testing.T, text string) {
		cost, salt, key, err := decode(text)
		if err != nil {
			return
		}
		again, salt2, key2, err := decode(encode(cost, salt, key))
		if err != nil || again != cost || string(salt2) != string(salt) || string(key2) != string(key) {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// FuzzCheckPassword: every text is weighed without a fault, and no more than its length.
func FuzzCheckPassword(f *testing.F) {
	f.Add("Passw0rd!2024", "wang")
	words := commonWords()
	f.Fuzz(func(t *testing.T, password, name string) {
		_ = Standard().CheckPassword(password, NewUser{Name: name})
		if text := []rune(password); len(text) <= maxPassword && weight(text, words) > len(text) {
			t.Errorf("%q weighs %d", password, weight(text, words))
		}
	})
}
