-- Where reminders reach a user; '' for nowhere.
ALTER TABLE users ADD COLUMN email {{.Text}} NOT NULL DEFAULT '';

-- Until when a person has looked at what others did.
CREATE TABLE looks (
  user_id {{.Text}} PRIMARY KEY REFERENCES users (id) DEFERRABLE INITIALLY IMMEDIATE,
  at {{.Int}} NOT NULL
) {{.Strict}};

-- What was taken up to be sent: a reminder goes to one recipient by one carrier once. Rows stay, so that it never goes twice.
CREATE TABLE deliveries (
  key {{.Text}} NOT NULL,
  carrier {{.Text}} NOT NULL,
  recipient {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  object {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  attempts {{.Int}} NOT NULL,
  at {{.Int}} NOT NULL,
  next {{.Int}} NOT NULL,
  error {{.Text}} NOT NULL,
  PRIMARY KEY (key, carrier, recipient)
) {{.Strict}};
CREATE INDEX deliveries_at ON deliveries (at);
