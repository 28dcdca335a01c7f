// Notes on a bulletin, for people with an account: what is marked, said and answered stands beside the text.
import { Layer } from "./notes/layer.ts";
import { passages } from "./notes/text.ts";

/** The text that places on the page count in, for whoever exchanges notes with the archive (docs/annotation.md). */
Object.assign(window, { tongbaoText: () => passages(document).map(({ part, key, text }) => ({ section: part, key, text })) });

const root = document.querySelector<HTMLElement>("[data-notes]");
if (root) void new Layer(root).start();
