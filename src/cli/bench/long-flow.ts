import { flowSchema, type FlowBundle } from '#content/schemas/flow.ts';

/** Question 1 and question 100 are of the same kind, and one more follows, so that both ask something after them. */
const QUESTIONS = 101;
const KINDS = 3;

const stepOf = (index: number): Record<string, unknown> => {
  const asks = { id: `q${index}`, text: 'question', item: `item${index}` };
  switch (index % KINDS) {
    case 0:
      return { ...asks, type: 'rate', lead: 'lead', min: 0, max: 10, high: 'good' };
    case 1:
      return {
        ...asks,
        type: 'choose',
        options: [
          { value: 'yes', label: 'common.yes' },
          { value: 'no', label: 'common.no' },
        ],
      };
    default:
      return { ...asks, type: 'number', min: 0, max: 24 };
  }
};

/** A flow of a hundred questions and one, and an answer for each of the first hundred. */
export const longFlow = (): { readonly bundle: FlowBundle; readonly answers: readonly string[] } => {
  const flow = flowSchema.parse({
    format: 1,
    id: 'long',
    title: 'A hundred questions',
    command: 'long',
    steps: Array.from({ length: QUESTIONS }, (_, index) => stepOf(index)),
  });
  const texts = {
    'long.question': 'And how much of it was there, all in all?',
    'long.lead': ['Thank you.', 'All right.', 'Noted.', 'I see.', 'Good to know.'],
    'common.yes': 'Yes',
    'common.no': 'No',
  };
  const answers = Array.from({ length: QUESTIONS - 1 }, (_, index) => ['6', 'yes', '3'][index % KINDS] ?? '');
  return { bundle: { flow, texts: { en: texts }, calls: {} }, answers };
};
