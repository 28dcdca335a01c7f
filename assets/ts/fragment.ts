// The fragment of an address never reaches the server. A page that asks to sign in first gets it from the browser, and so does
// the page that its form leads to.

export function keepFragment(root: Document): void {
  const form = root.querySelector<HTMLFormElement>("form[data-keep-fragment]");
  if (form && location.hash) form.action += location.hash;
}
