import { describe, expect, it } from 'vitest';
import type { Found } from '#core/ports.ts';
import { button, HOUR, Person, textOf } from '../../support/talking.ts';

const about = (topic: string): Found => ({ action: 'answer', topic, candidates: [{ topic, score: 0.9 }] });

describe('someone who writes that they want to die', () => {
  it('is heard in the middle of a check-in: nothing else is asked, the question is direct and leads nowhere', () => {
    const person = new Person();
    person.types('/checkin');
    const said = person.types('i want to die');
    expect(said.every(({ kind }) => kind === 'crisis')).toBe(true);
    expect(said.length).toBeLessThanOrEqual(3);
    expect(textOf(said)).toContain('Are you thinking about ending your life?');
    expect(textOf(said)).toMatch(/program/u);
    expect(person.episode?.kind).toMatch(/^suicide/u);
  });

  it('is heard at the very first message, before any consent', () => {
    const person = new Person();
    person.member = { ...person.member, onboarded: false, adult: null, zone: null, country: null };
    person.consents = {};
    const said = person.types('i cant do this i want to kill myself');
    expect(person.episode).not.toBeNull();
    expect(textOf(said)).toContain('ending your life');
    // Without a country nobody is left without a way to help.
    expect(textOf(person.types('yes'))).toMatch(/findahelpline/u);
  });

  it('is heard when their yes comes in a sentence that also sounds like a topic', () => {
    const person = new Person();
    person.types('i want to die');
    const said = person.types('yes i am so tired of feeling flat all the time', about('bl.normal'));
    expect(said.every(({ kind }) => kind === 'crisis')).toBe(true);
    expect(textOf(said)).toContain('116 123');
  });

  it('gets the lines of their country and a choice, not a number alone', () => {
    const person = new Person();
    person.types('i want to die');
    const said = person.types('yes');
    expect(textOf(said)).toContain('116 123');
    expect(said.at(-1)?.choices.length).toBeGreaterThanOrEqual(2);
  });

  it('is not let go by a denial: the lines stay, the episode stays open', () => {
    const person = new Person();
    person.types('i want to die');
    const said = person.types("no i'm fine");
    expect(textOf(said)).toContain('116 123');
    expect(person.episode).not.toBeNull();
    person.types('stop');
    expect(person.episode).toMatchObject({ quiet: true });
  });

  it('gets no check-in, no praise and no nudge while it is open, and the lines at any word', () => {
    const person = new Person();
    person.types('i want to die');
    person.types('stop');
    expect(person.waits(20 * HOUR).due('checkin')).toEqual([]);
    expect(textOf(person.types('/checkin'))).toMatch(/safe/u);
    expect(textOf(person.types('/sos'))).toContain('116 123');
    expect(textOf(person.types('/start'))).toMatch(/safe/u);
  });

  it('is answered when they ask something else, and then asked again', () => {
    const person = new Person();
    person.types('i want to die');
    person.types("no i'm fine");
    person.types('yes');
    expect(person.session?.frames).toEqual([]);
    const said = person.waits(HOUR).types('is feeling flat normal', about('bl.normal'));
    expect(said[0]?.kind).toBe('answer');
    expect(textOf(said)).toMatch(/safe/u);
  });

  it('is asked again after hours, and only "I am safe" at two different times closes it', () => {
    const person = new Person();
    person.types('i want to die');
    person.types("no i'm fine");
    person.types('yes');
    expect(person.episode?.safeSaidAt).toHaveLength(1);
    // The same evening's second yes is the same time.
    person.types('hello');
    person.types('yes');
    expect(person.episode).not.toBeNull();
    const said = person.waits(4 * HOUR).due('followup');
    expect(textOf(said)).toMatch(/safe/u);
    expect(said.every(({ kind }) => kind === 'crisis')).toBe(true);
    person.types("yes i'm safe");
    expect(person.episode).toBeNull();
  });

  it('is not sent to the phone by a yes that answers something else', () => {
    const person = new Person();
    person.types('i want to die');
    person.types('yes');
    expect(textOf(person.types('yes im safe'))).not.toMatch(/press call|call them/iu);
  });

  it('is left in peace when they asked for it, while "i am safe" still counts', () => {
    const person = new Person();
    person.types('i want to die');
    person.types('leave me alone');
    expect(person.waits(4 * HOUR).due('followup')).toEqual([]);
    const said = person.types('hi');
    expect(said).toHaveLength(1);
    expect(button(said, 'Crisis lines')).toBe('c.sos');
    person.types("yes, i'm safe");
    expect(person.episode?.safeSaidAt).toHaveLength(1);
  });

  it('is let go after 72 quiet hours with a last kind message', () => {
    const person = new Person();
    person.types('i want to die');
    expect(person.waits(50 * HOUR).due('episode-close')).toEqual([]);
    const said = person.waits(23 * HOUR).due('episode-close');
    expect(said).toHaveLength(1);
    expect(person.episode).toBeNull();
  });

  it('says worse things in the middle of it and is not started over, nor met with "I did not understand"', () => {
    const person = new Person();
    person.types('i want to die');
    const said = person.types('i have the pills here');
    expect(said.every(({ kind }) => kind === 'crisis')).toBe(true);
    expect(textOf(said)).not.toContain('Are you thinking about ending your life?');
    expect(textOf(said)).toMatch(/116 123|999/u);
  });

  it('who took something gets the emergency number first, also in the middle of it', () => {
    const person = new Person();
    person.types('i want to die');
    const said = person.types('i just took all my pills');
    expect(said[0]?.text).toContain('999');
  });

  it('does not hear the same words twice', () => {
    const person = new Person();
    const first = textOf(person.types('i want to die').slice(0, 1));
    const second = textOf(person.types('i want to kill myself').slice(0, 1));
    expect(second).not.toBe(first);
  });

  it('is answered in the language in which they wrote', () => {
    const person = new Person();
    expect(textOf(person.types('quiero morir'))).toMatch(/¿.+\?/u);
    expect(person.episode?.locale).toBe('es');
    expect(textOf(person.types('no'))).toMatch(/116 123|seguro|bien|salvo/iu);
  });

  it('is not asked for check-in numbers by a frozen check-in, whatever they tap', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    person.types('i want to die');
    person.types('stop');
    const said = [...person.taps('c.sos'), ...person.types('/help'), ...person.taps('t.bl.normal')];
    expect(textOf(said)).not.toMatch(/anxiety|0 is/u);
  });

  it('can take a copy of everything in it, and is then asked again what was asked', () => {
    const person = new Person();
    person.types('i want to die');
    person.types('/export');
    const said = person.types('yes');
    expect(said.some(({ attachments }) => attachments.length === 2)).toBe(true);
    expect(said.at(-1)?.text).toContain('ending your life');
  });

  it('can delete everything in it, and the lines are said once more', () => {
    const person = new Person();
    person.types('i want to die');
    const said = person.types('/delete');
    const after = person.taps(button(said, /^Yes/u));
    expect(person.events.some(({ type }) => type === 'erase_asked')).toBe(true);
    expect(textOf(after)).toContain('116 123');
  });
});

