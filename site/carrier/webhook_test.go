package carrier_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"testing"

	"tongbao/site/carrier"
)

func decoded(m *mail.Message) io.Reader {
	if m.Header.Get("Content-Transfer-Encoding") == "base64" {
		return base64.NewDecoder(base64.StdEncoding, m.Body)
	}
	return quotedprintable.NewReader(m.Body)
}

// posted is what a receiver got.
type posted struct {
	header http.Header
	query  map[string][]string
	body   string
}

// receiver answers as the test wants and keeps what it got.
func receiver(t *testing.T, status int, answer string) (url string, got *[]posted) {
	t.Helper()
	got = &[]posted{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*got = append(*got, posted{r.Header, r.URL.Query(), string(body)})
		if status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL, got
}

func mac(secret, text string) []byte {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(text))
	return m.Sum(nil)
}

func TestWebhookOfAProgram(t *testing.T) {
	url, got := receiver(t, 204, "")
	m := message
	m.Data = map[string]string{"kind": "red", "unit": "彰武县"}
	h := carrier.Webhook{URL: url, Format: "json", Secret: "shared"}
	if err := errors.Join(h.Valid(), h.Send(t.Context(), m)); err != nil {
		t.Fatal(err)
	}
	p := (*got)[0]
	if want := `{"kind":"red","unit":"彰武县"}`; p.body != want {
		t.Errorf("body %s, want %s", p.body, want)
	}
	if want := "sha256=" + hex.EncodeToString(mac("shared", p.header.Get("X-Tongbao-Timestamp")+"."+p.body)); p.header.Get("X-Tongbao-Signature") != want {
		t.Errorf("signature %q, want %q", p.header.Get("X-Tongbao-Signature"), want)
	}
	if p.header.Get("Idempotency-Key") != m.ID || p.header.Get("X-Tongbao-Timestamp") != "1634864400" {
		t.Errorf("%v", p.header)
	}
}

func TestWebhookOfRobots(t *testing.T) {
	for _, format := range []string{"wecom", "dingtalk"} {
		url, got := receiver(t, 200, `{"errcode":0,"errmsg":"ok"}`)
		h := carrier.Webhook{URL: url + "/robot/send?access_token=token", Format: format}
		if format == "dingtalk" {
			h.Secret = "SECshared"
		}
		if err := errors.Join(h.Valid(), h.Send(t.Context(), message)); err != nil {
			t.Fatal(err)
		}
		p := (*got)[0]
		var said struct {
			Type string `json:"msgtype"`
			Text struct{ Content string }
		}
		if err := json.Unmarshal([]byte(p.body), &said); err != nil || said.Type != "text" || said.Text.Content != message.Subject+"\n"+message.Text {
			t.Errorf("%s: %s, %v", format, p.body, err)
		}
		if p.query["access_token"][0] != "token" {
			t.Errorf("%s: %v", format, p.query)
		}
		if format == "dingtalk" {
			want := base64.StdEncoding.EncodeToString(mac("SECshared", "1634864400000\nSECshared"))
			if p.query["timestamp"][0] != "1634864400000" || p.query["sign"][0] != want {
				t.Errorf("signed %v, want %s", p.query, want)
			}
		}
	}
}

// What may pass is told apart from what never will; a redirect is not followed, and no error holds the address.
func TestWebhookThatDoesNotTake(t *testing.T) {
	for _, c := range []struct {
		name               string
		format             string
		status             int
		answer             string
		refused, uncertain bool
	}{
		{"a fault", "json", 500, "", false, false},
		{"too many", "json", 429, "", false, false},
		{"none such", "json", 404, "", true, false},
		{"a redirect", "json", 302, "", true, false},
		{"a robot with too many messages", "wecom", 200, `{"errcode":45009}`, false, false},
		{"a robot that does not know us", "wecom", 200, `{"errcode":93000}`, true, false},
		{"a robot whose signature does not fit", "dingtalk", 200, `{"errcode":310000}`, true, false},
		{"a page instead of a robot", "dingtalk", 200, `<html>`, true, false},
	} {
		url, got := receiver(t, c.status, c.answer)
		err := carrier.Webhook{URL: url, Format: c.format}.Send(t.Context(), message)
		if err == nil || errors.Is(err, carrier.ErrRefused) != c.refused || errors.Is(err, carrier.ErrUncertain) != c.uncertain || len(*got) != 1 {
			t.Errorf("%s: %v after %d requests", c.name, err, len(*got))
		} else if strings.Contains(err.Error(), url) {
			t.Errorf("%s: the error holds the address: %v", c.name, err)
		}
	}
}

func TestWebhookThatIsCutOff(t *testing.T) {
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			conn.Close()
		}
	}))
	t.Cleanup(cut.Close)
	if err := (carrier.Webhook{URL: cut.URL, Format: "json"}).Send(t.Context(), message); !errors.Is(err, carrier.ErrUncertain) {
		t.Errorf("cut after the request: %v", err)
	}
	nobody := httptest.NewServer(nil)
	nobody.Close()
	if err := (carrier.Webhook{URL: nobody.URL, Format: "json"}).Send(t.Context(), message); err == nil || errors.Is(err, carrier.ErrUncertain) || strings.Contains(err.Error(), nobody.URL) {
		t.Errorf("nobody there: %v", err)
	}
}

func TestWebhookSettings(t *testing.T) {
	for _, c := range []struct {
		name string
		h    carrier.Webhook
	}{
		{"url", carrier.Webhook{Format: "json"}},
		{"url", carrier.Webhook{URL: "http://robot.office.example/", Format: "json"}},
		{"url", carrier.Webhook{URL: "file:///etc/passwd", Format: "json"}},
		{"url", carrier.Webhook{URL: "https://a:b@robot.office.example/", Format: "json"}},
		{"format", carrier.Webhook{URL: "https://robot.office.example/", Format: "xml"}},
		{"secret_file", carrier.Webhook{URL: "https://robot.office.example/", Format: "wecom", Secret: "s"}},
	} {
		if bad, ok := errors.AsType[*carrier.BadSetting](c.h.Valid()); !ok || bad.Name != c.name {
			t.Errorf("%+v: %v, want %s", c.h, c.h.Valid(), c.name)
		}
	}
}
