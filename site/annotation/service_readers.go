package annotation

import (
	"context"
	"fmt"

	"tongbao/site/account"
)

// ReadingChanged is the topic of acknowledgements; the object is "BULLETIN EDITION".
const ReadingChanged = "reading"

// Acknowledge notes that the actor has read an edition (圈阅). Doing it again changes nothing.
func (s *Service) Acknowledge(ctx context.Context, by account.Actor, bulletin string, edition int) (Acknowledgement, error) {
	if current, found := s.opt.Publication.Current(bulletin); !found || edition < 0 || edition > current {
		return Acknowledgement{}, ErrNotFound
	}
	var ack Acknowledgement
	_, err := s.write(ctx, by, "", ReadingChanged, Acknowledge, bulletin, func(t turn) (string, error) {
		if err := t.may(Acknowledge, bulletin, Object{}); err != nil {
			return "", err
		}
		var there bool
		var err error
		if ack, there, err = t.Acknowledgement(t.by.User.ID, bulletin, edition); err != nil || there {
			return "", err
		}
		ack = Acknowledgement{bulletin, edition, t.person(), s.now()}
		if err := t.PutAcknowledgement(ack); err != nil {
			return "", err
		}
		return "", t.record(ReadingChanged, Acknowledge, bulletin, fmt.Sprint(edition), map[string]string{"bulletin": bulletin})
	})
	return ack, err
}

// Readers tells who has read an edition, and which leaders that may read it have not.
func (s *Service) Readers(ctx context.Context, by account.Actor, bulletin string, edition int) (Readers, error) {
	var r Readers
	err := s.read(ctx, by, func(t turn) error {
		if err := t.may(SeeReaders, bulletin, Object{}); err != nil {
			return err
		}
		var err error
		if r.Read, err = t.Acknowledgements(bulletin, edition); err != nil {
			return err
		}
		read := map[string]bool{}
		for _, a := range r.Read {
			read[a.By.ID] = true
		}
		users, err := t.Accounts().Users()
		for _, u := range users {
			if u.Role == account.Leader && !u.Disabled && !read[u.ID] && s.opt.Reads(u.Role, bulletin) {
				r.Unread = append(r.Unread, personOf(u))
			}
		}
		return err
	})
	return r, err
}
