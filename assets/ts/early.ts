// Runs before the first paint, so that a page never flashes in another size or colour than the reader chose.
import { apply, stored } from "./choice.ts";

document.documentElement.setAttribute("data-script", ""); // styles show what needs script only where it runs
apply(document.documentElement, stored());
