import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ManualClock } from '#shared/clock.ts';
import { launchBrowser, noBrowser } from '../../support/browser.ts';
import { type House, type HouseOptions, MORNING, openHouse } from '../house.ts';
import { tide } from './tide.ts';

/** Runs in the page: every visible text whose contrast with what lies behind it is below 4.5 : 1. */
const POOR_CONTRAST = `(() => {
  const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // The page's ground is a gradient between two colours: the one that is worse for the text counts.
  const probe = document.createElement('i');
  document.body.append(probe);
  const ground = ['--ground', '--ground-high'].map((name) => {
    probe.style.color = 'var(' + name + ')';
    return channels(getComputedStyle(probe).color).slice(0, 3);
  });
  probe.remove();
  const poor = [];
  let looked = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (text.data.trim() === '' || !node.checkVisibility({ visibilityProperty: true }) || node.closest('.unseen, .skip, noscript, dialog')) continue;
    looked += 1;
    let at = node;
    while (at && channels(getComputedStyle(at).backgroundColor)[3] === 0) at = at.parentElement;
    const grounds = at ? [channels(getComputedStyle(at).backgroundColor).slice(0, 3)] : ground;
    const ink = light(channels(getComputedStyle(node).color).slice(0, 3));
    const ratio = Math.min(...grounds.map((color) => {
      const other = light(color);
      return (Math.max(ink, other) + 0.05) / (Math.min(ink, other) + 0.05);
    }));
    if (!(ratio >= 4.5)) poor.push(text.data.trim().slice(0, 30) + ': ' + ratio.toFixed(2));
  }
  return looked < 15 ? ['only ' + looked + ' texts were looked at'] : poor;
})()`;

const focused = (page: Page): Promise<string> =>
  page.evaluate('(document.activeElement.textContent || document.activeElement.id).trim()');

