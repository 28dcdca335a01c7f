package archive

// Reminders is how people are reminded beside the screen: the section [reminders] of tongbao.toml. Without mail and webhook nobody is.
// Zero values mean the defaults that docs/operations.md lists.
type Reminders struct {
	Link       string  `toml:"link"`        // the archive's address, for links in messages
	Hours      string  `toml:"hours"`       // of the day when messages go: 08:00-20:00
	UnreadDays int     `toml:"unread_days"` // days until an unread bulletin is worth a reminder; 0 means the default
	Overdue    string  `toml:"overdue"`     // daily (the default) or once
	Mail       Mail    `toml:"mail"`
	Webhook    Webhook `toml:"webhook"`
}

// Mail is the office's mail server.
type Mail struct {
	Server       string `toml:"server"`        // HOST:PORT; "" for no mail
	TLS          string `toml:"tls"`           // tls (the default), starttls or none
	User         string `toml:"user"`          //
	PasswordFile string `toml:"password_file"` // or in the environment
	From         string `toml:"from"`          // 通报库 <tongbao@office.example>
	CAFile       string `toml:"ca_file"`       // PEM, where the system does not know the issuer of its certificate
}

// Webhook is one address that is told of instructions.
type Webhook struct {
	URLFile    string `toml:"url_file"`    // the address is a secret; or in the environment
	Format     string `toml:"format"`      // json (the default), wecom or dingtalk
	SecretFile string `toml:"secret_file"` // or in the environment
	CAFile     string `toml:"ca_file"`
}
