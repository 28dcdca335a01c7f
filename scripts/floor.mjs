// Styles and scripts against the oldest browser readers have: what Chromium 83 does not know is named with its place, and fails.
// What a browser knows is MDN's compatibility data; what a script calls is told by the TypeScript compiler, so that only members
// of the browser's own types are judged. New syntax of the language needs no check: esbuild lowers it (script.html).
// Usage: floor.mjs [styles folder] [scripts folder]
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const require = createRequire(import.meta.url);
const known = require("@mdn/browser-compat-data");
const root = join(import.meta.dirname, "..");
const oldest = 83;

// What an old browser leaves out without harm: what it shows instead.
const spared = new Map(Object.entries({
  "text-decoration-thickness": "the line is as thick as the font says",
  "text-underline-offset": "the line stands where the font says",
  "text-wrap": "a title breaks where it is full",
  "text-spacing-trim": "punctuation is as wide as the font says",
  "content-visibility": "rows below the screen are laid out at once",
  "contain-intrinsic-size": "only beside content-visibility",
  "page": "a wide table is set smaller on an upright sheet",
  "@page margin boxes": "the browser prints its own page numbers",
  "font-synthesis": "a title without a bold face is made bolder",
  "::highlight": "notes are marked by elements",
  "CSS.highlights": "the same; it is asked for",
  "HighlightRegistry.set": "only where there is CSS.highlights",
  "Highlight": "only where there is CSS.highlights",
  "Highlight.priority": "only where there is CSS.highlights",
  "Document.caretPositionFromPoint": "caretRangeFromPoint is asked as well",
  "CaretPosition.offsetNode": "only where there is caretPositionFromPoint",
  "CaretPosition.offset": "only where there is caretPositionFromPoint",
  "AbstractRange.startContainer": "a Range had it before there was an AbstractRange",
  "AbstractRange.startOffset": "a Range had it before there was an AbstractRange",
  "AbstractRange.endContainer": "a Range had it before there was an AbstractRange",
  "AbstractRange.endOffset": "a Range had it before there was an AbstractRange",
  "AbstractRange.collapsed": "a Range had it before there was an AbstractRange",
}));

const found = [...styles(process.argv[2] ?? join(root, "assets/css")), ...scripts(process.argv[3] ?? join(root, "assets"))];
for (const line of found) console.error(line);
process.exit(found.length ? 1 : 0);

/** Whether a feature came after the oldest browser. What the data do not know is not judged; what it had in part, it had. */
function tooNew(feature) {
  const support = feature?.__compat?.support.chrome;
  if (!support) return false;
  const own = [support].flat().filter((s) => !s.prefix && !s.flags && !s.alternative_name);
  return !own.some((s) => s.version_added === true || parseInt(String(s.version_added).replace("≤", ""), 10) <= oldest);
}

function files(folder, end) {
  return readdirSync(folder, { recursive: true }).map(String).filter((f) => f.endsWith(end) && !f.includes("node_modules")).sort().map((f) => join(folder, f));
}

// Styles: rules, selectors, properties and the words of their values.

function* styles(folder) {
  for (const file of files(folder, ".css")) {
    const text = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, (c) => c.replace(/[^\n]/g, " "));
    const open = []; // preludes of the blocks around
    for (const { 0: part, index } of text.matchAll(/[^{};]*[{};]/g)) {
      const body = part.slice(0, -1).trim();
      const line = text.slice(0, index + part.length - part.trimStart().length).split("\n").length;
      const end = part.at(-1);
      const news = end === "{" ? prelude(body, open) : body.startsWith("@") ? atRule(body, open) : declaration(body, open);
      for (const what of news) yield `${file}:${line}: ${what} is newer than Chromium ${oldest}`;
      if (end === "{") open.push(body);
      if (end === "}") open.pop();
    }
  }
}

function prelude(body, open) {
  if (body.startsWith("@")) return atRule(body, open);
  const nested = open.some((p) => !/^@(media|supports)/.test(p)) && !open.at(-1)?.startsWith("@keyframes");
  return [...(nested ? [`${body} within ${open.at(-1)}`] : []), ...selectors(body)];
}

