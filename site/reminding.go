package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
	"tongbao/site/carrier"
	"tongbao/site/reminder"
)

// Secrets of reminders may stand in the environment instead of files.
const (
	mailPasswordName  = "TONGBAO_MAIL_PASSWORD"
	webhookURLName    = "TONGBAO_WEBHOOK_URL"
	webhookSecretName = "TONGBAO_WEBHOOK_SECRET"
)

// reminding is how an archive's settings want people to be reminded beside the screen.
type reminding struct {
	carriers map[string]carrier.Carrier // by name; none where nobody is to be
	names    reminder.Names
	rules    reminder.Rules
	from, to time.Duration // of the day, when messages go
}

// openReminding reads the settings and asks nobody yet. The error says what is not right, and where.
func openReminding(a *archive.Archive) (*reminding, error) {
	s := a.Settings.Reminders
	r := &reminding{carriers: map[string]carrier.Carrier{}, rules: reminder.Rules{UnreadDays: cmp.Or(s.UnreadDays, 3), Daily: s.Overdue != "once"}}
	r.names = namesOf(a)
	var err error
	if r.names.Base, err = baseOf(s.Link); err != nil {
		return nil, settingsTrouble("[reminders]", err)
	}
	if r.from, r.to, err = hoursOf(cmp.Or(s.Hours, "08:00-20:00")); err != nil {
		return nil, settingsTrouble("[reminders]", err)
	}
	switch {
	case s.Overdue != "" && s.Overdue != "daily" && s.Overdue != "once":
		return nil, settingsTrouble("[reminders]", fmt.Errorf("overdue 写了 %q，应为 daily 或 once", s.Overdue))
	case s.UnreadDays < 0:
		return nil, settingsTrouble("[reminders]", errors.New("unread_days 应为 1 以上的天数"))
	}
	if err := r.addMail(a, s.Mail); err != nil {
		return nil, settingsTrouble("[reminders.mail]", err)
	}
	if err := r.addWebhook(a, s.Webhook); err != nil {
		return nil, settingsTrouble("[reminders.webhook]", err)
	}
	return r, nil
}

func (r *reminding) addMail(a *archive.Archive, s archive.Mail) error {
	if s == (archive.Mail{}) {
		return nil
	}
	m := carrier.Mail{Server: s.Server, TLS: cmp.Or(s.TLS, "tls"), User: s.User, From: s.From}
	var err error
	if m.Password, err = secret(a, s.PasswordFile, mailPasswordName); err != nil {
		return err
	}
	if s.User == "" && s.PasswordFile == "" {
		m.Password = "" // the environment may hold one for another archive
	}
	if m.Roots, err = rootsFile(a, s.CAFile); err != nil {
		return err
	}
	r.carriers[reminder.ByMail] = m
	return m.Valid()
}

func (r *reminding) addWebhook(a *archive.Archive, s archive.Webhook) error {
	if s == (archive.Webhook{}) {
		return nil
	}
	h := carrier.Webhook{Format: cmp.Or(s.Format, "json")}
	var err error
	if h.URL, err = secret(a, s.URLFile, webhookURLName); err != nil {
		return err
	}
	if h.Secret, err = secret(a, s.SecretFile, webhookSecretName); err != nil {
		return err
	}
	if h.Roots, err = rootsFile(a, s.CAFile); err != nil {
		return err
	}
	r.carriers[reminder.ByWebhook] = h
	return h.Valid()
}

// secret is what a file holds, or the environment where no file is named.
func secret(a *archive.Archive, file, variable string) (string, error) {
	if file == "" {
		return os.Getenv(variable), nil
	}
	return secretFile(a, file)
}

func baseOf(link string) (string, error) {
	if link == "" {
		return "", nil
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("link 写了 %q，应为通报库的网址，如 https://tongbao.office.example/", link)
	}
	return strings.TrimSuffix(link, "/") + "/", nil
}

// hoursOf reads 08:00-20:00.
func hoursOf(text string) (from, to time.Duration, err error) {
	a, b, _ := strings.Cut(text, "-")
	begin, errA := time.Parse("15:04", strings.TrimSpace(a))
	end, errB := time.Parse("15:04", strings.TrimSpace(b))
	if errA != nil || errB != nil || !begin.Before(end) {
		return 0, 0, fmt.Errorf("hours 写了 %q，应如 08:00-20:00", text)
	}
	midnight := time.Date(begin.Year(), begin.Month(), begin.Day(), 0, 0, 0, 0, begin.Location())
	return begin.Sub(midnight), end.Sub(midnight), nil
}

// now tells whether messages go at a time of the day.
func (r *reminding) now(at time.Time) bool {
	of := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	return r.from <= of && of < r.to
}

// by are the names of the carriers that there are, in order.
func (r *reminding) by() []string {
	var names []string
	for _, name := range []string{reminder.ByMail, reminder.ByWebhook} {
		if r.carriers[name] != nil {
			names = append(names, name)
		}
	}
	return names
}

// message writes a reminder for its carrier.
func (r *reminding) message(t reminder.Task, at time.Time) carrier.Message {
	return carrier.Message{
		ID: t.ID(), Name: displayed(t.To), Address: t.To.Email, Subject: t.Subject(r.names), Text: t.Text(r.names), Data: t.Told(r.names), At: at,
	}
}

func displayed(u account.User) string { return cmp.Or(u.Display, u.Name) }

// outcome says what became of a message.
func outcome(err error) reminder.Outcome {
	switch {
	case err == nil:
		return reminder.Outcome{State: reminder.Sent}
	case errors.Is(err, carrier.ErrUncertain):
		return reminder.Outcome{State: reminder.Unknown, Error: err.Error()}
	case errors.Is(err, carrier.ErrRefused):
		return reminder.Outcome{State: reminder.Failed, Error: err.Error()}
	}
	return reminder.Outcome{State: reminder.Waiting, Error: err.Error()}
}

// round sends what is due, once for each.
func (r *reminding) round(ctx context.Context, s *reminder.Service, at func() time.Time, settled func(reminder.Task, reminder.Outcome)) error {
	for r.now(at().Local()) && ctx.Err() == nil {
		tasks, err := s.Claim(ctx, r.by())
		if err != nil || len(tasks) == 0 {
			return err
		}
		for _, t := range tasks {
			o := reminder.Outcome{State: reminder.Waiting, Error: "the server was being stopped"}
			if ctx.Err() == nil { // what has begun is ended: cut off, nobody would know whether it went
				o = outcome(r.carriers[t.Carrier].Send(context.WithoutCancel(ctx), r.message(t, at())))
			}
			if err := s.Settle(context.WithoutCancel(ctx), t, o); err != nil {
				return err // it stays as being sent: nobody sends it again
			}
			settled(t, o)
		}
	}
	return nil
}
