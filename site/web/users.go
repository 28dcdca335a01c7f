package web

import (
	"net/http"
	"strings"
	"time"

	"tongbao/site/account"
)

// usersShown is the page of accounts.
type usersShown struct {
	Users []userRow
	Roles []account.Role
	Units []Unit
	Fresh bool // the password was given just now, so that accounts may be changed
	Link  string
	For   string // whose the link is
	Limit int
	Given account.NewUser // what was typed for a new account
}

type userRow struct {
	account.User
	UnitName string
	Locked   time.Time // until then; zero where it is not
	Self     bool
}

func (s *Server) usersPage(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showUsers(w, r, v, http.StatusOK, "", usersShown{})
}

func (s *Server) showUsers(w http.ResponseWriter, r *http.Request, v visitor, status int, trouble string, d usersShown) {
	users, err := s.Accounts.Users(r.Context(), v.actor)
	if err != nil {
		s.usersTrouble(w, r, v, err)
		return
	}
	locked, err := s.Accounts.Locked(r.Context(), v.actor)
	if err != nil {
		s.usersTrouble(w, r, v, err)
		return
	}
	for _, u := range users {
		d.Users = append(d.Users, userRow{u, s.unitName(u.Unit), locked[u.ID], u.ID == v.actor.User.ID})
	}
	d.Roles, d.Units = account.Roles(), s.Units
	d.Fresh = v.actor.Session.Fresh(s.Now(), s.Rules)
	s.say(w, r, v, status, "users", trouble, d)
}

func (s *Server) usersTrouble(w http.ResponseWriter, r *http.Request, v visitor, err error) {
	status, trouble, limit := userTrouble(err)
	if trouble == "" {
		s.unavailable(w, r, err)
		return
	}
	s.showUsers(w, r, v, status, trouble, usersShown{Limit: limit})
}

// changed ends an act on an account: back to the list, or the list with what is wrong.
func (s *Server) changed(w http.ResponseWriter, r *http.Request, v visitor, err error) {
	if err != nil {
		s.usersTrouble(w, r, v, err)
		return
	}
	away(w, r, "/users/")
}

func (s *Server) addUser(w http.ResponseWriter, r *http.Request, v visitor) {
	who := account.NewUser{
		Name: r.PostFormValue("name"), Display: r.PostFormValue("display"), Office: r.PostFormValue("office"),
		Role: account.Role(r.PostFormValue("role")), Unit: r.PostFormValue("unit"), Email: strings.TrimSpace(r.PostFormValue("email")),
	}
	if who.Role != account.Unit {
		who.Unit = ""
	}
	u, token, err := s.Accounts.AddUser(r.Context(), v.actor, who)
	if err != nil {
		if status, trouble, limit := userTrouble(err); trouble != "" {
			s.showUsers(w, r, v, status, trouble, usersShown{Limit: limit, Given: who})
			return
		}
		s.unavailable(w, r, err)
		return
	}
	s.showUsers(w, r, v, http.StatusOK, "", usersShown{Link: s.address(r) + "/invited/" + token, For: u.Name})
}

// resetUser shows the new link once: it is kept nowhere.
func (s *Server) resetUser(w http.ResponseWriter, r *http.Request, v visitor) {
	token, err := s.Accounts.ResetPassword(r.Context(), v.actor, r.PostFormValue("user"))
	if err != nil {
		s.usersTrouble(w, r, v, err)
		return
	}
	s.showUsers(w, r, v, http.StatusOK, "", usersShown{Link: s.address(r) + "/invited/" + token, For: r.PostFormValue("name")})
}

func (s *Server) editUser(w http.ResponseWriter, r *http.Request, v visitor) {
	s.changed(w, r, v, s.Accounts.EditUser(r.Context(), v.actor, r.PostFormValue("user"), r.PostFormValue("display"), r.PostFormValue("office")))
}

func (s *Server) setEmail(w http.ResponseWriter, r *http.Request, v visitor) {
	s.changed(w, r, v, s.Accounts.SetEmail(r.Context(), v.actor, r.PostFormValue("user"), strings.TrimSpace(r.PostFormValue("email"))))
}

func (s *Server) setRole(w http.ResponseWriter, r *http.Request, v visitor) {
	role, unit := account.Role(r.PostFormValue("role")), r.PostFormValue("unit")
	if role != account.Unit {
		unit = ""
	}
	s.changed(w, r, v, s.Accounts.SetRole(r.Context(), v.actor, r.PostFormValue("user"), role, unit))
}

func (s *Server) disableUser(w http.ResponseWriter, r *http.Request, v visitor) {
	s.changed(w, r, v, s.Accounts.SetDisabled(r.Context(), v.actor, r.PostFormValue("user"), true))
}

func (s *Server) enableUser(w http.ResponseWriter, r *http.Request, v visitor) {
	s.changed(w, r, v, s.Accounts.SetDisabled(r.Context(), v.actor, r.PostFormValue("user"), false))
}

func (s *Server) unlockUser(w http.ResponseWriter, r *http.Request, v visitor) {
	s.changed(w, r, v, s.Accounts.Unlock(r.Context(), v.actor, r.PostFormValue("user"), r.PostFormValue("address")))
}

func (s *Server) endSessions(w http.ResponseWriter, r *http.Request, v visitor) {
	s.changed(w, r, v, s.Accounts.EndSessions(r.Context(), v.actor, r.PostFormValue("user")))
}