function selectors(text) {
  const plain = text.replace(/\[[^\]]*\]/g, "");
  const lists = /:not\([^()]*,/.test(plain) ? [":not() of a list"] : [];
  return [...lists, ...[...plain.matchAll(/::?([a-z-]+)/g)].filter((m) => !spared.has(m[0]) && tooNew(known.css.selectors[m[1]])).map((m) => m[0])];
}

function* atRule(body, open) {
  const name = /^@([a-z-]+)/.exec(body)[1];
  if (open.at(-1)?.startsWith("@page")) return yield* spared.has("@page margin boxes") ? [] : [`@${name}`];
  if (tooNew(known.css["at-rules"][name])) yield `@${name}`;
  if (name === "media" && /[<>]/.test(body)) yield body;
  if (name === "supports") return; // it asks
}

function* declaration(body, open) {
  const [, name, value] = /^([a-z-]+)\s*:([^]*)$/.exec(body) ?? [];
  if (!name || name.startsWith("--")) return;
  if (spared.has(name)) return;
  const sheet = open.at(-1)?.startsWith("@page") && known.css["at-rules"].page[name];
  const property = sheet || known.css.properties[name];
  if (tooNew(property)) yield name;
  if (/^(row-|column-)?gap$/.test(name)) yield `${name} of flex boxes`; // those of grids are written grid-gap
  if (/[\d.]([sld]v|cq)(h|w|i|b|min|max)\b/.test(value)) yield `a unit of ${name}: ${value.trim()}`;
  const types = known.css.types;
  for (const [, call] of value.matchAll(/([a-z][a-z-]*)\(/g)) {
    if ([types[call], types.color?.[call], types.gradient?.[call], property?.[call]].some(tooNew)) yield `${call}() in ${name}`;
  }
  for (const [word] of value.replace(/"[^"]*"/g, "").matchAll(/[a-z][a-z-]*/g)) {
    if (word !== "__compat" && tooNew(property?.[word])) yield `${name}: ${word}`;
  }
}

// Scripts: every name that resolves to the compiler's description of the browser or of the language's library.

function* scripts(folder) {
  const config = ts.parseJsonConfigFileContent(ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile).config, ts.sys, folder);
  const program = ts.createProgram(config.fileNames, config.options);
  const checker = program.getTypeChecker();
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile) continue;
    const lines = [];
    const visit = (node) => {
      for (const what of call(node, checker)) lines.push(`${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what} is newer than Chromium ${oldest}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    yield* lines;
  }
}

function call(node, checker) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return /^[\w.#[>: -].*:/.test(node.text) ? selectors(node.text).filter((s) => /^:/.test(s)) : [];
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.name.text;
    if (!builtIn(checker.getSymbolAtLocation(node.name))) return [];
    const itself = ts.isIdentifier(node.expression) ? [node.expression.text] : []; // a member of the constructor
    return [...itself, ...owners(checker.getTypeAtLocation(node.expression))].filter((o) => !spared.has(`${o}.${name}`) && tooNew(member(o, name))).slice(0, 1).map((o) => `${o}.${name}`);
  }
  if (ts.isIdentifier(node) && builtIn(checker.getSymbolAtLocation(node)) && !ts.isPropertyAccessExpression(node.parent)) {
    const { text } = node;
    if (spared.has(text)) return [];
    return [known.api[text], known.api.Window?.[text], known.javascript.builtins[text]].some(tooNew) ? [text] : [];
  }
  return [];
}

function builtIn(symbol) {
  return !!symbol?.declarations?.some((d) => /\/lib\.[\w.]+\.d\.ts$/.test(d.getSourceFile().fileName));
}

function member(owner, name) {
  const type = owner.replace(/Constructor$/, "");
  return known.api[type]?.[name] ?? known.api[type]?.[`${name}_static`] ?? known.javascript.builtins[type]?.[name];
}

/** The names of a type, of what it extends and of the parts of a union. */
function owners(type) {
  if (type.isUnionOrIntersection()) return type.types.flatMap(owners);
  const symbol = type.symbol ?? type.aliasSymbol;
  const own = symbol ? [symbol.name.replace(/^typeof /, "")] : [];
  const bases = symbol && type.isClassOrInterface?.() ? type.getBaseTypes?.() ?? [] : type.target?.getBaseTypes?.() ?? [];
  return [...new Set([...own, ...(bases ?? []).flatMap(owners)])];
}
