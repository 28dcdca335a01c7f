package signon

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"tongbao/site/account"
)

// disabledInAD is the bit ACCOUNTDISABLE of userAccountControl ([MS-ADTS] 2.2.16).
const disabledInAD = 2

// attributes are what is asked for; those that a server adds by itself come only by name.
func (d LDAP) attributes() []string {
	return []string{"uid", "sAMAccountName", "displayName", "cn", "departmentNumber", "department", "ou", "title",
		"entryUUID", "objectGUID", "userAccountControl", d.groups()}
}

func (d LDAP) groups() string { return firstOf(d.Groups, "memberOf") }

// identity reads an entry whose password was right. The name is the entry's own, so that whoever signs in with a mail
// address is the same user.
func (d LDAP) identity(e *ldap.Entry, typed string) (account.Identity, error) {
	if control, err := strconv.Atoi(attribute(e, "userAccountControl")); err == nil && control&disabledInAD != 0 {
		return account.Identity{}, refuse("disabled in the directory")
	}
	groups := e.GetEqualFoldAttributeValues(d.groups())
	grant, err := d.Grants.of(func(group string) bool { return inGroup(groups, group) })
	if err != nil {
		return account.Identity{}, err
	}
	name, err := loginName(attribute(e, "sAMAccountName"), attribute(e, "uid"), typed)
	if err != nil {
		return account.Identity{}, err
	}
	return account.Identity{
		Source: account.LDAP, Subject: subject(e), Name: name,
		Display: firstOf(attribute(e, "displayName"), attribute(e, "cn"), name),
		Office: tidy(firstOf(attribute(e, "departmentNumber"), attribute(e, "department"), attribute(e, "ou")) +
			" " + attribute(e, "title")),
		Role: grant.Role, Unit: grant.Unit,
	}, nil
}

func attribute(e *ldap.Entry, name string) string { return tidy(e.GetEqualFoldAttributeValue(name)) }

// subject is what stays when a person is renamed or moved: the server's own id of the entry, else its DN.
func subject(e *ldap.Entry) string {
	if id := attribute(e, "entryUUID"); id != "" {
		return id
	}
	if raw := e.GetEqualFoldRawAttributeValue("objectGUID"); len(raw) == 16 {
		return guid(raw)
	}
	return strings.ToLower(e.DN)
}

// guid writes AD's 16 bytes as AD's tools do: the first three numbers are little-endian ([MS-DTYP] 2.3.4.2).
func guid(raw []byte) string {
	return fmt.Sprintf("%08x-%04x-%04x-%x-%x", binary.LittleEndian.Uint32(raw), binary.LittleEndian.Uint16(raw[4:]),
		binary.LittleEndian.Uint16(raw[6:]), raw[8:10], raw[10:])
}

// inGroup tells whether one of a person's groups is meant by the settings' text: a whole DN, the cn that a DN begins with,
// or just the same text where the attribute holds no DNs.
func inGroup(groups []string, wanted string) bool {
	meant, err := ldap.ParseDN(wanted)
	whole := err == nil && len(meant.RDNs) > 0
	for _, group := range groups {
		dn, err := ldap.ParseDN(group)
		switch {
		case err != nil || len(dn.RDNs) == 0:
			if strings.EqualFold(group, wanted) {
				return true
			}
		case whole:
			if dn.EqualFold(meant) {
				return true
			}
		case isCommonName(dn.RDNs[0], wanted):
			return true
		}
	}
	return false
}

func isCommonName(rdn *ldap.RelativeDN, wanted string) bool {
	return len(rdn.Attributes) == 1 && strings.EqualFold(rdn.Attributes[0].Type, "cn") &&
		strings.EqualFold(rdn.Attributes[0].Value, wanted)
}
