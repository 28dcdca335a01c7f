// How a question about rankings is read, piece by piece. The program has the same (site/answers/grammar.go).

export type Question = {
  year: number;
  quarter: number;
  back: number; // periods before the latest: 上季度 is 1
  lastYear: boolean;
  all: boolean; // 历次, 走势
  channel: string;
  group: string;
  metric: string; // a key; rank for 名次
  order: "" | "high" | "low" | "best" | "worst";
  count: number; // 前三
  place: number; // 第三名
  units: string[];
};

type Rule = [RegExp, (q: Question, m: string[]) => unknown];

// Tried in order; the longer forms stand first.
const rules: Rule[] = [
  [/^(?:(20\d\d)年?第?([一二三四1-4])季度)/, (q, m) => [(q.year = number(m[1])), (q.quarter = number(m[2]))]],
  [/^(?:(20\d\d)q([1-4]))/, (q, m) => [(q.year = number(m[1])), (q.quarter = number(m[2]))]],
  [/^(?:(20\d\d)年?)/, (q, m) => (q.year = number(m[1]))],
  [/^(?:第?([一二三四])季度)/, (q, m) => (q.quarter = number(m[1]))],
  [/^(?:(?:本|这个?)季度|本期|最近一期|最新一期)/, (q) => (q.back = 0)],
  [/^(?:上个?季度|上一?期)/, (q) => (q.back = 1)],
  [/^(?:去年)/, (q) => (q.lastYear = true)],
  [/^(?:历次|历年|历期|历来|走势|变化|各季度|各期|每个?季度)/, (q) => (q.all = true)],
  [/^(?:网络(?:平台)?)/, (q) => (q.channel = "network")],
  [/^(?:热线(?:平台)?)/, (q) => (q.channel = "hotline")],
  [/^(?:各?县区|各?区县)/, (q) => (q.group = "county")],
  [/^(?:市直部门|市直单位|市直|部门)/, (q) => (q.group = "department")],
  [/^(?:其他单位)/, (q) => (q.group = "other")],
  [/^(?:全省|各?地市)/, (q) => (q.group = "city")],
  [/^(?:排名|名次|位次|排第几|第几名?)/, (q) => (q.metric = "rank")],
  [/^(?:综合?评分|得分|分数)/, (q) => (q.metric = "score")],
  [/^(?:办[件理]天数|天数)/, (q) => (q.metric = "days")],
  [/^(?:(?:有效)?回访率)/, (q) => (q.metric = "callback_rate")],
  [/^(?:满意率)/, (q) => (q.metric = "satisfaction_rate")],
  [/^(?:办结率)/, (q) => (q.metric = "close_rate")],
  [/^(?:优秀率)/, (q) => (q.metric = "excellent_rate")],
  [/^(?:交办总?量|办件量)/, (q) => (q.metric = "assigned")],
  [/^(?:([1345]|10|15|25|[三四五])星件?)/, (q, m) => (q.metric = `stars-${number(m[1])}`)],
  [/^(?:最高|最多|最大|最长)/, (q) => (q.order = "high")],
  [/^(?:最低|最少|最小|最短)/, (q) => (q.order = "low")],
  [/^(?:最好|最优)/, (q) => (q.order = "best")],
  [/^(?:最差)/, (q) => (q.order = "worst")],
  [/^(?:前([一二三四五六七八九十]|\d{1,3})(?:名|位|个)?)/, (q, m) => [(q.order = "best"), (q.count = number(m[1]))]],
  [/^(?:(?:后|倒数前?)([一二三四五六七八九十]|\d{1,3})(?:名|位|个)?)/, (q, m) => [(q.order = "worst"), (q.count = number(m[1]))]],
  [/^(?:第([一二三四五六七八九十]|\d{1,3})(?:名|位))/, (q, m) => (q.place = number(m[1]))],
  [/^(?:的|是|在|了|有|哪个|哪些|哪家|哪几个|谁|单位|多少|几|怎么样|如何|情况|数据|查询|请问|[（(]单位[)）]|[？?，,、。：:\s])/, () => undefined],
];

const numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

export function number(text = ""): number {
  const at = numerals.indexOf(text);
  return at >= 0 ? at + 1 : Number(text);
}

/** Recognises a question as a whole: what leaves a word over is none. Names lead from what units are called to their ids, the longest first. */
export function parse(text: string, names: Map<string, string>): Question | undefined {
  const q: Question = { year: 0, quarter: 0, back: 0, lastYear: false, all: false, channel: "", group: "", metric: "", order: "", count: 0, place: 0, units: [] };
  let rest = text.toLowerCase();
  while (rest) {
    const taken = unit(q, rest, names) || said(q, rest);
    if (!taken) return undefined;
    rest = rest.slice(taken);
  }
  return asks(q) ? q : undefined;
}

function unit(q: Question, rest: string, names: Map<string, string>): number {
  for (const [name, id] of names) {
    if (!rest.startsWith(name)) continue;
    if (!q.units.includes(id)) q.units.push(id);
    return name.length;
  }
  return 0;
}

function said(q: Question, rest: string): number {
  for (const [pattern, note] of rules) {
    const m = pattern.exec(rest);
    if (!m) continue;
    note(q, [...m]);
    return m[0].length;
  }
  return 0;
}

/** Whether a question says enough to be answered, and nothing that excludes something else it says. */
function asks(q: Question): boolean {
  const picks = q.order !== "" || q.place > 0;
  if (q.units.length > 0) return !picks && (q.metric !== "" || q.all);
  if (q.all || (q.order !== "" && q.place > 0)) return false;
  if (picks) return q.channel !== "" || q.group !== "" || q.metric !== "";
  return q.metric !== "" && q.group !== "";
}
