/** One mistake of an author, with the place and what to do about it. */
export interface Problem {
  /** Path as the author knows it, relative to the content folder's parent: `flows/checkin.flow.yaml`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  readonly message: string;
  /** What would put it right. */
  readonly mend: string;
}

const ended = (sentence: string): string => (/[.?!]$/u.test(sentence) ? sentence : `${sentence}.`);

/** One line as compilers print them: `file:line:column: message. Mend: …`. */
export const formatProblem = (problem: Problem): string =>
  `${problem.file}:${problem.line}:${problem.column}: ${ended(problem.message)} Mend: ${ended(problem.mend)}`;

/** By file, then from top to bottom; what is said twice of one place is said once. */
export const inOrder = (problems: readonly Problem[]): readonly Problem[] => {
  const once = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...once.values()].toSorted((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
};
