import type { Visibility } from "./api.ts";

/** What the layer of notes says; from i18n through the page. */
export type Words = Record<
  | "notes" | "none" | "add" | "mark" | "whole" | "body" | "who" | "save" | "cancel" | "reply" | "edit" | "edited" | "resolve" | "resolved" | "reopen" | "delete" | "deleteSure"
  | "close" | "corrected" | "lost" | "before" | "now" | "saved" | "waiting" | "refused" | "failed" | "acknowledge" | "acknowledged" | "readers" | "read" | "unread"
  | "instruct" | "instructions" | "choose" | "chooseHelp" | "see" | "seenBy" | "replySeenBy" | "copy" | "copied" | "gone" | "lostList" | "wholeList" | "drafts"
  | "goOn" | "discard" | "unsent" | "sendAgain" | "expired" | "signIn" | "list" | "markdown",
  string
> & { visibilities: Record<Visibility, string> };
