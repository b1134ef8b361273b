import type { AnswerValue } from '#shared/answer.ts';
import type { Event } from '#core/engine/events.ts';
import type { Talk } from '#core/engine/talk.ts';
import type { Frame } from '#core/engine/session.ts';

type Outcome = Extract<Event, { type: 'flow_ended' }>['outcome'];

/**
 * Puts a flow on top, at its beginning, without running it: the deployed revision, or the one that the caller's pins
 * unless that was withdrawn.
 * Answers the frame; null where there is no such flow.
 */
export const push = (
  talk: Talk,
  id: string,
  params: Readonly<Record<string, AnswerValue>> = {},
  locale?: string,
  revision?: string,
): Frame | null => {
  const { content } = talk.context;
  const pinned = revision === undefined || content.withdrawn(revision) ? null : content.revision(revision);
  const flow = pinned ?? content.flow(id);
  const first = flow?.flow.steps[0];
  if (flow === null || first === undefined) return null;
  const frame: Frame = {
    flow: id,
    revision: flow.revision,
    step: first.id,
    run: talk.context.ids.row(),
    startedAt: talk.context.now,
    vars: { ...params },
    past: [],
    ...(locale === undefined || locale === talk.member.locale ? {} : { locale }),
  };
  talk.session.frames.push(frame);
  talk.session.misses = 0;
  talk.session.offer = null;
  talk.events.push({ type: 'flow_started', flow: id, revision: flow.revision, run: frame.run, at: talk.context.now });
  if (flow.flow.opens_episode)
    openEpisode(talk, String(params['kind'] ?? 'suicide-explicit'), locale ?? talk.localeOf(undefined));
  return frame;
};

const openEpisode = (talk: Talk, kind: string, locale: string): void => {
  if (talk.episode !== null) {
    talk.setEpisode({ kind, safeSaidAt: [], quiet: false });
    talk.events.push({ type: 'crisis_danger', kind });
    return;
  }
  const { now, ids } = talk.context;
  talk.episode = {
    id: ids.row(),
    openedAt: now,
    kind,
    locale,
    lastHeardAt: now,
    safeSaidAt: [],
    asked: 0,
    quiet: false,
  };
  talk.events.push({ type: 'crisis_opened', kind, locale });
};

/** Takes the topmost flow away. */
export const pop = (talk: Talk, outcome: Outcome): Frame | undefined => {
  const frame = talk.session.frames.pop();
  if (frame === undefined) return undefined;
  const { flow, revision, run, startedAt } = frame;
  talk.events.push({ type: 'flow_ended', flow, revision, run, startedAt, outcome });
  talk.session.prompt = null;
  talk.session.offer = null;
  talk.session.misses = 0;
  return frame;
};

/** Takes away what is not about safety, down to a talk that is: that one goes on. */
export const popOrdinary = (talk: Talk, outcome: Outcome): void => {
  while (talk.top !== undefined && !talk.isSafety(talk.top)) pop(talk, outcome);
};

/** Takes all flows away. */
export const popAll = (talk: Talk, outcome: Outcome): void => {
  while (talk.session.frames.length > 0) pop(talk, outcome);
};
