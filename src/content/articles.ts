import { findClaims } from '#content/claims.ts';
import type { Problem } from '#content/problem.ts';
import { readingGrade } from '#content/readability.ts';
import { articleFrontMatter, type ArticleFrontMatter } from '#content/schemas/article.ts';
import { readYaml, type Locate } from '#content/yaml.ts';

/** Characters of the chat answer and of each further part: one message a person can take in. */
export const ANSWER_MAX = 450;
export const PART_MAX = 600;
/** Flesch–Kincaid, over the whole article. */
export const GRADE_MAX = 6;

/** A reviewed piece of psychoeducation, one topic. */
export interface Article {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  /** N = no hurry, S = soon, U = today, E = emergency. */
  readonly urgency: 'N' | 'S' | 'U' | 'E';
  /** The first message, Markdown. */
  readonly answer: string;
  /** Two to four further messages, Markdown, for "tell me more". */
  readonly more: readonly string[];
  readonly sources: ArticleFrontMatter['sources'];
  readonly writtenOn: string;
  /** The clinician who reviewed it; null while none has. */
  readonly reviewedBy: string | null;
  /** Near topics; all of them have an article. */
  readonly also: readonly string[];
  /** One thing that the person could do next. */
  readonly next: ArticleFrontMatter['next'];
}

/** One content file: path as the author knows it, and its text. */
export interface ContentFile {
  readonly file: string;
  readonly source: string;
}

interface Part {
  readonly text: string;
  /** The line on which the text begins, counted from 1. */
  readonly line: number;
}

interface Loaded {
  readonly article: Article;
  readonly file: string;
  readonly locate: Locate;
  readonly parts: readonly Part[];
}

const MORE = /^##\s+more\s*$/i;
const RULE = /^---\s*$/;

const part = (lines: readonly string[], from: number, to: number): Part => {
  let start = from;
  let end = to;
  while (start < end && lines[start]?.trim() === '') start++;
  while (end > start && lines[end - 1]?.trim() === '') end--;
  return { text: lines.slice(start, end).join('\n'), line: (start < end ? start : from) + 1 };
};

