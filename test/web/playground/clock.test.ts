import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '#shared/clock.ts';
import type { ClockControl } from '#web/playground/clock-control.ts';
import { type House, MORNING, openHouse } from '../house.ts';
import { Visitor } from '../visitor.ts';

const HOUR = 60 * 60 * 1000;

let house: House;
afterEach(() => house.stop());

test('the time can be asked for and moved, and the answer comes when everything on the way has happened', async () => {
  const clock = new ManualClock(MORNING);
  const happened: number[] = [];
  const clockControl: ClockControl = {
    now: () => clock.now(),
    async moveTo(at) {
      // Whatever is due needs its time: a second move must not overtake it.
      await new Promise((resolve) => setImmediate(resolve));
      happened.push(at);
      clock.set(at);
    },
  };
  house = await openHouse({ clock, clockControl });
  const visitor = new Visitor(house.url);
  expect((await visitor.connect()).hello).toEqual({ isNew: true, hasClock: true });
  expect(await (await visitor.ask('/playground/clock')).json()).toEqual({ now: MORNING });
  const moved = await Promise.all([1, 2, 3].map(() => visitor.post('/playground/clock', { by: HOUR })));
  expect(moved.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(happened).toEqual([MORNING + HOUR, MORNING + 2 * HOUR, MORNING + 3 * HOUR]);
  const tomorrow = await visitor.post('/playground/clock', { to: MORNING + 24 * HOUR });
  expect(await tomorrow.json()).toEqual({ now: MORNING + 24 * HOUR });
});

test('the time moves forward only, and not further than a year', async () => {
  const clock = new ManualClock(MORNING);
  const clockControl: ClockControl = { now: () => clock.now(), moveTo: async (at) => clock.set(at) };
  house = await openHouse({ clock, clockControl });
  const visitor = new Visitor(house.url);
  for (const body of [{ to: MORNING - 1 }, { by: 367 * 24 * HOUR }, { by: -1 }, { by: 1.5 }, { to: 'tomorrow' }, {}]) {
    const answer = await visitor.post('/playground/clock', body);
    expect([answer.status, await answer.json()]).toEqual([400, { message: expect.any(String) }]);
  }
  expect(clock.now()).toBe(MORNING);
});

test('a move that fails says so plainly and does not block the next one', async () => {
  const clock = new ManualClock(MORNING);
  let isBroken = true;
  const clockControl: ClockControl = {
    now: () => clock.now(),
    async moveTo(at) {
      if (isBroken) throw new Error('inner detail');
      clock.set(at);
    },
  };
  house = await openHouse({ clock, clockControl });
  const visitor = new Visitor(house.url);
  const failed = await visitor.post('/playground/clock', { by: HOUR });
  expect([failed.status, await failed.text()]).toEqual([500, expect.not.stringContaining('inner')]);
  isBroken = false;
  expect((await visitor.post('/playground/clock', { by: HOUR })).status).toBe(200);
});

test('where no clock may be moved, there is no such address', async () => {
  house = await openHouse();
  const visitor = new Visitor(house.url);
  expect((await visitor.ask('/playground/clock')).status).toBe(404);
  expect((await visitor.post('/playground/clock', { by: 1 })).status).toBe(404);
});
