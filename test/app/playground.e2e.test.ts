import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { launchBrowser, noBrowser } from '../support/browser.ts';
import { type Program, startProgram } from '../support/program.ts';

const MOOD = 'How is your mood right now?';
const ANXIETY = 'How strong is your anxiety right now?';
const SLEEP = 'How did you sleep last night?';

/** The Tuesday after a moment that a `datetime-local` field holds, at five: no test depends on the day it runs on. */
const tuesdayAfter = (field: string): string => {
  const day = new Date(`${field.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + (((2 - day.getUTCDay() + 6) % 7) + 1));
  return `${day.toISOString().slice(0, 10)}T17:00`;
};

/** What of the person's copy is looked at here. */
const copy = z.object({
  member: z.object({ country: z.string(), zone: z.string(), adult: z.boolean(), onboarded: z.boolean() }),
  consents: z.array(z.object({ purpose: z.string(), given: z.boolean() })),
  answers: z.array(z.object({ date: z.string(), item: z.string(), value: z.unknown() })),
  schedules: z.array(z.object({ kind: z.string(), time: z.string(), zone: z.string(), active: z.boolean() })),
  occurrences: z.array(z.object({ kind: z.string(), date: z.string(), outcome: z.string() })),
  episodes: z.array(z.object({ closedAt: z.number().nullable() })),
  transcript: z.array(z.object({ author: z.string(), text: z.string() })),
});

// One story, told in order: each part goes on where the one before has ended, as a person's days do.
describe.skipIf(noBrowser !== null)(`the whole program and a person at the page ${noBrowser ?? ''}`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tidemark-e2e-'));
  const faults: string[] = [];
  /** Whatever was begun is ended in any case. */
  const ends: (() => Promise<unknown>)[] = [];
  let program: Program;
  let page: Page;
  let logs = '';

  const bubbles = (): Promise<string[]> => page.locator('#log .bubble').allInnerTexts();
  /** Waits until the last thing that Tidemark said holds these words. */
  const hears = (words: string | RegExp): Promise<void> =>
    page.locator('#log .theirs').last().locator('.bubble', { hasText: words }).waitFor();
  const write = async (text: string): Promise<void> => {
    await page.getByLabel('Your message').fill(text);
    await page.keyboard.press('Enter');
  };
  const tap = (label: string): Promise<void> =>
    page.locator('#log .theirs').last().getByRole('button', { name: label, exact: true }).click();
  /** The page's time, whether its panel is open or not. */
  const clock = async (): Promise<string> => (await page.locator('#clock-now').textContent()) ?? '';

  beforeAll(async () => {
    program = await startProgram(dataDir, 0);
    ends.push(() => program.kill());
    const browser = await launchBrowser();
    ends.push(() => browser.close());
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      viewport: { width: 1100, height: 800 },
    });
    // Longer than the longest pause (8 s) that the page makes between two tries to reach the server.
    context.setDefaultTimeout(15_000);
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (line) => {
      // A server that was killed is no fault of the page's.
      if (line.type() === 'error' && !line.text().includes('net::ERR_')) faults.push(line.text());
    });
  }, 120_000);
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('the address is on standard output within fifteen seconds, and nothing else is', () => {
    expect(program.tookMs).toBeLessThan(15_000);
    expect(program.out()).toMatch(/^Tidemark is at http:\/\/127\.0\.0\.1:\d+\n$/u);
  });

  test('the time can be moved before anything else, by the page itself', async () => {
    await page.goto(program.url);
    await hears('18 or older');
    await page.getByText('Try another time').click();
    const field = page.getByLabel('Or go to');
    await field.fill(tuesdayAfter((await field.getAttribute('min')) ?? ''));
    await page.getByRole('button', { name: 'Go there' }).click();
    await expect.poll(clock).toMatch(/^Tuesday .* at 17:00$/u);
  });

  test('a newcomer is asked for everything once, by taps and by typing', async () => {
    await tap("Yes, I'm 18 or older");
    await hears('Which country are you in?');
    await write('uk');
    await hears('which clock do you live by?');
    await write('London');
    await hears('Your numbers.');
    await tap('Yes');
    await hears('Your words.');
    await write('yes please');
    await hears('Group totals.');
    await tap('No');
    await hears('Messages from me.');
    await tap('Yes');
    await hears('When should I check in with you?');
    await write('9 am');
    await hears('Shall we do the first check-in now?');
    await tap("Yes, let's do it");
    await hears(MOOD);
  });

  test('a question in the middle of the check-in is answered, and leads back to the very question', async () => {
    await tap('6');
    await hears(ANXIETY);
    await write('is feeling flat normal');
    await page.locator('.turn.answer', { hasText: /antidepressant/iu }).waitFor();
    await hears(ANXIETY);
    expect((await bubbles()).slice(-4).map((text) => text.split('.')[0])).toEqual([
      expect.stringContaining(ANXIETY),
      'is feeling flat normal',
      expect.any(String),
      expect.stringContaining(ANXIETY),
    ]);
  });

  test('the check-in takes taps and typed words, and says one true thing from it', async () => {
    await write('about a 4');
    await hears(SLEEP);
    await tap('7');
    await hears('How much drive do you have');
    await tap('5');
    await hears('did anything feel good?');
    await tap('2 · Some');
    await hears('did anything feel sad or hard?');
    await write('3');
    await hears('Did you take your antidepressant today?');
    await tap('Yes');
    await hears('anything you want to note about today?');
    await write('a grey day');
    await hears(/mood 6/iu);
  });

  test('tomorrow at nine the check-in comes by itself', async () => {
    await page.getByRole('button', { name: 'Tomorrow 9:00' }).click();
    await page.locator('.turn.nudge', { hasText: MOOD }).waitFor();
    expect(await page.locator('.turn.nudge').count()).toBe(1);
    await expect.poll(clock).toMatch(/^Wednesday .* at 0?9:0\d$/u);
  });

  test('a reload keeps all of it', async () => {
    const before = await bubbles();
    await page.reload();
    await expect.poll(clock).toMatch(/^Wednesday .* at 0?9:0\d$/u);
    expect(await bubbles()).toEqual(before);
    await tap('4');
    await hears(ANXIETY);
  });

  test('a power cut in the middle of a question loses nothing, and what was typed meanwhile arrives once', async () => {
    const before = await bubbles();
    await program.kill();
    logs += program.log();
    await write('about a 7');
    await page.getByText('Not sent yet, trying again').waitFor();
    await page.getByText('If you are in danger, please call your local emergency number').waitFor();

    program = await startProgram(dataDir, Number(new URL(program.url).port));
    await hears(SLEEP);
    await expect.poll(() => page.getByText('Not sent yet').count()).toBe(0);
    expect(await bubbles()).toEqual([...before, 'about a 7', expect.stringContaining(SLEEP)]);

    await page.reload();
    await expect.poll(clock).toMatch(/^Wednesday .* at 0?9:\d\d$/u);
    expect(await bubbles()).toEqual([...before, 'about a 7', expect.stringContaining(SLEEP)]);
    await write('6');
    await hears('How much drive do you have');
  }, 60_000);

  test('a crisis sentence stops everything, and a denial gets the lines, announced and to be tapped on a small phone', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await write('i want to die');
    await page.getByRole('alert').filter({ hasText: 'Are you thinking about ending your life?' }).waitFor();
    await write("no i'm fine");
    await page.getByRole('alert').filter({ hasText: '116 123' }).filter({ hasText: '999' }).waitFor();
    await hears('safe');
    await page.getByRole('button', { name: 'Help now' }).click();
    for (const [number, href] of [
      ['116 123', 'tel:116123'],
      ['999', 'tel:999'],
    ] as const) {
      const line = page.getByRole('alert').getByRole('link', { name: number });
      await line.waitFor();
      expect(await line.getAttribute('href')).toBe(href);
    }
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(360);
  });

  test('after "no i\'m fine" the lines stay, and nothing leads back to the check-in', async () => {
    const lines = page.locator('.turn.crisis', { hasText: '116 123' });
    const before = await lines.count();
    await page.reload();
    expect(await lines.count()).toBe(before);
    await write('check in');
    await hears('safe');
    expect(await page.locator('.turn').last().getAttribute('class')).toContain('crisis');
  });

  test('the copy that a person can take holds what they said, once each, and nothing else', async () => {
    await write('/export');
    await hears('Shall I send them here?');
    await tap('Yes, send them');
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download tidemark.json' }).click();
    const kept = copy.parse(JSON.parse(await readFile(await (await coming).path(), 'utf8')));

    expect(kept.member).toEqual({ country: 'GB', zone: 'Europe/London', adult: true, onboarded: true });
    expect(Object.fromEntries(kept.consents.map(({ purpose, given }) => [purpose, given]))).toEqual({
      health_log: true,
      free_text: true,
      group_totals: false,
      nudges: true,
    });
    const [first, second] = [...new Set(kept.answers.map(({ date }) => date))];
    expect(new Date(`${first}T00:00:00Z`).getUTCDay()).toBe(2);
    expect(kept.answers.map(({ date, item, value }) => [date, item, value])).toEqual([
      [first, 'mood', 6],
      [first, 'anxiety', 4],
      [first, 'sleep', 7],
      [first, 'motivation', 5],
      [first, 'good_feelings', 2],
      [first, 'hard_feelings', 3],
      [first, 'taken', 'yes'],
      [first, 'note', 'a grey day'],
      // Taken by tap before the power cut, typed while it was out, typed after it.
      [second, 'mood', 4],
      [second, 'anxiety', 7],
      [second, 'sleep', 6],
    ]);
    expect(kept.occurrences).toEqual([{ kind: 'checkin', date: second, outcome: 'done' }]);
    expect(kept.schedules.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { kind: 'checkin', time: '09:00', zone: 'Europe/London', active: true },
      { kind: 'week', time: '09:00', zone: 'Europe/London', active: true },
    ]);
    expect(kept.episodes).toEqual([{ closedAt: null }]);
    const typed = kept.transcript.filter(({ author }) => author === 'member').map(({ text }) => text);
    expect(typed.filter((text) => text === 'about a 7')).toHaveLength(1);
  });

  test('it ends when asked, the page had no fault, and the log told nobody what was said', async () => {
    expect(await program.stop()).toBe(0);
    logs += program.log();
    expect(faults).toEqual([]);
    for (const secret of ['grey', 'kill', 'feeling flat', 'London', '116']) expect(logs).not.toContain(secret);
  });
});
