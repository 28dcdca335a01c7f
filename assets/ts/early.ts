// Runs before the first paint, so that a page never flashes in another size or colour than the reader chose.
import { apply, stored } from "./choice.ts";

apply(document.documentElement, stored());
