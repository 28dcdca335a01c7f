// Sentences of i18n/ with values in their places.

/** Puts values in the places of a sentence: {0}, {1}. */
export function say(sentence: string, ...values: (string | number)[]): string {
  return sentence.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)] ?? ""));
}
