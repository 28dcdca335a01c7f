package annotation

import (
	"errors"

	"tongbao/site/account"
)

// What an act fails with, beside the store's own errors and those of account (ErrNoSession, ErrMustChange). The edges put
// these into words.
var (
	// ErrForbidden says that the role, or not being the author, forbids it (403).
	ErrForbidden = account.ErrForbidden
	// ErrNotFound says that there is no such thing, or none that the actor may know of (404).
	ErrNotFound = errors.New("annotation: not found")
	// ErrGone says that it was there and was deleted or withdrawn (410).
	ErrGone = errors.New("annotation: deleted")
	// ErrStale says that somebody changed it since the revision that was named (412).
	ErrStale = errors.New("annotation: changed since")
	// ErrState says that the act does not fit the state: a task reported before it was received, words changed after signing (409).
	ErrState = errors.New("annotation: not in this state")
	// ErrElsewhere says that the quote does not stand at the position in the text of that edition (409).
	ErrElsewhere = errors.New("annotation: the quote does not stand there")
	// ErrReplied says that a note others have replied to cannot be shown to more people (409).
	ErrReplied = errors.New("annotation: others have replied in confidence")
	// ErrTooMany says that a bound of number is reached: replies, attachments, notes of one person on one bulletin (409).
	ErrTooMany = errors.New("annotation: too many")
)

// BadField says which field of a note, reply, instruction or act is missing, too long or none of its values (422).
type BadField struct{ Field string }

func (b *BadField) Error() string { return "annotation: bad field: " + b.Field }