describe.skipIf(noBrowser !== null)(`the chat page for everyone ${noBrowser ?? 'in a real browser'}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let house: House;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await context.close();
    await house.stop();
  });

  const visit = async (
    options: HouseOptions = {},
    asBrowser: Parameters<Browser['newContext']>[0] = {},
  ): Promise<Page> => {
    house = await openHouse({ receive: tide, ...options });
    context = await browser.newContext(asBrowser);
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    await page.goto(house.url);
    await page.getByText('Are you ready?').waitFor();
    return page;
  };
  test('everything can be done by keyboard alone, and Tab leads on to the next question', async () => {
    const page = await visit();
    await page.locator('#say').focus();
    await page.keyboard.type('first line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second line');
    await page.keyboard.press('Enter');
    await expect.poll(() => house.heard.at(-1)?.text).toBe('first line\nsecond line');
    expect(await focused(page)).toBe('say');

    await page.getByRole('button', { name: 'Yes' }).focus();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('No');
    await page.keyboard.press('Enter');
    await page.getByText('You chose t:no').waitFor();
    // The tapped button keeps the focus: the next Tab goes on from there, not from the top of the page.
    expect(await focused(page)).toBe('No');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('0');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByText('You chose t:5').waitFor();
  });

  test('a link at the top leads past the history, and the focus is always visible', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Help now' }).focus();
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('Go to the message box');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('say');
    for (const name of ['Yes', 'Send', 'Help now', 'Clear this page']) {
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Shift');
      const outline: string = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline, name).toBe('solid');
    }
  });

  test('every control has a name, the log speaks by itself, questions name their answers', async () => {
    const page = await visit({
      clock: new ManualClock(MORNING),
      clockControl: { now: () => MORNING, moveTo: async () => {} },
    });
    await page.getByText('Try another time').click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.getByRole('log', { name: 'Conversation' }).getAttribute('aria-live')).toBe('polite');
    expect(await page.getByRole('group', { name: 'Are you ready?' }).getByRole('button').allInnerTexts()).toEqual([
      'Yes',
      'No',
      'Later',
    ]);
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toContain('textbox "Your message"');
    expect(tree).toContain('heading "Tidemark" [level=1]');
    // A control without a name comes out as its bare role.
    expect(tree).not.toMatch(/^\s*- (?:button|link|textbox|group|dialog)(?::|$)/m);
    expect(await page.getByRole('textbox', { name: 'Or go to' }).or(page.getByLabel('Or go to')).count()).toBe(1);
  });

  for (const scheme of ['light', 'dark'] as const) {
    test(`all text has enough contrast in ${scheme} colours (WCAG 2.2 AA, 4.5 : 1)`, async () => {
      const page = await visit(
        { clockControl: { now: () => MORNING, moveTo: async () => {} } },
        { colorScheme: scheme },
      );
      await page.getByText('Try another time').click();
      await page.getByRole('button', { name: 'Yes' }).click();
      await page.getByText('You chose').waitFor();
      await page.getByRole('button', { name: 'Help now' }).click();
      await page.getByRole('alert').waitFor();
      const poor = await page.evaluate(POOR_CONTRAST);
      expect(poor).toEqual([]);
    });
  }

  test('on a phone of 360 px nothing runs over the edge, and targets are large enough for a thumb', async () => {
    const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };
    const page = await visit({ clockControl: { now: () => MORNING, moveTo: async () => {} } }, phone);
    await page.getByText('Try another time').tap();
    await page.getByRole('button', { name: 'Yes' }).tap();
    await page.getByRole('button', { name: '10' }).waitFor();
    const [heard] = house.heard;
    if (heard === undefined) throw new Error('nobody was heard');
    const labels = Array.from({ length: 11 }, (_, index) => String(index)).concat(
      'A rather long answer that has to find its place somehow',
    );
    const choices = labels.map((label) => ({ token: `x:${label.length}`, label }));
    await house.say(heard, { text: `https://example.org/${'long'.repeat(60)} and ${'a'.repeat(200)}`, choices });
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(360);
    for (const button of await page.locator('.choices button').all()) {
      const size = await button.boundingBox();
      expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(43);
    }
  });

  test('whoever reads further up is left there, but a crisis message comes into view', async () => {
    const page = await visit({}, { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' });
    const [heard] = house.heard;
    if (heard === undefined) throw new Error('nobody was heard');
    for (let line = 0; line < 20; line += 1)
      await house.say(heard, { text: `Line ${line}. ${'Some more words. '.repeat(10)}` });
    await page.mouse.wheel(0, -100_000);
    await expect.poll(() => page.evaluate('scrollY')).toBe(0);
    await house.say(heard, { text: 'Something that can wait.' });
    expect(await page.evaluate('scrollY')).toBe(0);
    await house.say(heard, { kind: 'crisis', text: 'Please call [988](tel:988).' });
    await expect
      .poll(() =>
        page.evaluate(`(() => {
      const { top, bottom } = document.querySelector('.crisis').getBoundingClientRect();
      return top > 60 && bottom < document.querySelector('.bottom').getBoundingClientRect().top + 1;
    })()`),
      )
      .toBe(true);
  });

  test('who wants less motion gets none', async () => {
    const page = await visit({}, { reducedMotion: 'reduce' });
    const moving = await page.evaluate('document.getAnimations().length');
    expect(moving).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.querySelector(".turn.new")).animationName')).toBe('none');
  });

  test('the time can be moved from the page, which says what time it then is', async () => {
    const clock = new ManualClock(MORNING);
    const page = await visit(
      { clock, clockControl: { now: () => clock.now(), moveTo: async (at) => clock.set(at) } },
      { timezoneId: 'Europe/Lisbon', locale: 'en-GB' },
    );
    await page.getByText('Try another time').click();
    await page.getByText('This is only for trying things out.').waitFor();
    await expect.poll(() => page.locator('#clock-now').innerText()).toBe('Monday 23 November at 9:00');
    await page.getByRole('button', { name: '+3 hours' }).click();
    await expect.poll(() => page.locator('#clock-now').innerText()).toBe('Monday 23 November at 12:00');
    await page.getByRole('button', { name: '+1 hour' }).click();
    await expect.poll(() => page.locator('#clock-now').innerText()).toBe('Monday 23 November at 13:00');
    await page.getByRole('button', { name: 'Tomorrow 9:00' }).click();
    await expect.poll(() => page.locator('#clock-now').innerText()).toBe('Tuesday 24 November at 9:00');
    await page.getByLabel('Or go to').fill('2026-12-01T20:30');
    await page.getByRole('button', { name: 'Go there' }).click();
    await expect.poll(() => page.locator('#clock-now').innerText()).toBe('Tuesday 1 December at 20:30');
    expect(clock.now()).toBe(Date.UTC(2026, 11, 1, 20, 30));
    // What the person says from here on was said at that time.
    await page.getByLabel('Your message').fill('hello');
    await page.keyboard.press('Enter');
    await expect.poll(() => house.heard.at(-1)?.sentAt).toBe(clock.now());
  });

  test('without a clock to move there is no panel', async () => {
    const page = await visit();
    expect(await page.getByText('Try another time').isVisible()).toBe(false);
  });
});
