package annotation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"tongbao/site/account"
)

// Instruction gives an instruction with its tasks and steps, and its place in the edition in force. ErrNotFound, ErrGone.
func (s *Service) Instruction(ctx context.Context, by account.Actor, id string) (Instruction, error) {
	var in Instruction
	err := s.read(ctx, by, func(t turn) (err error) {
		if in, err = t.instruction(See, id, ""); err == nil {
			in.Mapping, err = t.placed(in.ID, in.Target)
		}
		return err
	})
	return in, err
}

// Instructions lists what the actor may see of what a filter chooses, by creation, each with its place in the edition that the
// filter names (the one in force else): the ledger.
func (s *Service) Instructions(ctx context.Context, by account.Actor, f Filter) ([]Instruction, error) {
	var list []Instruction
	err := s.read(ctx, by, func(t turn) error {
		all, err := t.Instructions(f)
		if err != nil {
			return err
		}
		places := t.places(f)
		for _, in := range all {
			if t.may(See, in.Target.Bulletin, in.object("")) != nil {
				continue
			}
			mapping, there, err := places.of(in.ID, in.Target)
			if err != nil {
				return err
			}
			if there {
				in.Mapping = mapping
				list = append(list, in)
			}
		}
		return nil
	})
	return list, err
}

// Sign makes a leader's own instruction, in force at once, once for a key of the actor's. Errors: *BadField, *BadTarget,
// ErrElsewhere, ErrForbidden, ErrNotFound; ErrState where it corrects one that is not signed, or not the actor's, or corrected.
func (s *Service) Sign(ctx context.Context, by account.Actor, key string, n NewInstruction) (Instruction, error) {
	if n.Signer != "" {
		return Instruction{}, &BadField{"signer"}
	}
	return s.begin(ctx, by, key, Sign, n)
}

// Draft enters a leader's word from paper (代录); it does not count until that leader confirms it. Its scan is attached
// afterwards (Attach), before the leader can confirm. Errors as of Sign; *BadField where the signer is no leader.
func (s *Service) Draft(ctx context.Context, by account.Actor, key string, n NewInstruction) (Instruction, error) {
	if n.Signer == "" {
		return Instruction{}, &BadField{"signer"}
	}
	return s.begin(ctx, by, key, Draft, n)
}

func (s *Service) begin(ctx context.Context, by account.Actor, key string, a Act, n NewInstruction) (Instruction, error) {
	if err := n.check(s.opt.Unit); err != nil {
		return Instruction{}, err
	}
	in := Instruction{ID: newID(), State: Drafted, Revision: 1}
	in.take(n)
	first, err := s.tied(ctx, by, n.Target, func(target Target, place Mapping, head Head) (string, error) {
		in.Target, in.Mapping = target, place
		return s.write(ctx, by, key, InstructionChanged, a, target.Bulletin, func(t turn) (string, error) {
			if err := t.may(a, target.Bulletin, Object{}); err != nil {
				return "", err
			}
			if err := t.signedBy(&in, a, n.Signer); err != nil {
				return "", err
			}
			if err := t.corrects(in); err != nil {
				return "", err
			}
			if a == Sign {
				if err := t.number(&in); err != nil {
					return "", err
				}
			}
			if err := t.tie(in.ID, target, in.Mapping, head); err != nil {
				return "", err
			}
			return in.ID, t.keep(&in, a, Step{Act: a})
		})
	})
	if err != nil {
		return Instruction{}, err
	}
	if first != "" {
		return s.Instruction(ctx, by, first)
	}
	return in, nil
}

// take puts what was written into an instruction that is not signed.
func (in *Instruction) take(n NewInstruction) {
	in.Kind, in.Text, in.Deadline, in.Quotable, in.Ink, in.Corrects = n.Kind, n.Text, n.Deadline, n.Quotable, n.Ink, n.Corrects
	in.Tasks = n.tasks()
}

// signedBy fills in whose word it is.
func (t turn) signedBy(in *Instruction, a Act, signer string) error {
	in.Created = t.s.now()
	if a == Sign {
		in.Signer, in.State, in.Signed = t.person(), Signed, in.Created
		return nil
	}
	user, found, err := t.Accounts().User(signer)
	if err == nil && (!found || user.Disabled || user.Role != account.Leader || !t.s.opt.Reads(user.Role, in.Target.Bulletin)) {
		err = &BadField{"signer"}
	}
	in.Signer, in.EnteredBy = personOf(user), t.person()
	return err
}

