/**
 * The notation of patterns, for people who are no programmers. A pattern is a row of words:
 *
 *   want|wanna to die      one of several words
 *   {want} to die          a word of a class
 *   want [so bad] to die   may be left out; `[a|b c]` one of several, or none
 *   (give up|end it) now   one of several, of any number of words
 *   took ..3 pills         up to three other words between (never over a negation, a "but" or the end of a sentence)
 *   ^ kill me $            ^ begins the sentence or a part of it, $ ends it; ^^ and $$ the whole sentence
 *   die !of|from           the next word is none of these; `!(of|by heart)` none of these phrases follows
 */
export type Node =
  | { readonly type: 'word'; readonly word: string }
  | { readonly type: 'class'; readonly name: string }
  | { readonly type: 'alt'; readonly branches: readonly (readonly Node[])[]; readonly optional: boolean }
  | { readonly type: 'gap'; readonly most: number }
  | { readonly type: 'edge'; readonly strong: boolean }
  | { readonly type: 'not'; readonly branches: readonly (readonly Node[])[] };

export type Parsed =
  | { readonly ok: true; readonly nodes: readonly Node[] }
  | { readonly ok: false; readonly message: string; readonly mend: string };

class NotationError extends Error {
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

const lex = (source: string): string[] => source.match(/\.\.\d*|\^\^|\$\$|[[\]()^$]|[^\s[\]()^$]+/g) ?? [];

/** The widest gap: what is further apart is not one phrase. */
const WIDEST_GAP = 8;

const unit = (text: string): Node => {
  if (text.startsWith('{') || text.endsWith('}')) {
    const name = /^\{([a-z][a-z0-9-]*)\}$/.exec(text)?.[1];
    if (name === undefined) throw new NotationError(`"${text}" is not a word class`, 'write {name} with small letters');
    return { type: 'class', name };
  }
  if (text === '' || /[{}!|]/.test(text))
    throw new NotationError(`"${text}" is not a word`, 'put one word or {class} between the | signs, without spaces');
  return { type: 'word', word: text };
};

const single = (token: string): Node => {
  const parts = token.split('|').map(unit);
  const [first] = parts;
  return parts.length === 1 && first !== undefined
    ? first
    : { type: 'alt', branches: parts.map((part) => [part]), optional: false };
};

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

const group = (cursor: Cursor, close: string): (readonly Node[])[] => {
  const branches: Node[][] = [[]];
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (token === undefined) throw new NotationError(`"${close}" is missing`, `close the bracket with "${close}"`);
    if (token === close) {
      cursor.at++;
      if (branches.some((branch) => branch.length === 0))
        throw new NotationError('there is an empty alternative in a bracket', 'put words on both sides of |');
      return branches;
    }
    // Inside a bracket a | beside a space parts whole phrases: `(give up | end it)` and `(give up|end it)` are the same.
    const pieces = token.startsWith('!') ? [token] : splitPhrases(token);
    if (pieces.length > 1) {
      cursor.at++;
      pieces.forEach((piece, index) => {
        if (index > 0) branches.push([]);
        if (piece !== '') branches.at(-1)?.push(unit(piece));
      });
    } else branches.at(-1)?.push(item(cursor));
  }
};

const splitPhrases = (token: string): string[] => (token.includes('|') ? token.split('|') : [token]);

const item = (cursor: Cursor): Node => {
  const token = cursor.tokens[cursor.at++] ?? '';
  if (token === '(') return { type: 'alt', branches: group(cursor, ')'), optional: false };
  if (token === '[') return { type: 'alt', branches: group(cursor, ']'), optional: true };
  if (token === ')' || token === ']')
    throw new NotationError(`"${token}" closes nothing`, 'remove it or open a bracket before it');
  if (token === '^' || token === '$') return { type: 'edge', strong: false };
  if (token === '^^' || token === '$$') return { type: 'edge', strong: true };
  if (token.startsWith('..')) {
    const most = Number(token.slice(2));
    if (!Number.isInteger(most) || most < 1 || most > WIDEST_GAP)
      throw new NotationError(`"${token}" is not a gap`, `write ..1 to ..${WIDEST_GAP}`);
    return { type: 'gap', most };
  }
  if (token === '!' && cursor.tokens[cursor.at] === '(') {
    cursor.at++;
    return { type: 'not', branches: group(cursor, ')') };
  }
  if (token.startsWith('!'))
    return {
      type: 'not',
      branches: token
        .slice(1)
        .split('|')
        .map((word) => [unit(word)]),
    };
  return single(token);
};

/** Reads one pattern. Never throws: a fault comes back with its mend. */
export const parsePattern = (source: string): Parsed => {
  const cursor: Cursor = { tokens: lex(source), at: 0 };
  try {
    const nodes: Node[] = [];
    while (cursor.at < cursor.tokens.length) nodes.push(item(cursor));
    if (nodes.every((node) => node.type !== 'word' && node.type !== 'class' && node.type !== 'alt'))
      return { ok: false, message: 'the pattern holds no word', mend: 'give it at least one word' };
    return { ok: true, nodes };
  } catch (error) {
    if (error instanceof NotationError) return { ok: false, message: error.message, mend: error.mend };
    throw error;
  }
};
