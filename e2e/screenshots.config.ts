// The pictures of docs/screenshots and of the help pages, taken of the example: make screenshots.
import { defineConfig } from "@playwright/test";
import base from "../playwright.config.ts";

export default defineConfig({ ...base, testDir: ".", testMatch: "screenshots.ts", fullyParallel: false, workers: 1 });
