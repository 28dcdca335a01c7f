package reminder

import (
	"fmt"
	"strings"

	"tongbao/site/annotation"
)

// Names are what things are called where reminders are read.
type Names struct {
	Unit     func(id string) string
	Bulletin func(period string) string // 2021年三季度
	Base     string                     // the archive's address, with its last slash; "" leaves links out
}

// Subject says in one line what it is about. It names no word of an instruction and nothing of a note: mail lies about for
// years where our permissions do not reach.
func (r Reminder) Subject(n Names) string { return "【通报库】" + r.says(n) }

func (r Reminder) says(n Names) string {
	unit := n.Unit(r.Unit)
	switch r.Kind {
	case Instructed:
		return unit + "：有新的批示，请签收"
	case Confirm:
		return "有代录的批示，请确认"
	case Refused:
		return "代录的批示领导未确认，请补正"
	case Extension:
		return fmt.Sprintf("%s申请延期到%s，请答复", unit, r.Until)
	case Answered:
		if r.Until == "" {
			return unit + "：延期申请未获同意"
		}
		return fmt.Sprintf("%s：期限延到%s", unit, r.Until)
	case Reported:
		return unit + "已报办结，请核实销号"
	case Returned:
		return unit + "：批示的办理被退回，请继续办理"
	case Closed:
		return unit + "：批示已销号"
	case Withdrawn:
		return unit + "：批示已撤回"
	case Blue, Orange:
		if r.Left == 0 {
			return unit + "：批示今天到期"
		}
		return fmt.Sprintf("%s：批示还有%d天到期", unit, r.Left)
	case Red:
		return fmt.Sprintf("%s：批示已超期%d天", unit, -r.Left)
	case Unread:
		return fmt.Sprintf("%s通报印发%d天，请圈阅", n.Bulletin(r.Bulletin), -r.Left)
	}
	return string(r.Kind)
}

var wanted = map[annotation.InstructionKind]string{annotation.Remark: "阅示", annotation.Handle: "批办", annotation.Supervise: "督办"}

// Text says it in lines, with the link to the page where something can be done.
func (r Reminder) Text(n Names) string {
	var b strings.Builder
	line := func(name, value string) {
		if strings.TrimSpace(value) != "" {
			fmt.Fprintf(&b, "%s：%s\n", name, strings.TrimSpace(value))
		}
	}
	b.WriteString(r.says(n) + "。\n\n")
	if r.Instruction != "" {
		line("批示领导", r.Signer.Office+" "+r.Signer.Name)
		line("种类", wanted[r.Wanted])
	}
	line("通报", n.Bulletin(r.Bulletin))
	line("承办单位", n.Unit(r.Unit))
	line("期限", string(r.Deadline))
	if n.Base != "" {
		line("办理", r.Link(n))
	}
	b.WriteString("\n由通报库自动发送，请勿回复。\n")
	return b.String()
}

// Link is the page where something can be done; "" without the archive's address.
func (r Reminder) Link(n Names) string {
	switch {
	case n.Base == "":
		return ""
	case r.Instruction != "":
		return n.Base + "instructions/" + r.Instruction
	}
	return n.Base + "bulletins/" + r.Bulletin + "/"
}

// Told is a reminder as programs get it by webhook.
type Told struct {
	Kind        Kind            `json:"kind"`
	Subject     string          `json:"subject"`
	Bulletin    string          `json:"bulletin"`              // period
	Edition     int             `json:"edition,omitempty"`     // of an unread one
	Instruction string          `json:"instruction,omitempty"` // id
	Unit        string          `json:"unit,omitempty"`        // id in the register
	UnitName    string          `json:"unit_name,omitempty"`
	Deadline    annotation.Date `json:"deadline,omitempty"`
	Days        int             `json:"days"` // left; negative after the deadline, or since publication
	Link        string          `json:"link,omitempty"`
}

// Told gives the reminder for programs.
func (r Reminder) Told(n Names) Told {
	return Told{r.Kind, r.says(n), r.Bulletin, r.Edition, r.Instruction, r.Unit, n.Unit(r.Unit), r.Deadline, r.Left, r.Link(n)}
}
