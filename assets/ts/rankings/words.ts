// The page's words, which come with it: they are in i18n/ like all others.
export type Words = {
  rank: string;
  chart: string;
  break: string;
  unit: string;
  sample: string;
  select: string;
  failed: string;
  again: string;
  noValues: string;
  pages: string;
  channels: Record<string, string>;
  groups: Record<string, string>;
  kinds: Record<string, string>;
};
