package account

import (
	"context"
	"errors"
	"time"
)

// An access token lets a program act as a user, on the routes for programs only (site/web). It is a session of another kind:
// begun at the machine, with an end of its own, never fresh, and gone with whatever ends the user's sessions.

// MostTokens and LongestToken bound the access tokens of one user.
const (
	MostTokens   = 10
	LongestToken = 366 * 24 * time.Hour
)

// tokenPrefix tells an access token from everything else that looks random, to people and to what searches files for secrets.
const tokenPrefix = "tongbao-"

// ErrTokens says that a user has as many access tokens as is allowed, or that one would last too long, or not at all.
var ErrTokens = errors.New("account: no such access token can be given")

// AddToken gives an access token to a user; purpose says what it is for. The token is given only here. ManageAccounts.
// ErrNotFound, ErrTokens.
func (s *Service) AddToken(ctx context.Context, by Actor, userID, purpose string, lasts time.Duration) (string, Session, error) {
	token, now := tokenPrefix+newToken(), s.now()
	session := Session{
		ID: newID(), Token: DigestOf(token), UserID: userID, Created: now, Seen: now, Expires: now.Add(lasts),
		Address: by.Origin.Address, Agent: clip(purpose, 256),
	}
	err := s.manage(ctx, by, "token.add", userID, func(tx Tx, _ Actor) (map[string]string, error) {
		user, err := wanted(tx, userID)
		if err != nil {
			return nil, err
		}
		living, err := s.tokens(tx, userID)
		if err == nil && (user.Disabled || lasts <= 0 || lasts > LongestToken || len(living) >= MostTokens) {
			err = ErrTokens
		}
		if err != nil {
			return nil, err
		}
		detail := map[string]string{"token": session.ID, "until": session.Expires.Format(time.RFC3339), "purpose": session.Agent}
		return detail, tx.PutSession(session)
	})
	if err != nil {
		return "", Session{}, err
	}
	return token, session, nil
}

// Tokens lists the living access tokens of a user, newest first. ManageAccounts.
func (s *Service) Tokens(ctx context.Context, by Actor, userID string) ([]Session, error) {
	var list []Session
	err := s.manageRead(ctx, by, func(tx Tx) (err error) {
		list, err = s.tokens(tx, userID)
		return err
	})
	return list, err
}

// EndTokens ends all access tokens of a user, and nothing else. ManageAccounts. ErrNotFound.
func (s *Service) EndTokens(ctx context.Context, by Actor, userID string) error {
	return s.manage(ctx, by, "token.end", userID, func(tx Tx, _ Actor) (map[string]string, error) {
		if _, err := wanted(tx, userID); err != nil {
			return nil, err
		}
		list, err := s.tokens(tx, userID)
		for _, t := range list {
			err = errors.Join(err, tx.DropSession(t.ID))
		}
		return nil, err
	})
}

func (s *Service) tokens(tx Tx, userID string) ([]Session, error) {
	all, err := tx.Sessions(userID)
	var list []Session
	for _, session := range all {
		if session.IsToken() && session.Alive(s.now(), s.opt.Rules) {
			list = append(list, session)
		}
	}
	return list, err
}

// AuthenticateToken gives whose access token it is, or ErrNoSession; a browser's session is none.
func (s *Service) AuthenticateToken(ctx context.Context, from Origin, token string) (Actor, error) {
	return s.authenticate(ctx, from, token, true)
}
