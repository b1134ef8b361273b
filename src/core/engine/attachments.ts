import { series, within, type DayValue } from '#insights/measures.ts';
import { addDays } from '#shared/local-time.ts';
import type { Answer } from '#shared/answer.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import type { TextArgs } from '#core/engine/texts.ts';
import type { AttachmentDraft, OutboundKind } from '#core/ports.ts';
import type { Step } from '#core/steps/registry.ts';
import type { Effect } from '#core/steps/step-type.ts';

/** A single mark is no line. */
const FEWEST_DAYS = 2;

const kindIn = (talk: Talk, frame: Frame): OutboundKind => (talk.isSafety(frame) ? 'crisis' : 'flow');

/** What is kept by now, with what this very step answered: what the store will hold when the picture is drawn. */
const keptByNow = (talk: Talk): readonly Answer[] => {
  const { history, now } = talk.context;
  if (talk.consents.health_log !== true) return history;
  const { date } = talk.local;
  const fresh = talk.events.flatMap((event): Answer[] =>
    event.type === 'answered' ? [{ item: event.item, value: event.value, date, at: now }] : [],
  );
  return [...history, ...fresh];
};

/** The scale on which an item is asked; lint has seen to it that all items of a chart share it. */
const scaleOf = (talk: Talk, item: string): { readonly min: number; readonly max: number } => {
  const steps = [...talk.context.content.content.flows.values()].flatMap(({ bundle }) => bundle.flow.steps);
  const asked = steps.find(
    (step) => (step.type === 'rate' || step.type === 'number') && 'item' in step && step.item === item,
  );
  return asked !== undefined && 'min' in asked && 'max' in asked
    ? { min: Number(asked.min), max: Number(asked.max) }
    : { min: 0, max: 10 };
};

const dayName = (date: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(date));

const valuesOf = (kept: ReadonlyMap<string, readonly DayValue[]>): TextArgs =>
  Object.fromEntries(
    [...kept].flatMap(([item, values]): [string, number][] => [
      [`${item}_days`, values.length],
      [`${item}_first`, values[0]?.value ?? 0],
      [`${item}_last`, values.at(-1)?.value ?? 0],
    ]),
  );

/** Says a text with a picture of kept numbers. What is drawn is read when it is sent: only its description is here. */
export const showChart = (
  talk: Talk,
  frame: Frame,
  step: Step,
  effect: Effect & { readonly effect: 'chart' },
): void => {
  const { lines, days, text, alt, empty } = effect;
  const until = talk.local.date;
  const answers = keptByNow(talk);
  const kept = new Map(lines.map(({ item }) => [item, within(series(answers, item), until, days)]));
  const marked = new Set([...kept.values()].flatMap((values) => values.map(({ date }) => date))).size;
  const from = addDays(until, 1 - days);
  const locale = talk.localeOf(frame);
  const values = { ...valuesOf(kept), marked, from: dayName(from, locale), until: dayName(until, locale) };
  const kind = kindIn(talk, frame);
  if (marked < FEWEST_DAYS) {
    if (empty !== null) talk.say(kind, talk.text(frame, empty, step, values));
    return;
  }
  const [first] = lines;
  const chart: AttachmentDraft = {
    type: 'image',
    name: `${frame.flow}-${until}.png`,
    alt: talk.text(frame, alt, step, values),
    make: 'chart',
    chart: {
      lines: lines
        .filter(({ item }) => (kept.get(item) ?? []).length > 0)
        .map(({ item, label }) => ({ item, label: talk.text(frame, label) })),
      ...scaleOf(talk, first?.item ?? ''),
      days,
      until,
      locale,
    },
  };
  talk.say(kind, talk.text(frame, text, step, values), [], [chart]);
};

/** Hands over files that are made when they are sent: nothing of their content waits in the outbox. */
export const handOver = (talk: Talk, frame: Frame, step: Step, effect: Effect & { readonly effect: 'file' }): void => {
  const files = effect.files.map(({ make, name, alt }): AttachmentDraft => ({
    type: 'file',
    name,
    alt: talk.text(frame, alt, step),
    make,
  }));
  talk.events.push({ type: 'export_asked' });
  talk.say(kindIn(talk, frame), talk.text(frame, effect.text, step), [], files);
};
