import { choose } from '#core/steps/choose.ts';
import { date } from '#core/steps/date.ts';
import { number } from '#core/steps/number.ts';
import { rate } from '#core/steps/rate.ts';
import type { Reply, StepView, Understood } from '#core/steps/step-type.ts';
import { time } from '#core/steps/time.ts';
import { realContent, START } from '../../support/talking.ts';

/** The texts of the steps below. */
const TEXTS: Readonly<Record<string, string>> = {
  yes: 'Yes',
  no: 'No',
  unsaid: 'Rather not say',
  sleep: 'Sleep',
  work: 'Work',
  work_like: 'my job,job',
  family: 'Family',
  food: 'Food and drink',
  money: 'Money',
  money_like: 'cash',
  call: 'Call someone',
  write: 'Text someone',
  feel_0: 'Not at all',
  feel_1: 'A little',
  feel_2: 'Somewhat',
  feel_3: 'Quite a lot',
  feel_4: 'Very much',
};

const ZONES: Readonly<Record<string, readonly [country: string, zone: string]>> = {
  en: ['GB', 'Europe/London'],
  de: ['DE', 'Europe/Berlin'],
  fr: ['FR', 'Europe/Paris'],
  es: ['ES', 'Europe/Madrid'],
  pt: ['PT', 'Europe/Lisbon'],
};

/** What a step sees on Monday 23 November 2026, nine o'clock in London, with 5 (2 for how strong a feeling is) kept yesterday. */
export const viewIn = (locale: string, more: Partial<StepView> = {}): StepView => {
  const words = realContent().words.get(locale as 'en');
  if (words === undefined) throw new Error(`no words for ${locale}`);
  const [country = null, zone = null] = ZONES[locale] ?? [];
  return {
    locale,
    words,
    country,
    zone,
    now: START,
    say: (key) => TEXTS[key] ?? key,
    system: (key) => key,
    last: (item) => (item === 'fresh' ? null : item === 'feel' ? 2 : 5),
    recall: () => null,
    evaluate: () => undefined,
    ...more,
  };
};

type Understands = (reply: Reply, view: StepView) => Understood;

const scale = (item: string, high: 'good' | 'bad', more: object = {}): Understands => {
  const step = rate.schema.parse({ id: 's', type: 'rate', text: 't', item, min: 0, max: 10, high, ...more });
  return (reply, view) => rate.understand(step, reply, view);
};

const dates = (more: object): Understands => {
  const step = date.schema.parse({ id: 's', type: 'date', text: 't', var: 'v', ...more });
  return (reply, view) => date.understand(step, reply, view);
};

const options = (values: readonly string[]): object[] =>
  values.map((value) => ({
    value,
    label: value,
    ...(TEXTS[`${value}_like`] === undefined ? {} : { like: `${value}_like` }),
  }));

const choices = (values: readonly string[], more: object = {}): Understands => {
  const step = choose.schema.parse({ id: 's', type: 'choose', text: 't', var: 'v', options: options(values), ...more });
  return (reply, view) => choose.understand(step, reply, view);
};

const hours = number.schema.parse({ id: 's', type: 'number', text: 't', var: 'v', min: 0, max: 24 });
const when = time.schema.parse({ id: 's', type: 'time', text: 't', var: 'v' });

export const TAKEN = ['yes', 'no', 'unsaid'] as const;
export const TOPICS = ['sleep', 'work', 'family', 'food', 'money'] as const;
export const PAIR = ['call', 'write'] as const;

/** One step of each kind that is answered in words, by the name that the table gives it. */
export const STEPS: Readonly<Record<string, Understands>> = {
  mood: scale('mood', 'good'),
  sleep: scale('sleep', 'good'),
  anxiety: scale('anxiety', 'bad'),
  fresh: scale('fresh', 'good'),
  feel: scale('feel', 'good', { max: 4, labels: ['feel_0', 'feel_1', 'feel_2', 'feel_3', 'feel_4'] }),
  hours: (reply, view) => number.understand(hours, reply, view),
  taken: choices(TAKEN),
  topics: choices(TOPICS, { many: true, min: 0 }),
  pair: choices(PAIR, { many: true }),
  when: (reply, view) => time.understand(when, reply, view),
  day: dates({ past: 'refuse' }),
  us: (reply, view) => dates({ past: 'refuse' })(reply, { ...view, country: 'US', zone: 'America/New_York' }),
  since: dates({ future: 'refuse' }),
  moment: dates({ past: 'refuse', with_time: true }),
};

/** The label of an option of the steps above. */
export const labelOf = (value: string): string => TEXTS[value] ?? value;