// corrects holds a correction to be of the same leader's word on the same bulletin, and the first of it.
func (t turn) corrects(in Instruction) error {
	if in.Corrects == "" {
		return nil
	}
	if !isID(in.Corrects) {
		return &BadField{"corrects"}
	}
	was, found, err := t.Instruction(in.Corrects)
	switch {
	case err != nil:
		return err
	case !found:
		return &BadField{"corrects"}
	case !slices.Contains(correcting.states, was.State) || was.Corrected != "" || was.Signer.ID != in.Signer.ID || was.Target.Bulletin != in.Target.Bulletin:
		return ErrState
	}
	return nil
}

// keep writes an instruction with one more step.
func (t turn) keep(in *Instruction, a Act, step Step) error {
	step.Seq, step.By, step.At = len(in.Steps)+1, t.person(), t.s.now()
	if err := t.PutInstruction(*in); err != nil {
		return err
	}
	if err := t.AddStep(in.ID, step); err != nil {
		return err
	}
	in.Steps = append(in.Steps, step)
	return t.record(InstructionChanged, a, in.Target.Bulletin, in.ID, in.detail(step))
}

// detail is what the audit keeps: the digest of the words shows whether they are still the signed ones.
func (in Instruction) detail(step Step) map[string]string {
	sum := sha256.Sum256([]byte(in.Text))
	detail := map[string]string{"bulletin": in.Target.Bulletin, "kind": string(in.Kind), "state": string(in.State), "text": hex.EncodeToString(sum[:])}
	if in.Number.Serial > 0 {
		detail["number"] = in.Number.String()
	}
	if step.Unit != "" {
		detail["unit"] = step.Unit
	}
	if step.Until != "" {
		detail["until"] = string(step.Until)
	}
	if step.Act == Sign || step.Act == Draft || step.Act == Amend {
		var units []string
		for _, task := range in.Tasks {
			units = append(units, task.Unit)
		}
		detail["units"] = strings.Join(units, " ")
	}
	return detail
}

// Do does one act on an instruction that is there, once for a key of the actor's. Revision is the one it was decided on, 0 for
// whatever it is. Errors: *BadField, ErrForbidden, ErrNotFound, ErrGone, ErrState, ErrStale.
func (s *Service) Do(ctx context.Context, by account.Actor, key, id string, revision int, d Do) (Instruction, error) {
	if _, known := rules[d.Act]; !known {
		return Instruction{}, &BadField{"act"}
	}
	if err := d.check(); err != nil {
		return Instruction{}, err
	}
	if d.Amended != nil {
		if err := d.Amended.check(s.opt.Unit); err != nil {
			return Instruction{}, err
		}
	}
	var in Instruction
	first, err := s.write(ctx, by, key, InstructionChanged, d.Act, id, func(t turn) (string, error) {
		unit := d.Unit
		if unit == "" && rules[d.Act].unit {
			unit = t.by.User.Unit
		}
		var err error
		if in, err = t.instruction(d.Act, id, unit); err != nil {
			return "", err
		}
		if revision != 0 && revision != in.Revision {
			return "", ErrStale
		}
		if err := t.apply(&in, d, unit); err != nil {
			return "", err
		}
		in.Revision++
		if in.Mapping, err = t.placed(in.ID, in.Target); err != nil {
			return "", err
		}
		return in.ID, t.keep(&in, d.Act, Step{Act: d.Act, Unit: unit, Text: d.Text, Until: d.Until, Attachments: d.Attachments})
	})
	if err != nil {
		return Instruction{}, err
	}
	if first != "" {
		return s.Instruction(ctx, by, first)
	}
	return in, nil
}

// check refuses what an act may not bring: *BadField.
func (d Do) check() error {
	r := rules[d.Act]
	extends := d.Act == AskExtension || d.Act == GrantExtension
	switch {
	case r.words || d.Text != "":
		if err := checkWords("text", d.Text); err != nil {
			return err
		}
	}
	switch {
	case d.Until != "" && (!extends || !d.Until.Valid()), d.Until == "" && d.Act == AskExtension:
		return &BadField{"until"}
	case len(d.Attachments) > 0 && d.Act != Progress && d.Act != Report, len(d.Attachments) > MaxAttachments, repeated(d.Attachments):
		return &BadField{"attachments"}
	case (d.Amended != nil) != (d.Act == Amend):
		return &BadField{"amended"}
	case len(r.tasks) > 0 && !r.unit && d.Unit == "", len(r.tasks) == 0 && d.Unit != "", d.Unit != "" && !isUnit(d.Unit):
		return &BadField{"unit"}
	}
	return nil
}

