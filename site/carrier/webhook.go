package carrier

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
)

// Webhook is one address that takes what is told, as JSON by POST: a program of the office, or the robot of a group of 企业微信
// (WeCom) or 钉钉 (DingTalk, 政务钉钉).
type Webhook struct {
	URL    string         // whoever has it may write to the group: kept like a password
	Format string         // "json", "wecom" or "dingtalk"
	Secret string         // signs what is sent; "" for none
	Roots  *x509.CertPool // as in Mail
}

// Valid says what is wrong in the settings: *BadSetting.
func (h Webhook) Valid() error {
	u, err := url.Parse(h.URL)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && !(u.Scheme == "http" && local(u.Hostname())) {
		return bad("url", "应为 https:// 的地址（本机可用 http://）")
	}
	switch h.Format {
	case "json", "dingtalk":
	case "wecom":
		if h.Secret != "" {
			return bad("secret_file", "企业微信机器人不用密钥，请去掉")
		}
	default:
		return bad("format", "写了 %q，应为 json、wecom 或 dingtalk", h.Format)
	}
	return nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send posts a message. A redirect is not followed: the address is the one that was set up, or none.
func (h Webhook) Send(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := h.request(ctx, m)
	if err != nil {
		return fmt.Errorf("%w: the message cannot be written", ErrRefused)
	}
	client := http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: h.Roots, MinVersion: tls.VersionTLS12}, DisableKeepAlives: true, Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var wrote atomic.Bool
	trace := httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }}
	answer, err := client.Do(request.WithContext(httptrace.WithClientTrace(ctx, &trace)))
	switch { // the error holds the URL, which is a secret and goes into no log
	case err != nil && wrote.Load():
		return ErrUncertain
	case err != nil:
		return errors.New("carrier: the webhook cannot be reached")
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	return h.read(answer.StatusCode, body, err)
}

// read judges an answer. Robots say 200 and an error's number in the body.
func (h Webhook) read(status int, body []byte, err error) error {
	switch {
	case status == http.StatusTooManyRequests || status >= 500:
		return fmt.Errorf("carrier: the webhook said %d", status)
	case status >= 300:
		return fmt.Errorf("%w: the webhook said %d", ErrRefused, status)
	case h.Format == "json":
		return nil
	case err != nil:
		return ErrUncertain
	}
	var said struct {
		Code *int `json:"errcode"`
	}
	if json.Unmarshal(body, &said) != nil || said.Code == nil {
		return fmt.Errorf("%w: the webhook's answer is none of a robot", ErrRefused)
	}
	switch *said.Code {
	case 0:
		return nil
	case 45009, 130101, -1: // too many messages a minute (企业微信, 钉钉), busy
		return fmt.Errorf("carrier: the robot said %d", *said.Code)
	}
	return fmt.Errorf("%w: the robot said %d", ErrRefused, *said.Code)
}

func (h Webhook) request(ctx context.Context, m Message) (*http.Request, error) {
	body, err := json.Marshal(h.body(m))
	if err != nil {
		return nil, err
	}
	address := h.URL
	if h.Format == "dingtalk" && h.Secret != "" {
		if address, err = h.dingtalkURL(m); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "tongbao")
	if h.Format == "json" {
		request.Header.Set("Idempotency-Key", m.ID)
		if h.Secret != "" {
			stamp := strconv.FormatInt(m.At.Unix(), 10)
			request.Header.Set("X-Tongbao-Timestamp", stamp)
			request.Header.Set("X-Tongbao-Signature", "sha256="+hex.EncodeToString(h.mac(stamp+"."+string(body))))
		}
	}
	return request, nil
}

// body is what the receiver understands: both kinds of robots take a text message in the same form.
func (h Webhook) body(m Message) any {
	if h.Format == "json" {
		return m.Data
	}
	return map[string]any{"msgtype": "text", "text": map[string]string{"content": m.Subject + "\n" + m.Text}}
}

// dingtalkURL signs as DingTalk's robots want it: the secret over time and secret, in the address.
func (h Webhook) dingtalkURL(m Message) (string, error) {
	u, err := url.Parse(h.URL)
	if err != nil {
		return "", err
	}
	stamp := strconv.FormatInt(m.At.UnixMilli(), 10)
	q := u.Query()
	q.Set("timestamp", stamp)
	q.Set("sign", base64.StdEncoding.EncodeToString(h.mac(stamp+"\n"+h.Secret)))
	u.RawQuery = q.Encode()
	return u.String(), nil
}

func (h Webhook) mac(text string) []byte {
	mac := hmac.New(sha256.New, []byte(h.Secret))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