describe('other things that must be heard', () => {
  it('a medical emergency gets the number first, and nobody is told to keep taking it', () => {
    const person = new Person();
    const said = person.types("i'm twitching sweating confused and have a fever");
    expect(said[0]?.text).toContain('999');
    expect(textOf(said)).not.toMatch(/keep taking/iu);
  });

  it('a sign that may mean more gets one kind, direct question, and a no leads back', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    const said = person.types("it's never going to get better");
    expect(textOf(said)).toContain('ending your life');
    expect(person.episode).toBeNull();
    const after = person.types('no');
    expect(textOf(after)).toMatch(/go on with the check-in/iu);
    expect(textOf(person.types('yes'))).toContain('anxiety');
  });

  it('an unsure answer to that question counts as a yes', () => {
    const person = new Person();
    person.types("it's never going to get better");
    person.types("i don't know");
    expect(person.episode).not.toBeNull();
  });

  it('a loss in the note is answered and the note is kept', () => {
    const person = new Person();
    person.types('6 4 7 5 2 1 yes');
    const said = person.types('my mum died');
    expect(person.kept('note')).toEqual(['my mum died']);
    expect(said[0]?.kind).toBe('crisis');
    expect(person.episode).toBeNull();
  });

  it('someone under 18 gets the lines and no flows', () => {
    const person = new Person();
    person.member = { ...person.member, adult: null, onboarded: false };
    const said = person.types('hi');
    const after = person.taps(button(said, /younger/u));
    expect(textOf(after)).toMatch(/0800 1111|116 123/u);
    expect(textOf(person.types('/checkin'))).toMatch(/under 18/u);
    expect(person.session?.frames).toEqual([]);
  });
});

describe('someone who wrote in another language', () => {
  it('is answered in it to the end, also when nothing is being asked any more', () => {
    const person = new Person();
    person.types('quiero morir');
    person.types('para');
    expect(person.episode).toMatchObject({ locale: 'es', quiet: true });
    expect(textOf(person.waits(HOUR).types('hola'))).not.toMatch(/\b(the|you|lines)\b/u);
  });
});
