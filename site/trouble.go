package site

import (
	"errors"
	"fmt"

	"tongbao/archive"
	"tongbao/site/store"
)

// storeTrouble words why a database cannot be used, and what to do.
func storeTrouble(a *archive.Archive, err error) error {
	var locked *store.Locked
	var newer *store.Newer
	var strayed *store.Strayed
	switch {
	case err == nil:
		return nil
	case errors.As(err, &locked):
		return fmt.Errorf("数据库正被另一个 tongbao 使用（%w）：请先停止它；要让几台服务器共用，请在 %s 中改用 PostgreSQL", err, archive.SettingsFile)
	case errors.As(err, &newer):
		return fmt.Errorf("数据库是更新版本的 tongbao 写的，本程序不能用（%w）：请换用新版程序", err)
	case errors.As(err, &strayed):
		return fmt.Errorf("数据库的结构不是本程序各版本留下的（%w），没有改动它：请用写它的那个程序打开，或从备份恢复", err)
	}
	return fmt.Errorf("数据库不能用：%w", err)
}
