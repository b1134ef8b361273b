import type { Tier } from '#core/ports.ts';

/**
 * The closed list of what the assessment can hear, the worst first: when one message holds several, the one that stands
 * first here is answered. Each has exactly one tier. `flows/safety/README.md` lists the same kinds for clinicians.
 */
export const KINDS = {
  overdose: {
    tier: 'interrupt',
    about: 'says that they took too much, or are taking it now, or mean to take it to end it',
  },
  'attempt-recent': { tier: 'interrupt', about: 'tried to end their life, and nothing says that it is long ago' },
  'suicide-plan': { tier: 'interrupt', about: 'a means at hand, a place, a date, a note or another preparation' },
  'suicide-explicit': { tier: 'interrupt', about: 'says that they want or mean to end their life, or think of it' },
  'command-voices': { tier: 'interrupt', about: 'hears voices that tell them to hurt themselves or somebody' },
  'harm-others': { tier: 'interrupt', about: 'says that they are going to hurt or kill somebody' },
  'self-harm': { tier: 'interrupt', about: 'hurts themselves, or has the urge to, with or without the wish to die' },
  'method-seeking': { tier: 'interrupt', about: 'asks how to die or how much would kill, for whomever' },
  'suicide-passive': {
    tier: 'interrupt',
    about: 'wishes to be dead, not to wake up, not to be here; others better off',
  },
  'someone-in-danger': {
    tier: 'emergency',
    about: 'somebody else took an overdose or tries to end their life right now',
  },
  'hurt-now': { tier: 'emergency', about: 'somebody is hurting or threatening them right now' },
  'serotonin-syndrome': {
    tier: 'emergency',
    about: 'signs of serotonin syndrome together, or one with fever or confusion',
  },
  allergy: {
    tier: 'emergency',
    about: 'swelling of face, lips, tongue or throat, trouble breathing, a spreading rash',
  },
  seizure: { tier: 'emergency', about: 'a fit or convulsion' },
  'chest-fainting': { tier: 'emergency', about: 'chest pain, fainting, a heart that races with either' },
  bleeding: { tier: 'emergency', about: 'vomiting blood, black stool, bleeding that does not stop' },
  psychosis: { tier: 'emergency', about: 'hears or sees what others do not, without a command' },
  veiled: {
    tier: 'check',
    about: 'sounds like a farewell: giving things away, sorry to everyone, somebody feed my cat',
  },
  hopeless: { tier: 'check', about: 'sees no way on: it will never get better, no point, no future' },
  burden: { tier: 'check', about: 'feels like a burden to the people round them' },
  ambiguous: { tier: 'check', about: 'could be the end of their strength or the end of their life' },
  'intrusive-ocd': { tier: 'check', about: 'is scared of unwanted thoughts of doing harm' },
  'third-party-unclear': { tier: 'check', about: 'words of dying where it is not clear whose they are' },
  unassessed: { tier: 'check', about: 'could not be judged because of a fault of ours' },
  akathisia: { tier: 'same-day', about: 'cannot sit still, crawling out of their skin' },
  mania: { tier: 'same-day', about: 'hardly sleeps and feels on top of the world, races, spends' },
  agitation: { tier: 'same-day', about: 'new strong agitation, rage or panic since a medicine or a dose' },
  'low-sodium': { tier: 'same-day', about: 'signs that can go with low sodium: confused with headache, weak, sick' },
  'stopped-abruptly': { tier: 'same-day', about: 'stopped a medicine at once, or ran out of it' },
  'extra-dose': { tier: 'same-day', about: 'took a dose too many by mistake, and tells of no signs' },
  'hurt-not-now': { tier: 'support', about: 'is or was hurt by somebody, not at this moment' },
  'suicide-bereavement': { tier: 'support', about: 'lost somebody to suicide' },
  bereavement: { tier: 'support', about: 'lost somebody' },
  friend: { tier: 'support', about: 'worries about somebody else' },
  past: { tier: 'support', about: 'was there once, and says that it is past' },
  negated: { tier: 'support', about: 'says that they do not feel it or will not do it' },
  'topic-question': { tier: 'support', about: 'asks or talks about the topic, not about themselves' },
} as const satisfies Record<string, { tier: Tier; about: string }>;

export type Kind = keyof typeof KINDS;

/** The kinds in order, the worst first. */
export const KIND_NAMES = Object.keys(KINDS) as [Kind, ...Kind[]];

const ranks = new Map<Kind, number>(KIND_NAMES.map((kind, rank) => [kind, rank]));

/** The smaller, the worse. */
export const rankOf = (kind: Kind): number => ranks.get(kind) ?? KIND_NAMES.length;

/** The tier of a kind. */
export const tierOf = (kind: Kind): Tier => KINDS[kind].tier;
