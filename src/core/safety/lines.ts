import type { Line, LineLocale, Lines, LineWords } from '#content/schemas/lines.ts';

/** A line that nobody looked up for longer than this is no longer shown (days). */
const UNUSABLE_AFTER_DAYS = 365;
/** From this age on (days) the operator is warned. */
const WARN_AFTER_DAYS = 90;

/** What a person in danger is given: ready words in their language. */
export interface LinesText {
  /** The number alone, to stand in a sentence: "999 or 112"; in words where no country is known. */
  readonly emergency: string;
  /** A short Markdown list, one line each, the emergency number last. */
  readonly text: string;
  /** One sentence with the best line and the emergency number. */
  readonly short: string;
  /** The line for health advice today; null where there is none to rely on. */
  readonly health: string | null;
  /** The poison line; null where there is none to rely on. */
  readonly poison: string | null;
  /** The line for someone who is hurt by another; null where there is none to rely on. */
  readonly violence: string | null;
  /** True where a line that this person would have been given was left out: nobody looked it up within a year. */
  readonly stale: boolean;
}

interface LinesAsk {
  /** ISO 3166-1 alpha-2; null until known. */
  readonly country: string | null;
  /** True for someone under 18: youth lines come first. */
  readonly youth: boolean;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly locale: string;
}

const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

/** Days since a line was looked up; null where it never was, or a date cannot be read. */
const ageInDays = (line: Line, today: string): number | null => {
  if (line.verified_on === null) return null;
  const age = dayNumber(today) - dayNumber(line.verified_on);
  return Number.isNaN(age) ? null : age;
};

const usable = (line: Line, today: string): boolean => {
  const age = ageInDays(line, today);
  return age !== null && age <= UNUSABLE_AFTER_DAYS;
};

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);

const isLocale = (lines: Lines, language: string): language is LineLocale => Object.hasOwn(lines.words, language);

