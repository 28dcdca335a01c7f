// The words that the form's script needs, from i18n/.
export type Words = {
  remove: string; // {0} is a unit
  nobody: string; // where a phrase names a unit and none is chosen
  someday: string; // where it names a day and none is chosen
  day: string; // {0} month, {1} day
};

export type PadWords = {
  count: string; // {0} strokes
  none: string;
  full: string;
};
