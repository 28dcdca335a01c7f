package site_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao"
	"tongbao/archive"
	"tongbao/site"
)

// served starts a server of the example with settings of its own and gives its address; it ends with the test.
func served(t *testing.T, settings string) (root, url string) {
	t.Helper()
	root, _ = example(t)
	file := filepath.Join(root, archive.SettingsFile)
	must(t, os.WriteFile(file, []byte(read(t, file)+settings), 0o644))
	return root, serving(t, root)
}

// serving starts a server of an archive and gives its address; it ends with the test.
func serving(t *testing.T, root string) (url string) {
	t.Helper()
	a, err := archive.Open(root)
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	urls, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- site.Serve(ctx, a, site.ServeOptions{
			Addr: "127.0.0.1:0", Theme: tongbao.Theme, Version: "test", Log: slog.New(slog.DiscardHandler),
			Check: func(*archive.Archive) error { return nil },
			Ready: func(url, _ string) { urls <- url },
			Built: func(_ site.Result, err error) {
				if err != nil {
					t.Error(err)
				}
			},
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	select {
	case url = <-urls:
	case err := <-done:
		done <- nil
		t.Fatal(err)
	}
	return url
}

// Whoever sends a header or a body by the byte does not hold a connection for ever, and others are served meanwhile.
func TestSlowHeadersAndBodies(t *testing.T) {
	_, url := served(t, "")
	host := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
	began := time.Now()
	var slow []net.Conn
	for i := range 200 {
		conn, err := net.Dial("tcp", host)
		must(t, err)
		defer conn.Close()
		if i%2 == 0 {
			fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
		} else {
			fmt.Fprint(conn, "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nn")
		}
		slow = append(slow, conn)
	}
	res, err := http.Get(url + "healthz")
	must(t, err)
	res.Body.Close()
	if res.StatusCode != 200 {
		t.Errorf("others get %d", res.StatusCode)
	}
	for _, conn := range slow { // the test's own bound is the server's longest, and some more
		must(t, conn.SetReadDeadline(began.Add(40*time.Second)))
		if _, err := io.Copy(io.Discard, conn); err != nil {
			t.Fatalf("still open: %v", err)
		}
	}
}

func TestLongHeaders(t *testing.T) {
	_, url := served(t, "")
	conn, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/"))
	must(t, err)
	defer conn.Close()
	go fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", 1<<20))
	status, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.Contains(status, " 431 ") {
		t.Errorf("a header of a megabyte: %s", status)
	}
}

// Over TLS cookies go by nothing else, and a renewed certificate serves without a restart.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	certificate(t, dir, 1)
	_, url := served(t, fmt.Sprintf("\n[server]\ncertificate = %q\nkey = %q\n", filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")))
	if serial := serialOf(t, url); serial != 1 {
		t.Errorf("served certificate %d", serial)
	}
	cbc := &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}}
	if conn, err := tls.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(url, "https://"), "/"), cbc); err == nil {
		conn.Close()
		t.Error("a suite with CBC is taken")
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	request, err := http.NewRequest("GET", url, nil)
	must(t, err)
	request.Header.Set("Accept", "text/html")
	res, err := client.Do(request)
	must(t, err)
	res.Body.Close()
	cookie := res.Header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-tongbao") || !strings.Contains(cookie, "Secure") || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("cookie %q, HSTS %q", cookie, res.Header.Get("Strict-Transport-Security"))
	}
	certificate(t, dir, 2)
	if serial := serialOf(t, url); serial != 2 {
		t.Errorf("after the renewal it is still certificate %d", serial)
	}
}

func serialOf(t *testing.T, url string) int64 {
	t.Helper()
	conn, err := tls.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(url, "https://"), "/"), &tls.Config{InsecureSkipVerify: true})
	must(t, err)
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
}

func certificate(t *testing.T, dir string, serial int64) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"}}
	body, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: body}), 0o600))
	must(t, os.Chtimes(filepath.Join(dir, "cert.pem"), time.Time{}, time.Unix(1e9+serial, 0)))
	must(t, os.Chtimes(filepath.Join(dir, "key.pem"), time.Time{}, time.Unix(1e9+serial, 0)))
}

// Metrics have an address of their own and name routes, never addresses that somebody asked for.
func TestMetrics(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := free.Addr().String()
	must(t, free.Close())
	_, url := served(t, fmt.Sprintf("\n[server]\nmetrics = %q\n", address))
	fetch(t, url+"healthz")
	fetch(t, url+"bulletins/made-up/")
	said := fetch(t, "http://"+address+"/metrics")
	if !strings.Contains(said, `tongbao_http_request_seconds_count{route="GET /healthz",status="200"} 1`) || strings.Contains(said, "made-up") {
		t.Errorf("metrics:\n%s", said)
	}
	if res, err := http.Get(url + "metrics"); err != nil || res.StatusCode == 200 {
		t.Errorf("readers get the metrics: %v", err)
	}
}

func TestASecondServerIsRefused(t *testing.T) {
	root, _ := served(t, "")
	a, err := archive.Open(root)
	must(t, err)
	err = site.Serve(context.Background(), a, site.ServeOptions{Addr: "127.0.0.1:0", Theme: tongbao.Theme, Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "正被另一个 tongbao 使用") {
		t.Errorf("a second one: %v", err)
	}
	if _, err := site.Backup(context.Background(), a, "test", io.Discard); err != nil {
		t.Errorf("a backup beside the server: %v", err)
	}
}

// Without accounts the intranet may read where the settings say so, and change nothing.
func TestOpenToTheIntranet(t *testing.T) {
	_, url := served(t, "\n[server]\naccess = \"intranet\"\n")
	if body := fetch(t, url+"bulletins/2021q3/"); !strings.Contains(body, "第7期") {
		t.Errorf("the bulletin: %.200s", body)
	}
	if body := fetch(t, url+"api/search?q=%E9%98%9C%E8%92%99%E5%8E%BF"); !strings.Contains(body, `"count"`) {
		t.Errorf("search: %.200s", body)
	}
	res, err := http.Get(url + "users/")
	must(t, err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("users: %d", res.StatusCode)
	}
}
