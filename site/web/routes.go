package web

import (
	"net/http"
	"slices"

	"tongbao/site/account"
)

// A route is one line of the table: what is answered, to whom. Who else asks gets the sign-in page, 401 or 403, and never
// learns whether what they asked for exists.
type route struct {
	pattern string
	who     audience
	answer  func(w http.ResponseWriter, r *http.Request, v visitor)
}

// An audience is who may use a route.
type audience struct {
	anyone bool           // signed in or not
	open   bool           // without an account too, where the archive is open to the intranet
	roles  []account.Role // who else; nil for every role
	lapsed bool           // also whoever must change their password first
}

var (
	anyone   = audience{anyone: true, lapsed: true}
	readers  = audience{open: true}
	signedIn = audience{lapsed: true}
)

func only(roles ...account.Role) audience { return audience{roles: roles} }

// table lists every route of the server. Each has its line in docs/routes.md and in the matrix of permissions that tests hold
// it to (testdata/permissions.txt); one without fails them.
func (s *Server) table() []route {
	administrator, auditor := only(account.Administrator), only(account.Auditor)
	people := audience{}                                           // the policy of notes says who may do what (site/annotation)
	officers := only(account.Leader, account.Editor, account.Unit) // likewise of instructions
	writers := only(account.Leader, account.Editor)
	return []route{
		{"GET /healthz", anyone, s.health},
		{"GET /readyz", anyone, s.ready},

		// What the sign-in page is made of holds no word of any bulletin.
		{"GET /css/", anyone, s.asset},
		{"GET /js/", anyone, s.asset},
		{"GET /favicon.svg", anyone, s.asset},

		{"GET /sign-in/{$}", anyone, s.signInPage},
		{"POST /sign-in", anyone, s.signIn},
		{"POST /sign-out", signedIn, s.signOut},
		{"GET /sign-on/oidc", anyone, s.signOnBegin},
		{"GET /sign-on/oidc/back", anyone, s.signOnBack},
		{"GET /set-up/{token}", anyone, s.openTicket},
		{"GET /set-up/{$}", anyone, s.setUpPage},
		{"POST /set-up", anyone, s.setUp},
		{"GET /invited/{token}", anyone, s.openTicket},
		{"GET /invited/{$}", anyone, s.invitedPage},
		{"POST /invited", anyone, s.invited},

		{"GET /account/{$}", signedIn, s.accountPage},
		{"POST /account/password", signedIn, s.changePassword},
		{"POST /account/sessions/end", signedIn, s.endSession},
		{"POST /account/confirm", signedIn, s.confirm},

		{"GET /users/{$}", administrator, s.usersPage},
		{"POST /users/add", administrator, s.addUser},
		{"POST /users/edit", administrator, s.editUser},
		{"POST /users/email", administrator, s.setEmail},
		{"POST /users/role", administrator, s.setRole},
		{"POST /users/disable", administrator, s.disableUser},
		{"POST /users/enable", administrator, s.enableUser},
		{"POST /users/unlock", administrator, s.unlockUser},
		{"POST /users/reset", administrator, s.resetUser},
		{"POST /users/end-sessions", administrator, s.endSessions},

		{"GET /audit/{$}", auditor, s.auditPage},
		{"GET /audit/export", auditor, s.exportAudit},
		{"POST /audit/verify", auditor, s.verifyAudit},

		{"GET /desk/{$}", people, s.deskPage},
		{"POST /desk/seen", people, s.seeDesk},

		{"GET /instructions/{$}", officers, s.instructionsPage},
		{"GET /instructions/export.xlsx", officers, s.exportInstructions},
		{"GET /instructions/new", writers, s.newInstructionPage},
		{"POST /instructions", writers, s.addInstruction},
		{"GET /instructions/{id}", officers, s.instructionPage},
		{"POST /instructions/{id}/do", officers, s.do},
		{"GET /instructions/{id}/amend", only(account.Editor), s.amendPage},
		{"POST /instructions/{id}/amend", only(account.Editor), s.amend},
		{"POST /instructions/{id}/files", officers, s.upload},
		{"GET /instructions/{id}/files/{file}", officers, s.download},

		{"GET /notes/{$}", people, s.noteListPage},
		{"GET /notes/export.xlsx", people, s.exportNotes},

		{"GET /api/notes", people, s.notes},
		{"GET /api/instructions", people, s.instructionsOf},
		{"POST /api/notes", people, s.addNote},
		{"POST /api/notes/{id}/edit", people, s.editNote},
		{"POST /api/notes/{id}/delete", people, s.deleteNote},
		{"POST /api/notes/{id}/resolve", people, s.resolveNote},
		{"POST /api/notes/{id}/replies", people, s.addReply},
		{"POST /api/notes/{id}/replies/{reply}/edit", people, s.editReply},
		{"POST /api/notes/{id}/replies/{reply}/delete", people, s.deleteReply},
		{"POST /api/acknowledgements", only(account.Leader), s.acknowledge},

		{"GET /api/annotations", people, s.downloadAnnotations},
		{"GET /annotations/{period}/{$}", people, s.container},
		{"OPTIONS /annotations/{period}/{$}", anyone, s.containerOptions},
		{"POST /annotations/{period}/{$}", people, s.post},
		{"GET /annotations/{period}/{id}", people, s.annotation},
		{"OPTIONS /annotations/{period}/{id}", anyone, s.annotationOptions},
		{"PUT /annotations/{period}/{id}", people, s.putAnnotation},
		{"DELETE /annotations/{period}/{id}", people, s.deleteAnnotation},

		{"GET /api/me", signedIn, s.me},
		{"GET /api/desk", readers, s.apiDesk},
		{"GET /api/search", readers, s.apiSearch},
		{"GET /api/events", readers, s.events},

		{"GET /search/{$}", readers, s.searchPage},
		{"GET /", readers, s.page},
	}
}

// guard lets a route answer only those whom its audience names.
func (s *Server) guard(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		noteRoute(r, rt.pattern)
		limit(w, r, rt.pattern)
		v, err := s.visitor(w, r)
		if err != nil {
			s.unavailable(w, r, err)
			return
		}
		noteRole(r, v.actor.User.Role)
		switch {
		case rt.who.anyone:
		case !v.signedIn && rt.who.open && s.Open:
		case !v.signedIn:
			s.askToSignIn(w, r)
			return
		case v.actor.MustChange() && !rt.who.lapsed:
			s.askToChange(w, r)
			return
		case rt.who.roles != nil && !slices.Contains(rt.who.roles, v.actor.User.Role):
			s.refuse(w, r, v)
			return
		}
		rt.answer(w, r, v)
	})
}
