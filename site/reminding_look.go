package site

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
	"tongbao/site/carrier"
	"tongbao/site/reminder"
)

// ErrNoReminders says that the settings name no carrier.
var ErrNoReminders = errors.New(archive.SettingsFile + " 没有写 [reminders.mail] 或 [reminders.webhook]，提醒只在网页上显示")

// A DueReminder is one message as it would go.
type DueReminder struct {
	Carrier string `json:"carrier"` // mail or webhook
	To      string `json:"to"`      // login name; "" for the group
	Subject string `json:"subject"`
}

// DueReminders lists what would be sent now, and sends nothing. It works beside a running server.
func DueReminders(ctx context.Context, a *archive.Archive, version string) (list []DueReminder, err error) {
	r, s, done, err := lookAtReminders(ctx, a, version)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	tasks, err := s.Due(ctx, r.by())
	for _, t := range tasks {
		list = append(list, DueReminder{t.Carrier, t.To.Name, t.Subject(r.names)})
	}
	return list, err
}

// Delivered lists what was taken up since a time, the latest first, and login names by the ids of recipients. It works beside a
// running server.
func Delivered(ctx context.Context, a *archive.Archive, version string, since time.Time) (list []reminder.Delivery, names map[string]string, err error) {
	_, s, done, err := lookAtReminders(ctx, a, version)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	return s.Deliveries(ctx, since)
}

func lookAtReminders(ctx context.Context, a *archive.Archive, version string) (*reminding, *reminder.Service, func() error, error) {
	r, err := openReminding(a)
	if err != nil {
		return nil, nil, nil, err
	}
	now, err := see(a)
	if err != nil {
		return nil, nil, nil, err
	}
	opened, err := look(ctx, a, version)
	if err != nil {
		return nil, nil, nil, err
	}
	shown := &publication{folder: func(role account.Role) string { return now.folders[role] }}
	return r, reminder.New(opened.Reminders(), reminderOptions(a, shown, r.rules)), opened.Close, nil
}

// TryReminders sends a trial by every carrier that there is: by mail to the account of a name. It gives what each said, by carrier.
func TryReminders(ctx context.Context, a *archive.Archive, version, name string) (map[string]error, error) {
	r, err := openReminding(a)
	if err != nil {
		return nil, err
	}
	if len(r.carriers) == 0 {
		return nil, ErrNoReminders
	}
	to, err := accountNamed(ctx, a, version, name)
	if err != nil {
		return nil, err
	}
	trial := carrier.Message{
		ID: fmt.Sprintf("trial-%d", time.Now().UnixNano()), Name: displayed(to), Address: to.Email, At: time.Now(),
		Subject: "【通报库】试发", Text: "这是一条试发的提醒，收到说明设置正确。\n\n由通报库自动发送，请勿回复。\n",
		Data: map[string]string{"kind": "trial", "subject": "试发"},
	}
	said := map[string]error{}
	for _, by := range r.by() {
		if by == reminder.ByMail && to.Email == "" {
			said[by] = errors.New("这个账号没有电子邮箱（tongbao user email）")
			continue
		}
		said[by] = r.carriers[by].Send(ctx, trial)
	}
	return said, nil
}

func accountNamed(ctx context.Context, a *archive.Archive, version, name string) (user account.User, err error) {
	s, err := look(ctx, a, version)
	if err != nil {
		return user, err
	}
	err = s.Accounts().Read(ctx, func(tx account.Tx) error {
		var found bool
		user, found, err = tx.UserNamed(account.Fold(name))
		if err == nil && !found {
			err = account.ErrNotFound
		}
		return err
	})
	return user, errors.Join(err, s.Close())
}

// lately is how far back the doctor looks for reminders that did not go.
const lately = 7 * 24 * time.Hour

// remindersCheck signs in at the mail server, and looks what did not go lately. A webhook is not asked: it would write to a group.
func remindersCheck(ctx context.Context, a *archive.Archive, version string) Check {
	const name = "提醒"
	r, err := openReminding(a)
	switch {
	case err != nil:
		return Check{name, "bad", err.Error()}
	case len(r.carriers) == 0:
		return Check{name, "ok", "没有设置邮件和机器人，提醒只在网页上显示"}
	}
	if m, ok := r.carriers[reminder.ByMail].(carrier.Mail); ok {
		if err := m.Check(ctx); err != nil {
			return Check{name, "bad", fmt.Sprintf("邮件服务器 %s 不能用：%v", m.Server, err)}
		}
	}
	list, _, err := Delivered(ctx, a, version, time.Now().Add(-lately))
	if err != nil {
		return Check{name, "warn", "不能查看发送记录：" + err.Error()}
	}
	sent, lost := 0, 0
	for _, d := range list {
		switch {
		case d.State == reminder.Sent:
			sent++
		case d.State == reminder.Failed, d.State == reminder.Unknown, d.Stuck(time.Now()):
			lost++
		}
	}
	if lost > 0 {
		return Check{name, "warn", fmt.Sprintf("七天内有 %d 条提醒没有发出或不知是否送达，用 tongbao reminders 查看", lost)}
	}
	return Check{name, "ok", fmt.Sprintf("可以发送，七天内发出 %d 条", sent)}
}
