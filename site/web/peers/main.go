// Command peers is a PocketBase server for make bench: what our server is measured beside.
//
// It keeps notes under a key of their own, as ours does, lets only people with an account read and write, and serves a folder
// of pages to them alone. Its database syncs at every commit (synchronous FULL), where PocketBase as it comes does not. The module
// is a module of its own, because PocketBase asks for other versions of what Hugo is tested with.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// full is PocketBase's own connection but for synchronous.
const full = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)&_pragma=synchronous(FULL)&" +
	"_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)&_defensive=1"

// peers DATA PUBLIC ADDRESS: prints one line of JSON once it answers, with the token of a user and the id of a note.
func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: peers DATA PUBLIC HOST:PORT")
	}
	app := pocketbase.NewWithConfig(pocketbase.Config{
		HideStartBanner: true, DefaultDataDir: os.Args[1],
		DBConnect: func(path string) (*dbx.DB, error) { return dbx.Open("sqlite", path+full) },
	})
	if err := app.Bootstrap(); err != nil {
		log.Fatal(err)
	}
	if err := serve(app, os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func serve(app core.App, public, address string) error {
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	made, err := fill(app)
	if err != nil {
		return err
	}
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil
		e.Router.GET("/{path...}", apis.Static(os.DirFS(public), false)).Bind(apis.RequireAuth())
		e.Router.GET("/gzip/{path...}", apis.Static(os.DirFS(public), false)).Bind(apis.RequireAuth(), apis.Gzip())
		var synchronous int
		if err := app.NonconcurrentDB().NewQuery("PRAGMA synchronous").Row(&synchronous); err != nil || synchronous != 2 {
			return fmt.Errorf("synchronous is %d, not FULL: %v", synchronous, err)
		}
		return e.Next()
	})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		line, err := json.Marshal(made)
		if err == nil {
			fmt.Println(string(line))
		}
		return e.Next()
	})
	err = apis.Serve(app, apis.ServeConfig{HttpAddr: address})
	if err == http.ErrServerClosed {
		return nil
	}
	return err
}

type filled struct{ Token, Note string }

// fill makes the collection, one user and 500 notes; it gives the id of the last.
func fill(app core.App) (filled, error) {
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return filled{}, err
	}
	user := core.NewRecord(users)
	user.SetEmail("bench@office.example")
	user.SetPassword("pumpkins jump over parrots")
	user.SetVerified(true)
	if err := app.Save(user); err != nil {
		return filled{}, err
	}
	notes := core.NewBaseCollection("notes")
	signedIn := types.Pointer("@request.auth.id != ''")
	notes.ListRule, notes.ViewRule, notes.CreateRule = signedIn, signedIn, signedIn
	notes.Fields.Add(&core.TextField{Name: "key", Required: true, Max: 200}, &core.TextField{Name: "body", Required: true},
		&core.RelationField{Name: "by", CollectionId: users.Id, MaxSelect: 1}, &core.AutodateField{Name: "created", OnCreate: true})
	notes.AddIndex("notes_key", true, "key", "")
	if err := app.Save(notes); err != nil {
		return filled{}, err
	}
	note, err := fillNotes(app, notes, user.Id)
	if err != nil {
		return filled{}, err
	}
	token, err := user.NewAuthToken()
	return filled{token, note}, err
}

func fillNotes(app core.App, notes *core.Collection, user string) (last string, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		for n := range 500 {
			note := core.NewRecord(notes)
			note.Set("key", fmt.Sprint("first-", n))
			note.Set("body", "请阜蒙县十日内说明答复不及时的原因，并将整改情况报办公室。")
			note.Set("by", user)
			if err := tx.Save(note); err != nil {
				return err
			}
			last = note.Id
		}
		return nil
	})
	return last, err
}