// apply changes an instruction as the act asks; the policy has allowed it.
func (t turn) apply(in *Instruction, d Do, unit string) error {
	switch d.Act {
	case Amend:
		return t.amend(in, *d.Amended)
	case Discard:
		in.State, in.Ended = Discarded, t.s.now()
	case Confirm:
		return t.confirm(in)
	case Refuse:
		in.State = Refused
	case SetQuotable:
		if in.Quotable == d.Quotable { // each step on record changes it
			return ErrState
		}
		in.Quotable = d.Quotable
	case Withdraw:
		in.State, in.Ended = Withdrawn, t.s.now()
	default:
		return t.task(in, d, unit)
	}
	return nil
}

func (t turn) amend(in *Instruction, n NewInstruction) error {
	if n.Signer != in.Signer.ID || n.Corrects != in.Corrects {
		return &BadField{"signer"}
	}
	target := in.Target
	in.take(n)
	in.Target, in.State = target, Drafted
	return nil
}

// confirm puts an entered instruction in force, under the signer's name and office of today. It needs its scan.
func (t turn) confirm(in *Instruction) error {
	if in.Scan == "" {
		return ErrState
	}
	in.State, in.Signed, in.Signer = Signed, t.s.now(), t.person()
	if err := t.corrects(*in); err != nil {
		return err
	}
	return t.number(in)
}

// task moves one unit's task on; when the last is done the instruction is closed.
func (t turn) task(in *Instruction, d Do, unit string) error {
	at := slices.IndexFunc(in.Tasks, func(task Task) bool { return task.Unit == unit })
	if at < 0 {
		return ErrState
	}
	if err := t.attached(in.ID, d.Attachments); err != nil {
		return err
	}
	task, now := &in.Tasks[at], t.s.now()
	if err := task.step(d, t.s.today()); err != nil {
		return err
	}
	switch d.Act {
	case Receive:
		task.Received = now
	case Report:
		task.Reported = now
	case Close:
		task.Done = now
	}
	if !slices.ContainsFunc(in.Tasks, func(task Task) bool { return task.State != Done }) {
		in.State, in.Ended = Closed, now
	}
	return nil
}

// step moves a task's state and deadline.
func (task *Task) step(d Do, today Date) error {
	switch d.Act {
	case AskExtension:
		if task.Deadline == "" || d.Until <= task.Deadline || d.Until < today {
			return &BadField{"until"}
		}
		task.Asked = d.Until
	case GrantExtension:
		until := task.Asked
		if d.Until != "" {
			until = d.Until
		}
		if until <= task.Deadline {
			return &BadField{"until"}
		}
		task.Deadline, task.Asked = until, ""
	case RefuseExtension:
		task.Asked = ""
	}
	if next := rules[d.Act].next; next != "" {
		task.State = next
	}
	return nil
}

// attached holds the files of a step to be the actor's own, of the same instruction.
func (t turn) attached(instruction string, ids []string) error {
	for _, id := range ids {
		if !isID(id) {
			return &BadField{"attachments"}
		}
		a, found, err := t.Attachment(id)
		if err != nil {
			return err
		}
		if !found || a.Instruction != instruction || a.By.ID != t.by.User.ID {
			return &BadField{"attachments"}
		}
	}
	return nil
}

// instruction gives an instruction that the actor may do something to; unit is whose task the act is about.
func (t turn) instruction(a Act, id, unit string) (Instruction, error) {
	if !isID(id) {
		return Instruction{}, ErrNotFound
	}
	in, found, err := t.Instruction(id)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err == nil {
		err = t.may(a, in.Target.Bulletin, in.object(unit))
	}
	if err != nil {
		return Instruction{}, err
	}
	return in, nil
}

func (in Instruction) object(unit string) Object {
	o := Object{Signer: in.Signer.ID, State: in.State, Unit: unit, Corrected: in.Corrected != ""}
	for _, task := range in.Tasks {
		o.Units = append(o.Units, task.Unit)
		if task.Unit == unit {
			o.Task, o.Asked = task.State, task.Asked != ""
		}
	}
	return o
}
