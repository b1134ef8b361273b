import { isMap, isNode, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import type { z } from 'zod';
import { findingsOf } from '#content/findings.ts';
import type { Problem } from '#content/problem.ts';

/** A place inside a parsed file, by path of keys and indexes. */
export type Locate = (path: readonly PropertyKey[]) => { line: number; column: number };

export interface ReadResult<T> {
  /** The checked value; null when there are problems. */
  readonly value: T | null;
  readonly problems: readonly Problem[];
  /** Where a path of the value stands in the file: for checks that come later. */
  readonly locate: Locate;
}

const locator = (doc: Document, counter: LineCounter, lineOffset: number): Locate => {
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line) + lineOffset, column: Math.max(1, col) };
  };
  return (path) => {
    for (let length = path.length; length >= 0; length--) {
      const part = path.slice(0, length);
      const parent = length > 0 ? doc.getIn(part.slice(0, -1), true) : null;
      if (isMap(parent)) {
        const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === String(part.at(-1)));
        if (pair !== undefined && isNode(pair.key) && pair.key.range) return at(pair.key.range[0]);
      }
      const node = length > 0 ? doc.getIn(part, true) : doc.contents;
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return at(0);
  };
};

/** What to do about one fault of the notation, where the parser's code says enough. */
const MENDS: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  TAB_AS_INDENT: 'indent with spaces',
  DUPLICATE_KEY: 'keep one of the two',
  BLOCK_AS_IMPLICIT_KEY: 'put the whole text in quotes: a colon with a space in it begins a new field',
  BAD_SCALAR_START: 'put the text in quotes',
  UNEXPECTED_TOKEN: 'put the text in quotes if it begins with { or [ or a quote, and check the indentation',
  MISSING_CHAR: 'close the quote or the bracket',
};

const notation = (source: string, error: YAMLError): { message: string; mend: string } => {
  const mend = MENDS[error.code] ?? 'check indentation, quotes and colons on this line';
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/u.exec(source.slice(error.pos[0]))?.[0].trim() ?? '';
    return { message: `"${key}" stands here twice`, mend };
  }
  if (error.code === 'MULTIPLE_DOCS')
    return { message: 'this file holds more than one document', mend: 'remove the line "---" and what follows it' };
  return { message: `this is not valid YAML: ${error.message.split('\n')[0] ?? error.code}`, mend };
};

/** What the parser found. After the first fault of the notation it is lost, so only the first one is told. */
const faultsOf = (doc: Document): readonly YAMLError[] => {
  const faults = [...doc.errors, ...doc.warnings];
  const first = faults.find((fault) => fault.code !== 'DUPLICATE_KEY');
  return faults.filter((fault) => fault.code === 'DUPLICATE_KEY' || fault === first);
};

const plainValue = (doc: Document): { readonly value: unknown } | { readonly fault: string } => {
  try {
    return { value: doc.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    // An alias without anchor, or one that would make the value huge.
    return { fault: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it cannot be resolved' };
  }
};

/** Parses without throwing: text nested so deep that the parser gives up is a fault like any other. */
const parse = (source: string, counter: LineCounter): Document | null => {
  try {
    return parseDocument(source, {
      lineCounter: counter,
      uniqueKeys: true,
      prettyErrors: false,
      stringKeys: true,
      logLevel: 'error',
    });
  } catch {
    return null;
  }
};

/**
 * Parses one YAML text and checks it against a schema. Never throws: what is wrong comes back as problems with line,
 * column and mend. `lineOffset` shifts lines for YAML inside another file (front matter).
 */
export const readYaml = <T>(file: string, source: string, schema: z.ZodType<T>, lineOffset = 0): ReadResult<T> => {
  const counter = new LineCounter();
  const doc = parse(source, counter);
  if (doc === null) {
    const place = { line: 1 + lineOffset, column: 1 };
    const mend = 'take some of the brackets or indentation out';
    return {
      value: null,
      problems: [{ file, ...place, message: 'this is not valid YAML: it is nested too deep', mend }],
      locate: () => place,
    };
  }
  const locate = locator(doc, counter, lineOffset);
  const faults = faultsOf(doc);
  if (faults.length > 0) {
    const problems = faults.map((fault): Problem => {
      const { line, col } = counter.linePos(fault.pos[0]);
      return { file, line: Math.max(1, line) + lineOffset, column: Math.max(1, col), ...notation(source, fault) };
    });
    return { value: null, problems, locate };
  }
  const plain = plainValue(doc);
  if ('fault' in plain) {
    const problem = {
      file,
      ...locate([]),
      message: `this is not valid YAML: ${plain.fault}`,
      mend: 'write the value out instead of an alias (*name)',
    };
    return { value: null, problems: [problem], locate };
  }
  const checked = schema.safeParse(plain.value);
  if (checked.success) return { value: checked.data, problems: [], locate };
  const problems = checked.error.issues
    .flatMap((issue) => findingsOf(issue, plain.value, schema))
    .map(({ path, message, mend }): Problem => ({ file, ...locate(path), message, mend }));
  return { value: null, problems, locate };
};