const localeOf = (lines: Lines, locale: string): LineLocale => {
  const base = locale.toLowerCase().split(/[-_]/)[0] ?? 'en';
  return isLocale(lines, base) ? base : 'en';
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A web address as people say it: without scheme and final slash. */
const spoken = (url: string): string => url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
const link = (url: string): string => `[${spoken(url)}](${url})`;

/** The same number for both: "call or text 988". */
const oneNumber = (line: Line): boolean =>
  line.call !== undefined && line.text !== undefined && line.text.to === line.call && line.text.say === null;

const hoursText = (line: Line, words: LineWords): string | null => {
  if (line.hours === null) return null;
  if (line.hours === 'always') return words.any_time;
  const template = {
    'every-day': words.every_day,
    weekdays: words.weekdays,
    'monday-to-saturday': words.monday_to_saturday,
  }[line.hours.days];
  return fill(template, { from: line.hours.from, to: line.hours.to });
};

const languageNote = (line: Line, locale: LineLocale, words: LineWords): string | null => {
  const [main] = line.languages;
  if (main === undefined || line.languages.includes(locale)) return null;
  const language = new Intl.DisplayNames([locale], { type: 'language' }).of(main) ?? main;
  return fill(words.in_language, { language });
};

/**
 * One line of the list: "**988** – call or text, any time (988 Suicide & Crisis Lifeline)". Numbers stay bare: phones
 * make them tappable by themselves, while `tel:` links are shown raw or dropped by two of the platforms.
 */
const entry = (line: Line, locale: LineLocale, words: LineWords): string => {
  const ways: string[] = [];
  if (oneNumber(line)) ways.push(`**${line.call}** – ${words.call_or_text}`);
  else {
    if (line.call !== undefined) ways.push(`**${line.call}** – ${words.call}`);
    if (line.text !== undefined) {
      const to = `**${line.text.to}**`;
      ways.push(
        line.text.say === null
          ? fill(words.text_to, { number: to })
          : fill(words.text_word, { word: `**${line.text.say}**`, number: to }),
      );
    }
  }
  if (line.whatsapp !== undefined) ways.push(fill(words.whatsapp_to, { number: `**${line.whatsapp}**` }));
  const chat = line.chat === undefined ? [] : [fill(words.chat_at, { page: link(line.chat) })];
  const details = [
    hoursText(line, words),
    line.note?.[locale] ?? line.note?.en ?? null,
    languageNote(line, locale, words),
  ].filter((detail) => detail !== null);
  // Hours and notes are the telephone's; a chat often keeps other hours, so it stands after them.
  const reach = ways.length === 0 ? chat : [[ways.join('; '), ...details].join(', '), ...chat];
  return capital(`${reach.join('; ')} (${line.name})`);
};

/** The way into a line for a sentence: "call or text 988". */
const way = (line: Line, words: LineWords): string => {
  if (oneNumber(line)) return fill(words.way_call_or_text, { number: line.call ?? '' });
  if (line.call !== undefined) return fill(words.way_call, { number: line.call });
  if (line.text !== undefined) {
    return line.text.say === null
      ? fill(words.way_text, { number: line.text.to })
      : fill(words.way_text_word, { word: line.text.say, number: line.text.to });
  }
  if (line.whatsapp !== undefined) return fill(words.way_whatsapp, { number: line.whatsapp });
  return fill(words.way_chat, { page: spoken(line.chat ?? '') });
};

/** Before others: who speaks the person's language, then who is always there. The file's order decides the rest. */
const inOrder = (found: readonly Line[], locale: LineLocale): Line[] => {
  const rank = (line: Line) => (line.languages.includes(locale) ? 0 : 2) + (line.hours === 'always' ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
};

const emergencyOf = (lines: Lines, country: string | null): readonly string[] | null => {
  if (country === null) return null;
  const own = Object.hasOwn(lines.countries, country) ? lines.countries[country] : undefined;
  return own?.emergency ?? lines.groups.find((group) => group.countries.includes(country))?.emergency ?? null;
};

/** Ready lines of one day, by who asks: every message of a day would make the same again. */
const ready = new WeakMap<Lines, { today: string; readonly by: Map<string, LinesText> }>();

/**
 * The lines for a person. A line that nobody looked up within a year yields to the emergency number and the directory
 * of help lines; so does a country of which none is known. Pure: the day is passed in. Never throws, never empty.
 */
export const linesFor = (lines: Lines, ask: LinesAsk): LinesText => {
  let kept = ready.get(lines);
  if (kept?.today !== ask.today) ready.set(lines, (kept = { today: ask.today, by: new Map() }));
  const key = `${ask.country ?? ''}|${ask.youth}|${ask.locale}`;
  const known = kept.by.get(key);
  if (known !== undefined) return known;
  const made = makeLines(lines, ask);
  kept.by.set(key, made);
  return made;
};

const makeLines = (lines: Lines, { country, youth, today, locale: wanted }: LinesAsk): LinesText => {
  const locale = localeOf(lines, wanted);
  const words = lines.words[locale];
  const all =
    country !== null && Object.hasOwn(lines.countries, country) ? (lines.countries[country]?.lines ?? []) : [];
  const fresh = all.filter((line) => usable(line, today));
  const of = (kind: Line['for']) =>
    inOrder(
      fresh.filter((line) => line.for === kind),
      locale,
    );
  const shown = youth ? [...of('youth'), ...of('crisis')] : of('crisis');

  const numbers = emergencyOf(lines, country);
  const emergency = numbers?.join(` ${words.or} `) ?? words.local_emergency;
  const emergencyEntry = `${numbers?.map((number) => `**${number}**`).join(` ${words.or} `) ?? capital(words.local_emergency)} – ${words.in_danger}`;
  const directoryEntry = fill(words.directory, { link: link(lines.directory.url) });

  // Somebody must be there at any hour: where no line is, the directory stands beside them.
  const covered = shown.some((line) => line.hours === 'always');
  const text = [
    ...shown.map((line) => entry(line, locale, words)),
    ...(covered ? [] : [directoryEntry]),
    emergencyEntry,
  ];
  // Whoever reads the one sentence may read it at three in the morning.
  const best = shown.find((line) => line.hours === 'always') ?? shown[0];
  const first = (kind: Line['for']): string | null => {
    const [line] = of(kind);
    return line === undefined ? null : entry(line, locale, words);
  };
  return {
    emergency,
    text: text.map((one) => `- ${one}`).join('\n'),
    short:
      best === undefined
        ? fill(words.short_without, { emergency, link: spoken(lines.directory.url) })
        : fill(words.short, { way: `${way(best, words)} (${best.name})`, emergency }),
    health: first('health'),
    poison: first('poison'),
    violence: first('violence'),
    stale: all.some((line) => (line.for === 'crisis' || (youth && line.for === 'youth')) && !usable(line, today)),
  };
};

/** A line that somebody should look up again. */
interface StaleLine {
  readonly country: string;
  readonly name: string;
  readonly verifiedOn: string | null;
  /** Days since it was looked up; null where it never was. */
  readonly days: number | null;
  /** True where it is no longer shown to anybody. */
  readonly hidden: boolean;
}

/** The lines that nobody looked up for 90 days, or ever, the oldest first: for the operator's warning. */
export const staleLines = (lines: Lines, today: string): readonly StaleLine[] =>
  Object.entries(lines.countries)
    .flatMap(([country, { lines: found }]) =>
      found.map((line) => ({
        country,
        name: line.name,
        verifiedOn: line.verified_on,
        days: ageInDays(line, today),
        hidden: !usable(line, today),
      })),
    )
    .filter(({ days }) => days === null || days > WARN_AFTER_DAYS)
    .toSorted((a, b) => (b.days ?? Number.MAX_SAFE_INTEGER) - (a.days ?? Number.MAX_SAFE_INTEGER));
