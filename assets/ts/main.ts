// What every page gets beyond HTML and CSS. Each module looks for its own marks on the page and does nothing without
// them; whatever is done here, reading works without it.
import { badge } from "./badge.ts";
import { keepFragment } from "./fragment.ts";
import { preferences } from "./preferences.ts";
import { slash } from "./slash.ts";

preferences(document);
slash(document);
badge(document);
keepFragment(document);
