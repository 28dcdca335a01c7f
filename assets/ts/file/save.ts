// Hands a file made in the page to the reader.
import { html } from "../dom.ts";

export function save(name: string, body: Blob): void {
  const address = URL.createObjectURL(body);
  const link = html("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser has taken it by then
}
