import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberIn } from '#core/understanding/number.ts';
import { matchOption } from '#core/understanding/option.ts';
import { onScale } from '#core/understanding/scale.ts';
import { wallTime } from '#core/understanding/wall-time.ts';
import { yesOrNo } from '#core/understanding/yes-no.ts';
import { realContent } from '../../support/talking.ts';

const words = () => {
  const found = realContent().words.get('en');
  if (found === undefined) throw new Error('no English words');
  return found;
};
const MOOD = { min: 0, max: 10, high: 'good' } as const;

describe('an answer on a scale', () => {
  it.each([
    ['6', 6],
    ['about a 6', 6],
    ['a six', 6],
    ['six and a half', 6.5],
    ['6 or 7', 6.5],
    ['6-7', 6.5],
    ['six or seven', 6.5],
    ['7/10', 7],
    ['7 out of 10', 7],
    ['6,5', 6.5],
    ['its a 3 today', 3],
    ['0', 0],
    ['10!!', 10],
    ['i guess 4', 4],
  ])('%s is %d', (text, value) => {
    expect(onScale(text, MOOD, words())).toBe(value);
  });

  it('reads a feeling by where the scale is pleasant', () => {
    const low = onScale('awful', MOOD, words());
    const high = onScale('awful', { ...MOOD, high: 'bad' }, words());
    expect(low).toBeLessThanOrEqual(3);
    expect(high).toBeGreaterThanOrEqual(7);
    expect(onScale('meh', MOOD, words())).toBeGreaterThan(0);
    expect(onScale('😞', MOOD, words())).toBeLessThan(5);
    expect(onScale('not great', MOOD, words())).toBeLessThan(5);
    expect(onScale('not awful', MOOD, words())).toBeNull();
  });

  it.each(['11', '-3', 'my mood is hard to say because work was so much', 'what', '', '1 2 3 4'])(
    '%s is no answer',
    (text) => {
      expect(onScale(text, MOOD, words())).toBeNull();
    },
  );

  it('never leaves the scale, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = onScale(text, MOOD, words());
        return value === null || (value >= 0 && value <= 10);
      }),
      { numRuns: 500 },
    );
  });
});

describe('yes and no', () => {
  it.each(['yes', 'Yes!', 'yeah i guess', 'yep', 'mhm', 'sure', 'ok yes', 'YES.', 'ya'])('%s is a yes', (text) => {
    expect(yesOrNo(text, words())).toBe('yes');
  });
  it.each(['no', 'nope', 'nah', 'not really', 'No, I’m fine', "no i'm ok", 'NO!!'])('%s is a no', (text) => {
    expect(yesOrNo(text, words())).toBe('no');
  });
  it.each(['maybe the week after', 'purple', '', 'what do you mean'])('%s is neither', (text) => {
    expect(yesOrNo(text, words())).toBeNull();
  });
});

describe('one of a few options', () => {
  const options = [
    { value: 'call', names: ['Call someone'] },
    { value: 'write', names: ['Text someone'] },
    { value: 'neither', names: ['Neither', 'not now'] },
  ];
  it.each([
    ['2', 'write'],
    ['Call someone', 'call'],
    ['call', 'call'],
    ['neither of them', 'neither'],
    ['not now please', 'neither'],
  ])('%s is %s', (text, value) => {
    expect(matchOption(text, options)).toBe(value);
  });
  it.each(['someone', '7', 'hm', ''])('%s is none of them, or more than one', (text) => {
    expect(matchOption(text, options)).toBeNull();
  });
});

describe('a time of day', () => {
  it.each([
    ['8pm', '20:00'],
    ['8 PM', '20:00'],
    ['8:30 pm', '20:30'],
    ['8.30pm', '20:30'],
    ['20:15', '20:15'],
    ['09:00', '09:00'],
    ['9 am', '09:00'],
    ['9 in the morning', '09:00'],
    ['nine in the evening', '21:00'],
    ['half past nine', '09:30'],
    ['quarter to 8 in the evening', '19:45'],
    ['noon', '12:00'],
    ['midnight', '00:00'],
    ['12 am', '00:00'],
    ['12pm', '12:00'],
    ['at 7', '07:00'],
    ['2130', '21:30'],
  ])('%s is %s', (text, time) => {
    expect(wallTime(text, words())).toBe(time);
  });
  it.each(['25:00', '8:75', 'whenever', '', 'soon'])('%s is none', (text) => {
    expect(wallTime(text, words())).toBeNull();
  });
  it('is always one that exists, whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => /^(?:null|([01]\d|2[0-3]):[0-5]\d)$/u.test(String(wallTime(text, words())))),
      { numRuns: 500 },
    );
  });
});

describe('a number', () => {
  it('is never guessed from several', () => {
    expect(numberIn('3 of my 12 friends', words())).toBeNull();
  });
});
