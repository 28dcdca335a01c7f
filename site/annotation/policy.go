package annotation

// Act is something that can be done; also the action of its audit entry, after "note." or "instruction.".
type Act string

// Acts on notes and replies.
const (
	See         Act = "see"
	Create      Act = "create"
	Edit        Act = "edit"
	Delete      Act = "delete"
	Resolve     Act = "resolve"
	Reopen      Act = "reopen"
	AddReply    Act = "reply"
	EditReply   Act = "edit-reply"
	DeleteReply Act = "delete-reply"
)

// Acts on instructions.
const (
	Sign            Act = "sign"             // a leader's own, at once in force
	Draft           Act = "draft"            // 代录: an editor enters a leader's word from paper
	Amend           Act = "amend"            // the editor changes what is not signed
	Discard         Act = "discard"          // the editor gives it up
	Confirm         Act = "confirm"          // the leader signs what was entered
	Refuse          Act = "refuse"           // the leader does not
	SetQuotable     Act = "quotable"         // the leader says whether the next bulletin may quote it
	Withdraw        Act = "withdraw"         // the leader takes it back
	Receive         Act = "receive"          // 签收
	Progress        Act = "progress"         // the unit says how far it is
	AskExtension    Act = "ask-extension"    // the unit asks for more time
	GrantExtension  Act = "grant-extension"  //
	RefuseExtension Act = "refuse-extension" //
	Report          Act = "report"           // the unit reports it done
	Close           Act = "close"            // 销号
	Return          Act = "return"           // sent back to the unit
	Attach          Act = "attach"           // a scan by the editor, material by the unit
)

// Acts on editions.
const (
	Acknowledge Act = "acknowledge" // 圈阅
	SeeReaders  Act = "see-readers" // who has and has not read
)
