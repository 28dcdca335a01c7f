package annotation

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tongbao/site/account"
)

// AttachmentTypes are the kinds of files that are taken, told by their first bytes and never by what a client says: pictures
// and PDF of scans, office documents of material. All are to be served as downloads, or as pictures under the strict policy.
func AttachmentTypes() []string {
	return []string{"image/jpeg", "image/png", "image/webp", "application/pdf", "application/zip", "application/x-ole-storage"}
}

// kindOfFile tells a file's type by its first bytes, "" for one that is not taken. Office documents are zip or OLE.
func kindOfFile(content []byte) string {
	for _, k := range []struct{ kind, magic string }{
		{"image/jpeg", "\xff\xd8\xff"}, {"image/png", "\x89PNG\r\n\x1a\n"}, {"application/pdf", "%PDF-"},
		{"application/zip", "PK\x03\x04"}, {"application/x-ole-storage", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
	} {
		if bytes.HasPrefix(content, []byte(k.magic)) {
			return k.kind
		}
	}
	if len(content) > 12 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP" {
		return "image/webp"
	}
	return ""
}

// Attach keeps a file with an instruction, once for a key of the actor's: the editor's is the scan of an entered instruction
// (the last one counts), a unit's is material for its next step. *BadField "file-name", "file-empty", "file-size", "file-kind" or
// "file-scan" (a scan is a picture or PDF), ErrTooMany, and those of Do.
func (s *Service) Attach(ctx context.Context, by account.Actor, key, id, name string, content []byte) (Attachment, error) {
	sum := sha256.Sum256(content)
	a := Attachment{ID: newID(), Instruction: id, Name: fileName(name), Type: kindOfFile(content), Size: len(content), SHA256: hex.EncodeToString(sum[:])}
	if err := a.check(); err != nil {
		return Attachment{}, err
	}
	first, err := s.write(ctx, by, key, InstructionChanged, Attach, id, func(t turn) (string, error) {
		in, err := t.instruction(Attach, id, t.by.User.Unit)
		if err != nil {
			return "", err
		}
		have, err := t.Attachments(id)
		if err != nil || len(have) >= MaxAttachments {
			return "", orElse(err, ErrTooMany)
		}
		a.By, a.At = t.person(), s.now()
		if err := t.PutAttachment(a, content); err != nil {
			return "", err
		}
		if t.by.User.Role == account.Editor {
			if !strings.HasPrefix(a.Type, "image/") && a.Type != "application/pdf" {
				return "", &BadField{"file-scan"}
			}
			in.Scan = a.ID
			in.Revision++
			if err := t.PutInstruction(in); err != nil {
				return "", err
			}
		}
		return a.ID, t.record(InstructionChanged, Attach, in.Target.Bulletin, id, map[string]string{"file": a.ID, "sha256": a.SHA256})
	})
	if err != nil || first == "" {
		return a, err
	}
	a, _, err = s.Attachment(ctx, by, first)
	return a, err
}

// check refuses what is no file to keep: *BadField.
func (a Attachment) check() error {
	switch {
	case a.Name == "":
		return &BadField{"file-name"}
	case a.Size == 0:
		return &BadField{"file-empty"}
	case a.Size > MaxAttachment:
		return &BadField{"file-size"}
	case a.Type == "":
		return &BadField{"file-kind"}
	}
	return nil
}

// fileName is the last part of a name, without what no file system or header takes; at most 120 code points.
func fileName(name string) string {
	if !utf8.ValidString(name) {
		return ""
	}
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	runes := slices.DeleteFunc([]rune(name), func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(`"<>:|?*`, r) })
	runes = runes[max(0, len(runes)-120):]
	return strings.Trim(string(runes), " .")
}

// Attachment gives a file and its content to whoever may see its instruction.
func (s *Service) Attachment(ctx context.Context, by account.Actor, id string) (Attachment, []byte, error) {
	var a Attachment
	var content []byte
	err := s.read(ctx, by, func(t turn) error {
		if !isID(id) {
			return ErrNotFound
		}
		var found bool
		var err error
		if a, found, err = t.Attachment(id); err != nil || !found {
			return orElse(err, ErrNotFound)
		}
		if _, err = t.instruction(See, a.Instruction, ""); err == nil {
			content, err = t.AttachmentContent(id)
		}
		return err
	})
	if err != nil {
		return Attachment{}, nil, err
	}
	return a, content, nil
}

// Attachments lists the files of an instruction, in order of time.
func (s *Service) Attachments(ctx context.Context, by account.Actor, instruction string) ([]Attachment, error) {
	var list []Attachment
	err := s.read(ctx, by, func(t turn) error {
		_, err := t.instruction(See, instruction, "")
		if err == nil {
			list, err = t.Attachments(instruction)
		}
		return err
	})
	return list, err
}