/** Cuts the body into the answer and the parts after `## more`. `from` is the first line of the body, from 0. */
const cut = (lines: readonly string[], from: number): { parts: Part[]; headings: number[] } => {
  const parts: Part[] = [];
  const headings: number[] = [];
  let begin = from;
  let inMore = false;
  for (let at = from; at <= lines.length; at++) {
    const line = lines[at];
    const opens: boolean = line !== undefined && !inMore && MORE.test(line);
    if (line === undefined || opens || (inMore && RULE.test(line))) {
      parts.push(part(lines, begin, at));
      begin = at + 1;
      inMore ||= opens;
    } else if (/^#{1,6}\s/.test(line)) headings.push(at + 1);
  }
  return { parts, headings };
};

/** The place of a character of a part. */
const placeIn = ({ text, line }: Part, index: number): { line: number; column: number } => {
  const before = text.slice(0, index).split('\n');
  return { line: line + before.length - 1, column: (before.at(-1)?.length ?? 0) + 1 };
};

const NUMBER = /\b\d+(?:[–-]\d+)?\s?(?:%|percent\b|(?:in|out of) (?:every )?\d+\b)/i;
const NAMED_SOURCE = /\b(?:survey|study|studies|trials?|reviews?|research|guide|label|data)\b/i;
const ACT_WHEN = /\b(?:today|now|right away|same day|at once)\b/i;

/** What is wrong with the words of one article, each with its place. */
const lintBody = (
  file: string,
  meta: ArticleFrontMatter,
  parts: readonly Part[],
  headings: readonly number[],
): Problem[] => {
  const problems: Problem[] = [];
  const add = (line: number, column: number, message: string, mend: string) =>
    problems.push({ file, line, column, message, mend });
  const [answer, ...more] = parts;
  if (answer === undefined) return problems;

  for (const line of headings)
    add(line, 1, 'a heading other than "## more" cannot be shown in a chat', 'use **bold** words or a new part');
  if (answer.text === '')
    add(answer.line, 1, 'the chat answer is missing', 'write two or three short sentences before "## more"');
  if (answer.text.length > ANSWER_MAX)
    add(answer.line, 1, `the chat answer has ${answer.text.length} characters`, `keep it to at most ${ANSWER_MAX}`);
  if (more.length < 2 || more.length > 4)
    add(
      more[0]?.line ?? answer.line,
      1,
      `after "## more" there are ${more.length} parts`,
      'write two to four, with a line "---" between them',
    );
  for (const one of more) {
    if (one.text === '') add(one.line, 1, 'this part is empty', 'write it or remove the "---" before it');
    if (one.text.length > PART_MAX)
      add(
        one.line,
        1,
        `this part has ${one.text.length} characters`,
        `keep it to at most ${PART_MAX}, or make two parts of it`,
      );
  }
  if ((meta.urgency === 'U' || meta.urgency === 'E') && !ACT_WHEN.test(answer.text))
    add(
      answer.line,
      1,
      `urgency ${meta.urgency}, but the chat answer does not say when to act`,
      'begin with what to do now or today',
    );

  for (const one of parts) {
    for (const { index, claim, mend } of findClaims(one.text)) {
      const at = placeIn(one, index);
      add(at.line, at.column, `this ${claim}`, mend);
    }
    const number = NUMBER.exec(one.text);
    if (number !== null && !NAMED_SOURCE.test(one.text)) {
      const at = placeIn(one, number.index);
      add(
        at.line,
        at.column,
        `"${number[0]}" stands without its source`,
        'say whose number it is: "in one big survey, …"',
      );
    }
  }
  const grade = readingGrade(parts.map(({ text }) => text).join('\n\n'));
  if (grade > GRADE_MAX)
    add(
      answer.line,
      1,
      `the reading grade is ${grade.toFixed(1)}`,
      `use shorter sentences and words, down to grade ${GRADE_MAX}`,
    );
  return problems;
};

const readOne = ({ file, source }: ContentFile): { loaded: Loaded | null; problems: readonly Problem[] } => {
  const lines = source.replace(/^\uFEFF/, '').split(/\r?\n/);
  const close = RULE.test(lines[0] ?? '') ? lines.findIndex((line, at) => at > 0 && RULE.test(line)) : -1;
  if (close < 0) {
    const mend = 'begin with a line "---", then the fields, then a line "---"';
    return { loaded: null, problems: [{ file, line: 1, column: 1, message: 'the front matter is missing', mend }] };
  }
  const { value: meta, problems, locate } = readYaml(file, lines.slice(1, close).join('\n'), articleFrontMatter, 1);
  if (meta === null) return { loaded: null, problems };

  const found: Problem[] = [...problems];
  const name = file.split('/').at(-1)?.replace(/\.md$/, '');
  if (name !== meta.id)
    found.push({
      file,
      ...locate(['id']),
      message: `the id is "${meta.id}" but the file is "${name}.md"`,
      mend: 'give both the same name',
    });
  const { parts, headings } = cut(lines, close + 1);
  found.push(...lintBody(file, meta, parts, headings));
  for (const [path, text] of [
    [['title'], meta.title],
    [['next', 'label'], meta.next.label],
  ] as const) {
    for (const { claim, mend } of findClaims(text))
      found.push({ file, ...locate(path), message: `this ${claim}`, mend });
  }
  const [answer, ...more] = parts;
  const { id, title, question, urgency, sources, also, next } = meta;
  const article: Article = {
    id, title, question, urgency, sources, also, next,
    answer: answer?.text ?? '',
    more: more.map(({ text }) => text),
    writtenOn: meta.written_on,
    reviewedBy: meta.reviewed_by,
  }; // prettier-ignore
  return { loaded: { article, file, locate, parts }, problems: found };
};

/**
 * Reads the articles of one language, by topic id in the order of their files. Never throws: every fault comes back
 * with file, line, column and mend, and an article whose front matter can't be read is left out.
 */
export const loadArticles = (
  files: readonly ContentFile[],
): { articles: ReadonlyMap<string, Article>; problems: readonly Problem[] } => {
  const articles = new Map<string, Article>();
  const problems: Problem[] = [];
  const kept: Loaded[] = [];
  for (const one of files) {
    const { loaded, problems: found } = readOne(one);
    problems.push(...found);
    if (loaded === null) continue;
    if (articles.has(loaded.article.id)) {
      const mend = 'keep one article a topic';
      problems.push({
        file: one.file,
        ...loaded.locate(['id']),
        message: `there is a second article "${loaded.article.id}"`,
        mend,
      });
      continue;
    }
    articles.set(loaded.article.id, loaded.article);
    kept.push(loaded);
  }
  for (const { article, file, locate } of kept) {
    const refer = (path: readonly PropertyKey[], topic: string) => {
      if (topic === article.id)
        problems.push({
          file,
          ...locate(path),
          message: `"${topic}" is this article itself`,
          mend: 'name another topic',
        });
      else if (!articles.has(topic))
        problems.push({
          file,
          ...locate(path),
          message: `there is no article "${topic}"`,
          mend: 'name a topic that has one',
        });
    };
    article.also.forEach((topic, at) => refer(['also', at], topic));
    if ('topic' in article.next) refer(['next', 'topic'], article.next.topic);
  }
  return { articles, problems };
};
