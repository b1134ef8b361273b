import { IntlMessageFormat } from 'intl-messageformat';

type Ast = ReturnType<IntlMessageFormat['getAst']>;
type Element = Ast[number];

/** A text as the engine will read it, or why it cannot. */
export type Message = { readonly ast: Ast; readonly format: IntlMessageFormat } | { readonly fault: string };

/** An argument as a text uses it. */
export interface Argument {
  readonly name: string;
  /** The value must be a number: `{mood, number}`, `{days, plural, …}`. */
  readonly number: boolean;
}

// The kinds of elements, as the parser numbers them.
const LITERAL: number = 0;
const ARGUMENT: number = 1;
const NUMBER: number = 2;
const PLURAL: number = 6;
const TAG: number = 8;

const parse = (text: string, locale: string): Message => {
  try {
    const format = new IntlMessageFormat(text, locale);
    return { ast: format.getAst(), format };
  } catch (error) {
    const code = error instanceof Error ? error.message.split('\n')[0] : '';
    return { fault: (code ?? '').toLowerCase().replaceAll('_', ' ') };
  }
};

const messages = new Map<string, Message>();
/** Parsed texts kept in memory; the repository's own are a tenth of it. */
const MOST_MESSAGES = 20_000;

/** Parses one text (ICU MessageFormat). Several checks look at each text, and to parse it is most of their time. */
export const parseMessage = (text: string, locale: string): Message => {
  const key = `${locale}\n${text}`;
  const known = messages.get(key);
  if (known !== undefined) return known;
  const message = parse(text, locale);
  if (messages.size < MOST_MESSAGES) messages.set(key, message);
  return message;
};

const innerOf = (element: Element): readonly Ast[] => {
  if ('options' in element) return Object.values(element.options).map((option) => option.value);
  return 'children' in element ? [element.children] : [];
};

/** Everything that a text names in braces, at any depth. */
export const argumentsIn = (ast: Ast): readonly Argument[] =>
  ast.flatMap((element) => {
    const type: number = element.type;
    const inner = innerOf(element).flatMap((one) => argumentsIn(one));
    const own = type >= ARGUMENT && type <= PLURAL && 'value' in element;
    return own ? [{ name: element.value, number: type === NUMBER || type === PLURAL }, ...inner] : inner;
  });

/** Tags such as `<b>`, which nothing fills in. */
export const tagsIn = (ast: Ast): readonly string[] =>
  ast.flatMap((element) => {
    const type: number = element.type;
    const inner = innerOf(element).flatMap((one) => tagsIn(one));
    return type === TAG && 'value' in element ? [element.value, ...inner] : inner;
  });

/** The signs of a text that are shown as they stand, at any depth. */
export const literalsIn = (ast: Ast): readonly string[] =>
  ast.flatMap((element) => {
    const type: number = element.type;
    const inner = innerOf(element).flatMap((one) => literalsIn(one));
    return type === LITERAL && 'value' in element ? [element.value, ...inner] : inner;
  });

/** Names of formats that nobody defined, as in `{mood, number, hole}`: they would be passed over in silence. */
export const unknownFormats = (ast: Ast): readonly string[] =>
  ast.flatMap((element) => {
    const inner = innerOf(element).flatMap((one) => unknownFormats(one));
    const style = 'style' in element ? element.style : null;
    if (typeof style !== 'string') return inner;
    const known = Object.values(IntlMessageFormat.formats).some((formats) => Object.hasOwn(formats, style));
    return known ? inner : [style, ...inner];
  });

/** The longest that a text can become, in UTF-16 units; `lengthOf` says how long an argument can be. */
export const longest = (ast: Ast, lengthOf: (name: string) => number): number =>
  ast.reduce((sum, element) => {
    const type: number = element.type;
    if (type === LITERAL && 'value' in element) return sum + element.value.length;
    const inner = innerOf(element).map((one) => longest(one, lengthOf));
    if (inner.length > 0) return sum + Math.max(...inner);
    return sum + ('value' in element ? lengthOf(element.value) : 2);
  }, 0);

/** The words of a text as a reader meets them: with the longest of each choice, and a short word for each value. */
export const sample = (ast: Ast): string =>
  ast
    .map((element) => {
      const type: number = element.type;
      if (type === LITERAL && 'value' in element) return element.value;
      const inner = innerOf(element).map((one) => sample(one));
      return inner.toSorted((a, b) => b.length - a.length)[0] ?? '5';
    })
    .join('');
