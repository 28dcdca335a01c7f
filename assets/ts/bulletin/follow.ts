// The contents show which section is being read.

export function follow(root: HTMLElement): void {
  const links = new Map<Element, Element>();
  for (const link of root.querySelectorAll<HTMLAnchorElement>(".contents a")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
  const seen = new Set<Element>();
  // Being read is the last section that has come into the upper third of the window.
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) seen.add(entry.target);
        else seen.delete(entry.target);
      }
      const current = [...links.keys()].filter((section) => seen.has(section)).pop();
      for (const [section, link] of links) {
        if (section === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "0px 0px -67% 0px" },
  );
  for (const section of links.keys()) watch.observe(section);
}
