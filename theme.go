// Package tongbao embeds the theme: the pages, words, layouts and styles every archive has.
//
// The repository's root is an ordinary Hugo theme; an archive lies on top of it and wins. This file must stay at the
// root, because embedding sees only folders below its package.
package tongbao

import "embed"

// Theme holds the theme's folders and its hugo.toml. The prefix "all:" is needed: without it the folders whose names
// begin with an underscore (_partials, _markup) are silently left out.
//
//go:embed hugo.toml all:assets all:content all:data all:i18n all:layouts all:static
var Theme embed.FS
