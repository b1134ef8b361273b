import { CONSENTS, type MemberPatch } from '#core/ports.ts';
import { handOver, showChart } from '#core/engine/attachments.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import type { Step } from '#core/steps/registry.ts';
import type { Effect } from '#core/steps/step-type.ts';
import { isZone } from '#core/places/zone-data.ts';

const DAY_MS = 86_400_000;

/** Turns what a step does into events, and into what the rest of this step sees. */
export const apply = (talk: Talk, frame: Frame, step: Step, effect: Effect): void => {
  switch (effect.effect) {
    case 'say':
      talk.say(
        talk.isSafety(frame) ? 'crisis' : 'flow',
        talk.text(frame, effect.key, step),
        effect.lines ? [talk.sosChoice()] : [],
      );
      return;
    case 'schedule':
      talk.events.push({ type: 'scheduled', kind: effect.kind, time: effect.time, days: effect.days });
      return;
    case 'chart':
      showChart(talk, frame, step, effect);
      return;
    case 'file':
      handOver(talk, frame, step, effect);
      return;
    case 'record':
      note(talk, frame, effect.target, effect.value);
  }
};

const change = (talk: Talk, patch: MemberPatch): void => {
  talk.member = { ...talk.member, ...patch };
  talk.forgetLines();
  talk.events.push({ type: 'member_changed', patch });
};

const note = (talk: Talk, frame: Frame, target: string, value: unknown): void => {
  const [what, field] = target.split('.');
  switch (what) {
    case 'consent': {
      const purpose = CONSENTS.find((one) => one === field);
      if (purpose === undefined || typeof value !== 'boolean') return;
      talk.consents = { ...talk.consents, [purpose]: value };
      // The revision of the flow pins the wording that was agreed to.
      talk.events.push({ type: 'consented', purpose, given: value, wording: `${frame.flow}@${frame.revision}` });
      return;
    }
    case 'member':
      if (field === 'adult' && typeof value === 'boolean') change(talk, { adult: value });
      if (field === 'onboarded' && typeof value === 'boolean') change(talk, { onboarded: value });
      if (field === 'country' && typeof value === 'string') change(talk, { country: value });
      if (field === 'zone' && typeof value === 'string' && isZone(value)) change(talk, { zone: value });
      return;
    case 'episode':
      if (value === 'safe') talk.saidSafe();
      if (value === 'quiet') {
        talk.setEpisode({ quiet: true });
        talk.events.push({ type: 'crisis_quiet' });
      }
      if (value === 'danger' && talk.episode !== null) {
        talk.setEpisode({ safeSaidAt: [], quiet: false });
        talk.events.push({ type: 'crisis_danger', kind: talk.episode.kind });
      }
      return;
    case 'data':
      if (value === 'erase') {
        talk.events.push({ type: 'erase_asked' });
        talk.say('system', talk.system('deleted'));
        if (talk.episode !== null) talk.say('crisis', talk.system('sos'));
      }
      return;
    case 'pause_days':
      if (typeof value === 'number')
        change(talk, { pausedUntil: value <= 0 ? null : talk.context.now + value * DAY_MS });
      return;
    default:
  }
};
