// The page's words, which come with it: they are in i18n/ like all others.
export type Words = {
  formula: string;
  taken: string;
  cells: string;
  unit: string;
  metric: string;
  rank: string;
  value: string;
  previous: string;
  source: string;
  read: string;
  row: string;
  more: string;
  close: string;
  failed: string;
};
