package site

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tongbao/archive"
	"tongbao/site/store"
)

// A Check is one thing that has to be right for the archive to be served.
type Check struct {
	Name  string `json:"name"`
	State string `json:"state"` // ok, warn or bad
	Says  string `json:"says"`  // what is found, and what to do where it is not right
}

// Doctor looks at what the server needs: settings, rights, disk, clock, database, site, certificate, reminders. It changes nothing but a
// file that it makes and takes away again in each folder that must take files. It works beside a running server.
func Doctor(ctx context.Context, a *archive.Archive, theme fs.FS, version, addr string) []Check {
	return []Check{settingsCheck(a, addr), rightsCheck(a), diskCheck(a), clockCheck(a), databaseCheck(ctx, a, version), themeCheck(theme), siteCheck(a), certificateCheck(a), remindersCheck(ctx, a, version)}
}

func settingsCheck(a *archive.Archive, addr string) Check {
	c := Check{"设置", "ok", archive.SettingsFile + " 的 [server] 没有问题"}
	_, signOnErr := openSignOns(a)
	_, rulesErr := rulesOf(a.Settings.Server)
	_, remindErr := openReminding(a)
	if err := errors.Join(checkServer(a.Settings.Server, addr), checkAudiences(a), signOnErr, rulesErr, remindErr); err != nil {
		return Check{c.Name, "bad", err.Error()}
	}
	if a.Settings.Server.PlainHTTP {
		return Check{c.Name, "warn", "plain_http = true：密码在网络上不加密，请尽快改用 TLS"}
	}
	return c
}

func rightsCheck(a *archive.Archive) Check {
	folders := []string{a.Derived()}
	if dsn := a.DSN(); !store.IsPostgres(dsn) {
		folders = append(folders, filepath.Dir(dsn))
		if info, err := os.Stat(dsn); err == nil && info.Mode().Perm()&0o077 != 0 && filepath.Separator == '/' {
			return Check{"权限", "warn", fmt.Sprintf("数据库文件 %s 别的用户也能读，请改为只有运行 tongbao 的用户能读（chmod 600）", dsn)}
		}
	}
	for _, folder := range folders {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return Check{"权限", "bad", fmt.Sprintf("不能建立 %s：%v", folder, err)}
		}
		probe, err := os.CreateTemp(folder, ".doctor-")
		if err != nil {
			return Check{"权限", "bad", fmt.Sprintf("不能在 %s 中写文件：%v", folder, err)}
		}
		err = errors.Join(probe.Close(), os.Remove(probe.Name()))
		if err != nil {
			return Check{"权限", "bad", err.Error()}
		}
	}
	return Check{"权限", "ok", "能写入网站和数据库的文件夹"}
}

// leastFree is when a disk counts as nearly full: a site, a database log and a backup must fit.
const leastFree = 1 << 30

func diskCheck(a *archive.Archive) Check {
	free, err := freeBytes(a.Root)
	switch {
	case err != nil:
		return Check{"磁盘", "bad", err.Error()}
	case free < leastFree:
		return Check{"磁盘", "warn", fmt.Sprintf("只剩 %.1f GB，请清理：磁盘满时不能写入", float64(free)/1e9)}
	}
	return Check{"磁盘", "ok", fmt.Sprintf("剩余 %.1f GB", float64(free)/1e9)}
}

// clockCheck compares the clock with the newest file of the archive: one that lies in the future says that the clock is slow.
func clockCheck(a *archive.Archive) Check {
	now := time.Now()
	info, err := os.Stat(a.Path(archive.SettingsFile))
	if now.Year() < 2024 || err == nil && info.ModTime().After(now.Add(5*time.Minute)) {
		return Check{"时钟", "bad", fmt.Sprintf("本机时间 %s 可能不对：登录、期限和审计都靠它，请设置时间同步", now.Format("2006-01-02 15:04"))}
	}
	return Check{"时钟", "ok", now.Format("2006-01-02 15:04 MST")}
}

func databaseCheck(ctx context.Context, a *archive.Archive, version string) Check {
	s, err := look(ctx, a, version)
	if err != nil {
		return Check{"数据库", "bad", err.Error()}
	}
	head, err := s.AuditHead(ctx)
	if err = errors.Join(err, s.Close()); err != nil {
		return Check{"数据库", "bad", storeTrouble(a, err).Error()}
	}
	return Check{"数据库", "ok", fmt.Sprintf("可以读取，审计 %d 条（tongbao audit verify 逐条核验）", head.Seq)}
}

func themeCheck(theme fs.FS) Check {
	if _, err := fs.Stat(theme, "layouts/baseof.html"); err != nil {
		return Check{"主题", "bad", "程序里没有主题，请重新安装"}
	}
	return Check{"主题", "ok", "随程序附带"}
}

func siteCheck(a *archive.Archive) Check {
	s, err := see(a)
	switch {
	case err != nil:
		return Check{"网站", "bad", err.Error()}
	case s.missing():
		return Check{"网站", "warn", "还没有生成，或可看的角色改变后没有生成：请运行 tongbao build"}
	}
	return Check{"网站", "ok", "已生成"}
}

// renewWithin is how long before its end a certificate should be renewed.
const renewWithin = 30 * 24 * time.Hour

func certificateCheck(a *archive.Archive) Check {
	c := a.Settings.Server
	if c.Certificate == "" {
		return Check{"证书", "ok", "没有用证书"}
	}
	pair, err := tls.LoadX509KeyPair(below(a, c.Certificate), below(a, c.Key))
	if err != nil {
		return Check{"证书", "bad", err.Error()}
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	switch left := time.Until(leaf.NotAfter); {
	case err != nil:
		return Check{"证书", "bad", err.Error()}
	case left < 0:
		return Check{"证书", "bad", "已于 " + leaf.NotAfter.Local().Format(time.DateOnly) + " 到期"}
	case left < renewWithin:
		return Check{"证书", "warn", "将于 " + leaf.NotAfter.Local().Format(time.DateOnly) + " 到期，请更换；换好后不必重启"}
	}
	return Check{"证书", "ok", "有效期至 " + leaf.NotAfter.Local().Format(time.DateOnly)}
}
