import { TRANSLATED_RULES } from '#content/claims-in-translation.ts';
import type { Locale } from '#shared/locales.ts';

/** Something that this program must never say, found in a text. */
export interface Claim {
  /** Where it begins in the text. */
  readonly index: number;
  /** What is wrong, for the author. */
  readonly claim: string;
  readonly mend: string;
}

interface Rule {
  readonly find: RegExp;
  readonly claim: string;
  readonly mend: string;
  /** The part of the sentence before the match that turns it into its opposite, or into a question. */
  readonly unless?: RegExp;
}

const NEGATED =
  /\b(?:not|never|no|nobody|none|nor|without|cannot|(?:do|does|did|is|are|was|ca|wo|should|could|would)n[’']?t)\b/i;
const NEGATED_OR_OPEN = new RegExp(`${NEGATED.source}|\\b(?:if|whether|unless|may|might|could|can|should i)\\b`, 'i');
const ILLNESS =
  '(?:clinical |major |bipolar |severe |mild )?(?:depression|depressed|bipolar|anxiety disorder|ptsd|ocd|adhd|psychosis)';
const MEDICINE = '(?:medicines?|medication|meds|pills?|tablets?|antidepressants?|drugs?)';

const AMOUNT = /\b\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|milli?gram(?:m?e?s?|os?)|microgram(?:m?e?s?|os?)|ml)\b/gi;
const NO_AMOUNT = 'leave the amount out and send the reader to their prescriber, pharmacist or leaflet';

/** What the lint looks for. The list follows what is known to harm in bots like this one: see README of the flows. */
const RULES: readonly Rule[] = [
  {
    find: AMOUNT,
    claim: 'names a dose',
    mend: NO_AMOUNT,
  },
  {
    find: /\b(?:half|a quarter of|one extra|an extra|two) (?:an? |the |your )?(?:pills?|tablets?|doses?)\b|\bevery other day\b|\b(?:halve|double|cut|raise|lower|skip) (?:your|the|a) (?:dose|pill|tablet)s?\b/gi,
    claim: 'advises on a dose',
    mend: 'say that the prescriber decides about any change',
    unless: new RegExp(
      `${NEGATED.source}|\\b(?:prescribers?|doctors?|pharmacists?|can i|should i|if you|if they)\\b`,
      'i',
    ),
  },
  {
    find: new RegExp(
      `\\b(?:you(?: probably| clearly| likely| may well)? have|you are suffering from|you[’']ve got|this means you have|this is(?: clearly)?) ${ILLNESS}\\b`,
      'gi',
    ),
    claim: 'makes a diagnosis',
    mend: 'say that nobody can tell this from a chat, and who can',
    unless: new RegExp(`${NEGATED.source}|\\b(?:if|whether|when|because|told|that|ask)\\b`, 'i'),
  },
  {
    find: /\b(?:I[’']m|I am|as) (?:a|an|your) (?:real |licensed |human |trained )?(?:therapist|doctor|psychiatrist|psychologist|counsell?or|nurse|clinician|person|human(?: being)?|friend)\b/gi,
    claim: 'says that it is a person or a professional',
    mend: 'say that this is a scripted program',
    unless: NEGATED,
  },
  {
    find: new RegExp(
      `\\b(?:just|simply) (?:keep|carry on|continue) (?:taking|on|with)\\b|\\bkeep taking (?:it|them|your ${MEDICINE}) (?:no matter|whatever|anyway)\\b`,
      'gi',
    ),
    claim: 'says to just keep taking it',
    mend: 'say what to watch for and whom to call, and that a change is made with the prescriber',
    unless: NEGATED,
  },
  {
    find: new RegExp(
      `\\b(?:just|simply) (?:stop|quit|come off)\\b|\\bstop taking (?:it|them|your ${MEDICINE}) (?:now|today|right away|at once|straight away|immediately)\\b|\\byou (?:can|should) stop (?:now|today|taking)\\b`,
      'gi',
    ),
    claim: 'says to just stop',
    mend: 'say that stopping is planned with the prescriber, and when to get help at once',
    unless: new RegExp(
      `${NEGATED.source}|\\b(?:can i|could i|should i|want(?:ed)? to|tempting to|urge to|feel like)\\b`,
      'i',
    ),
  },
  {
    find: /\brecovery rates?\b|\b\d+\s?(?:%|percent|in \d+|out of \d+)[^.!?\n]{0,60}\b(?:recover(?:y|ed|s)?|cured?|remission)\b/gi,
    claim: 'gives a recovery rate',
    mend: 'leave the figure out: studies disagree, and it says nothing about one person',
    unless: NEGATED,
  },
  {
    find: /\b(?:restor|correct|fix|balanc|rebalanc|repair|top(?:s|ping)? up)\w*\b[^.!?\n]{0,30}\b(?:chemicals?|chemical imbalances?|serotonin)\b|\bcaused by (?:a )?(?:chemical imbalance|low serotonin)\b/gi,
    claim: 'says that the medicine restores a chemical imbalance',
    mend: 'say that how these medicines help is not settled',
    unless: NEGATED,
  },
  {
    find: /\b(?:not|never|isn[’']?t|aren[’']?t) permanent\b|\b(?:only|purely) temporary\b/gi,
    claim: 'says that it is not permanent',
    mend: 'say that nobody can promise how long it lasts, and what often happens',
  },
  {
    find: /\b(?:just )?as (?:effective|good|powerful) as\b|\bworks? (?:just )?as well as\b|\breplaces? (?:your|the) (?:medicine|medication|antidepressant)\b/gi,
    claim: 'says that something is as effective as the medicine',
    mend: 'say that it can help alongside, and that the prescriber decides about the medicine',
    unless: NEGATED,
  },
  {
    find: /\byour own (?:fault|doing)\b|\byou (?:did|brought|are doing) this (?:to|on|upon) yourself\b|\bit(?:[’']s| is) (?:all )?your fault\b|\byou (?:aren[’']t|are not) trying hard enough\b/gi,
    claim: 'blames the person',
    mend: 'say that it is no fault of theirs',
    unless: /\b(?:not|never|nobody|isn[’']?t|doesn[’']?t|think|feel|worry|no)\b/i,
  },
  {
    find: /\b(?:great|well done|congratulations|congrats|nice|good (?:job|news|that)|bonus)\b[^.!?\n]{0,40}\b(?:lost (?:some )?weight|losing weight|weight loss|slimmer|thinner)\b|\b(?:lost (?:some )?weight|weight loss|losing weight)\b[^.!?\n]{0,25}\b(?:is|[–-]|,)\s?(?:great|good|nice|a bonus|well done)\b/gi,
    claim: 'praises weight loss',
    mend: 'say that weight can change either way and is worth raising',
  },
  {
    find: /\b(?:you(?: will|[’']ll) (?:soon |definitely |surely )?(?:get|feel|be) (?:better|well|fine|okay|ok|happy|yourself|normal|cured)|(?:it|this|that|they)(?: will|[’']ll) (?:soon |definitely |surely |all )?(?:pass|get better|go away|work|help you|be (?:fine|okay|ok|all right|alright)|wear off|come back)|(?:feelings|emotions|joy)(?: will|[’']ll) (?:come back|return)|guarantee[ds]?|I promise)\b/gi,
    claim: 'makes a promise',
    mend: 'say what often happens and that nobody can promise it',
    unless: NEGATED_OR_OPEN,
  },
  {
    find: new RegExp(
      `\\bit(?:[’']s| is) (?:definitely|clearly|just|only|simply|surely) (?:the|your) (?:${MEDICINE}|depression|illness)\\b|\\b(?:this|it) is caused by (?:the|your) (?:${MEDICINE}|depression|illness)\\b|\\byour ${MEDICINE} (?:is|are) (?:causing|to blame for) (?:this|it)\\b`,
      'gi',
    ),
    claim: 'gives a verdict on the cause',
    mend: 'say that it could be the medicine, the depression, or both',
    unless: NEGATED_OR_OPEN,
  },
  {
    find: /\bthis (?:chat|bot|program|conversation) is (?:a form of )?(?:therapy|treatment|medical advice)\b|\bI (?:can|will) (?:treat|diagnose|cure)\b/gi,
    claim: 'says that it is therapy or treatment',
    mend: 'say that it gives information and keeps a log',
    unless: NEGATED,
  },
];

const translatedRules = (locale: Exclude<Locale, 'en'>): readonly Rule[] => {
  const { negated: unless, dose, diagnosis, person, promise } = TRANSLATED_RULES[locale];
  return [
    { find: AMOUNT, claim: 'names a dose', mend: NO_AMOUNT },
    { find: dose, claim: 'advises on a dose', mend: 'say that the prescriber decides about any change', unless },
    {
      find: diagnosis,
      claim: 'makes a diagnosis',
      mend: 'say that nobody can tell this from a chat, and who can',
      unless,
    },
    {
      find: person,
      claim: 'says that it is a person or a professional',
      mend: 'say that this is a scripted program',
      unless,
    },
    { find: promise, claim: 'makes a promise', mend: 'say what often happens and that nobody can promise it', unless },
  ];
};

const sentenceBefore = (text: string, index: number): string => {
  const before = text.slice(Math.max(0, index - 300), index);
  return before.slice(Math.max(...['.', '!', '?', '\n'].map((mark) => before.lastIndexOf(mark))) + 1);
};

/**
 * Finds what this program must never say: a dose, a diagnosis, being a person or therapy, "just keep taking it", "just
 * stop", a recovery rate, a restored chemical imbalance, "not permanent", "as effective as", blame, praise for weight
 * loss, a promise, a verdict on the cause. In the other languages: a dose, a diagnosis, being a person, a promise. A
 * negation earlier in the same sentence makes most of them harmless ("I'm not a therapist"). In the order in which they
 * stand in the text.
 */
export const findClaims = (text: string, locale: Locale = 'en'): Claim[] => {
  const found: Claim[] = [];
  for (const rule of locale === 'en' ? RULES : translatedRules(locale)) {
    for (const match of text.matchAll(rule.find)) {
      if (rule.unless?.test(sentenceBefore(text, match.index)) === true) continue;
      found.push({ index: match.index, claim: rule.claim, mend: rule.mend });
    }
  }
  return found.toSorted((a, b) => a.index - b.index);
};
