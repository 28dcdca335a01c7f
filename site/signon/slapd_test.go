//go:build linux

package signon_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"tongbao/site/signon"
)

// slapd is OpenLDAP's server, started by a test: plain and StartTLS at one port, ldaps at another.
type slapd struct {
	plain, ldaps string // URLs
	roots        *x509.CertPool
}

const (
	base     = "dc=example,dc=test"
	service  = "cn=service," + base
	password = "口令-password-0"
)

// startSlapd runs a server with the given entries until the test ends. They are written by its own administrator over the
// network, so that its overlays see them: memberOf is computed, not told.
func startSlapd(t *testing.T, entries string) slapd {
	t.Helper()
	program, err := exec.LookPath("/usr/sbin/slapd")
	if err != nil {
		missing(t, "slapd")
	}
	folder := folderForNobody(t)
	s := slapd{plain: "ldap://" + freeAddress(t), ldaps: "ldaps://" + freeAddress(t), roots: x509.NewCertPool()}
	s.roots.AppendCertsFromPEM(writeCertificate(t, folder))
	write(t, filepath.Join(folder, "slapd.conf"), strings.ReplaceAll(slapdConf, "FOLDER", folder))
	if err := os.Mkdir(filepath.Join(folder, "db"), 0o777); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	server := exec.Command(program, "-f", filepath.Join(folder, "slapd.conf"), "-h", s.plain+" "+s.ldaps, "-d", "config")
	server.Stderr = &said
	server.SysProcAttr = unprivileged(t, folder)
	server.SysProcAttr.Pdeathsig = syscall.SIGKILL // also where the test is killed
	ended := run(t, server)
	conn, err := dialUntil(s.plain, ended)
	if err != nil {
		<-ended
		t.Fatalf("slapd ended: %v\n%s", err, said.String())
	}
	defer conn.Close()
	fill(t, conn, entries)
	return s
}

// slapdConf has AD's attributes under AD's numbers, one entry at which signing in gives "busy", and nothing that anybody
// could read without signing in.
const slapdConf = `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
objectclass ( 1.2.840.113556.1.5.6 NAME 'securityPrincipal' AUXILIARY MAY ( userAccountControl $ sAMAccountName $ objectGUID ) )
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload retcode
pidfile FOLDER/slapd.pid
TLSCertificateFile FOLDER/cert.pem
TLSCertificateKeyFile FOLDER/key.pem
database mdb
suffix "dc=example,dc=test"
rootdn "cn=root,dc=example,dc=test"
rootpw root
directory FOLDER/db
overlay memberof
overlay retcode
retcode-parent "ou=none,dc=example,dc=test"
retcode-indir
access to attrs=userPassword by anonymous auth by * none
access to dn.exact="uid=user-busy,ou=people,dc=example,dc=test" by * read
access to dn.subtree="ou=ad,dc=example,dc=test" attrs=entryUUID by * none
access to * by dn.exact="cn=service,dc=example,dc=test" read by * none
`

func fill(t *testing.T, conn *ldap.Conn, entries string) {
	t.Helper()
	if err := conn.Bind("cn=root,"+base, "root"); err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(strings.TrimSpace(entries), "\n\n") {
		if err := conn.Add(addRequest(block)); err != nil {
			t.Fatalf("%v in\n%s", err, block)
		}
	}
}

// dialUntil tries until the server listens, or has ended.
func dialUntil(url string, ended <-chan struct{}) (conn *ldap.Conn, err error) {
	for {
		if conn, err = ldap.DialURL(url); err == nil {
			return conn, nil
		}
		select {
		case <-ended:
			return nil, err
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// addRequest reads an entry: "name: value" lines, the first the DN.
func addRequest(block string) *ldap.AddRequest {
	values, order := map[string][]string{}, []string{}
	for line := range strings.SplitSeq(block, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		if values[name] == nil {
			order = append(order, name)
		}
		values[name] = append(values[name], value)
	}
	request := ldap.NewAddRequest(values["dn"][0], nil)
	for _, name := range order[1:] {
		request.Attribute(name, values[name])
	}
	return request
}

// folderForNobody is a temporary folder that another user can be given: the testing package's own lie in one that only
// this user may enter.
func folderForNobody(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "slapd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// unprivileged lets a child of root run as nobody, who is given the folder.
func unprivileged(t *testing.T, folder string) *syscall.SysProcAttr {
	if os.Getuid() != 0 {
		return &syscall.SysProcAttr{}
	}
	const nobody = 65534
	err := filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, nobody, nobody)
	})
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// writeCertificate makes a certificate for 127.0.0.1 in cert.pem and key.pem, and gives it as PEM.
func writeCertificate(t *testing.T, folder string) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "slapd of a test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	write(t, filepath.Join(folder, "cert.pem"), string(public))
	write(t, filepath.Join(folder, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
	return public
}

// directory is how an archive asks the server.
func (s slapd) directory() signon.LDAP {
	return signon.LDAP{
		URL: s.ldaps, Roots: s.roots, BindDN: service, BindPassword: password, Base: base, Filter: "(uid=%s)",
	}
}

// person is the entry of an artificial person.
func person(uid, display string, more ...string) string {
	lines := []string{
		"dn: uid=" + uid + ",ou=people," + base, "objectClass: inetOrgPerson", "objectClass: securityPrincipal",
		"uid: " + uid, "cn: " + display, "sn: " + display, "userPassword: " + password,
	}
	return strings.Join(append(lines, more...), "\n")
}
