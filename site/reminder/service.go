package reminder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/audit"
)

// Options are what a Service needs beside its store; all are required.
type Options struct {
	Now      func() time.Time
	Location *time.Location // where the office is
	Rules    Rules
	Editions func() ([]Edition, error) // published ones in force, without who has read them
	Reads    func(role account.Role, bulletin string) bool
}

// Service takes up what is due and keeps what became of it. It may be used by several servers on one store.
type Service struct {
	store Store
	opt   Options
}

// New makes a service.
func New(store Store, opt Options) *Service { return &Service{store, opt} }

// Names of carriers.
const (
	ByMail    = "mail"
	ByWebhook = "webhook"
)

// Task is one reminder to be sent by one carrier.
type Task struct {
	Reminder
	Carrier  string
	Delivery Delivery
}

// ID is the same for the same reminder, carrier and recipient, however often it is tried.
func (t Task) ID() string {
	sum := sha256.Sum256([]byte(t.Delivery.Key + "\n" + t.Carrier + "\n" + t.Delivery.Recipient))
	return hex.EncodeToString(sum[:16])
}

// atOnce is how many are taken up in one transaction: what a server killed meanwhile leaves behind is at most that many.
const atOnce = 10

// Due lists what would be sent now by the carriers, and was not.
func (s *Service) Due(ctx context.Context, carriers []string) (tasks []Task, err error) {
	editions, err := s.opt.Editions()
	if err != nil {
		return nil, err
	}
	err = s.store.Read(ctx, func(tx Tx) (err error) {
		tasks, err = s.due(tx, slices.Clone(editions), carriers)
		return err
	})
	return tasks, err
}

// Claim takes up some of what is due: it is this caller's to send, and nobody else's ever. None are left when it gives none.
func (s *Service) Claim(ctx context.Context, carriers []string) ([]Task, error) {
	due, err := s.Due(ctx, carriers)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	var mine []Task
	err = s.store.Write(ctx, func(tx Tx) error {
		mine = nil
		for _, t := range due[:min(atOnce, len(due))] {
			was, known, err := tx.Delivery(t.Delivery.Key, t.Carrier, t.Delivery.Recipient)
			if err != nil {
				return err
			}
			if known && !s.again(was) { // another server was faster
				continue
			}
			t.Delivery.Attempts, t.Delivery.State, t.Delivery.At, t.Delivery.Next = was.Attempts+1, Sending, s.now(), time.Time{}
			if err := tx.PutDelivery(t.Delivery); err != nil {
				return err
			}
			mine = append(mine, t)
		}
		return nil
	})
	return mine, err
}

func (s *Service) now() time.Time { return s.opt.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) again(d Delivery) bool { return d.State == Waiting && !d.Next.After(s.now()) }

func (s *Service) due(tx Tx, editions []Edition, carriers []string) ([]Task, error) {
	situation := Situation{Now: s.opt.Now().In(s.opt.Location), Editions: editions, Reads: s.opt.Reads, Rules: s.opt.Rules}
	var err error
	if situation.Users, err = tx.Accounts().Users(); err != nil {
		return nil, err
	}
	if situation.Instructions, err = tx.Instructions(annotation.Filter{}); err != nil {
		return nil, err
	}
	for i, e := range editions {
		read, err := tx.Acknowledgements(e.Bulletin, e.Number)
		if err != nil {
			return nil, err
		}
		editions[i].Read = map[string]bool{}
		for _, a := range read {
			editions[i].Read[a.By.ID] = true
		}
	}
	var tasks []Task
	for _, r := range Due(situation) {
		carrier, reachable := r.carrier()
		if !reachable || !slices.Contains(carriers, carrier) {
			continue
		}
		was, known, err := tx.Delivery(r.Key, carrier, r.To.ID)
		if err != nil {
			return nil, err
		}
		if !known || s.again(was) {
			tasks = append(tasks, Task{r, carrier, Delivery{Key: r.Key, Carrier: carrier, Recipient: r.To.ID, Kind: r.Kind, Object: r.Object()}})
		}
	}
	return tasks, nil
}

// carrier is how a reminder goes: to a person by mail, where they have an address; to the group by webhook.
func (r Reminder) carrier() (string, bool) {
	if r.To.ID == "" {
		return ByWebhook, true
	}
	return ByMail, r.To.Email != ""
}

// Outcome is what became of sending.
type Outcome struct {
	State State  // Sent, Waiting, Failed or Unknown
	Error string // as Delivery.Error
}

// retries are how long to wait after each attempt that failed for a reason that may pass.
var retries = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour}

// Settle keeps what became of a task, with its entry in the audit where that is final: who, by what, about what, no words.
func (s *Service) Settle(ctx context.Context, t Task, o Outcome) error {
	d := t.Delivery
	d.State, d.Error, d.At = o.State, o.Error, s.now()
	if o.State == Waiting {
		if d.Attempts > len(retries) {
			d.State = Failed
		} else {
			d.Next = d.At.Add(retries[d.Attempts-1])
		}
	}
	return s.store.Write(ctx, func(tx Tx) error {
		if err := tx.PutDelivery(d); err != nil || d.State == Waiting {
			return err
		}
		outcome := audit.OK
		if d.State != Sent {
			outcome = audit.Failed
		}
		detail := map[string]string{"kind": string(d.Kind), "carrier": d.Carrier, "to": t.To.Name, "bulletin": t.Bulletin}
		if d.State != Sent {
			detail["state"] = string(d.State)
		}
		return tx.Audit(audit.Entry{Action: "reminder.send", Object: d.Object, Outcome: outcome, Detail: audit.Detail(detail)})
	})
}

// Deliveries lists what was taken up since a time, the latest first, and login names by the ids of recipients.
func (s *Service) Deliveries(ctx context.Context, since time.Time) (list []Delivery, names map[string]string, err error) {
	names = map[string]string{}
	err = s.store.Read(ctx, func(tx Tx) (err error) {
		if list, err = tx.Deliveries(since); err != nil {
			return err
		}
		users, err := tx.Accounts().Users()
		for _, u := range users {
			names[u.ID] = u.Name
		}
		return err
	})
	return list, names, err
}
