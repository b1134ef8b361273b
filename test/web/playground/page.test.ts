import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, noBrowser } from '../../support/browser.ts';
import { type House, type HouseOptions, openHouse } from '../house.ts';
import { tide } from './tide.ts';

const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });

const bubbles = (page: Page): Promise<string[]> => log(page).locator('.bubble').allInnerTexts();

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
};

describe.skipIf(noBrowser !== null)(`the chat page ${noBrowser ?? 'in a real browser'}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let house: House;
  /** Errors of the page's own script, and whatever its security policy had to stop. */
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await context.close();
    await house.stop();
    expect(faults.splice(0)).toEqual([]);
  });

  const visit = async (
    options: HouseOptions = {},
    asBrowser: Parameters<Browser['newContext']>[0] = {},
  ): Promise<Page> => {
    house = await openHouse({ receive: tide, ...options });
    context = await browser.newContext(asBrowser);
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (line) => {
      // A server that is away is no fault of the page's.
      if (line.type() === 'error' && !line.text().includes('net::ERR_')) faults.push(line.text());
    });
    await page.goto(house.url);
    return page;
  };
  test('a newcomer is greeted by itself, once, and is answered by typing and by tapping', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.getByRole('button', { name: '10' }).waitFor();
    await write(page, 'hello there');
    await page.getByText('You said: hello there').waitFor();
    expect(await bubbles(page)).toEqual([
      'Hello. I am a program.',
      'Are you ready?',
      'Yes',
      'You chose t:yes. And now?',
      'hello there',
      'You said: hello there',
    ]);
    expect(house.heard.map(({ text, choice, command }) => [text, choice, command])).toEqual([
      ['', null, 'start'],
      ['', 't:yes', null],
      ['hello there', null, null],
    ]);
  });

  test('a chosen answer is shown, and its question can not be answered twice', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Yes' }).dblclick();
    await page.getByText('You chose t:yes').waitFor();
    const group = page.getByRole('group', { name: 'Are you ready?' });
    for (const name of ['Yes', 'No', 'Later'])
      expect(await group.getByRole('button', { name, exact: true }).isDisabled()).toBe(true);
    expect(await group.locator('[aria-pressed=true]').innerText()).toBe('Yes');
    expect(house.heard.filter(({ choice }) => choice !== null)).toHaveLength(1);
  });

  // The same question asked again after a detour stands there twice: it must be plain which one is asked now.
  test('buttons from before the last own words step back, and can still be tapped', async () => {
    const page = await visit();
    await page.getByText('Are you ready?').waitFor();
    const colour = (label: string) =>
      page.evaluate(`(() => {
        const buttons = [...document.querySelectorAll('.choices button')];
        return getComputedStyle(buttons.find(({ textContent }) => textContent === '${label}')).color;
      })()`);
    const before = await colour('Later');
    await write(page, 'hello there');
    await page.getByText('You said: hello there').waitFor();
    expect(await colour('Later')).not.toBe(before);
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByText('You chose t:later').waitFor();
    expect(await colour('5')).toBe(before);
  });

  test('a reload keeps everything, greets nobody again, and knows the person', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByText('You chose t:no').waitFor();
    const before = await bubbles(page);
    await page.reload();
    await page.getByText('You chose t:no').waitFor();
    expect(await bubbles(page)).toEqual(before);
    expect(await page.getByRole('group', { name: 'Are you ready?' }).locator('[aria-pressed=true]').innerText()).toBe(
      'No',
    );
    await write(page, 'still me');
    await page.getByText('You said: still me').waitFor();
    expect(house.heard.filter(({ command }) => command === 'start')).toHaveLength(1);
    expect(new Set(house.heard.map(({ from }) => from.accountId)).size).toBe(1);
  });

  test('while the server is away, what is written is kept, said to be unsent, and sent when it is back', async () => {
    const page = await visit({}, { viewport: { width: 360, height: 520 }, reducedMotion: 'reduce' });
    await page.getByText('Are you ready?').waitFor();
    const [greeted] = house.heard;
    const { port } = house;
    await house.stop();
    await write(page, 'are you there?');
    await page.getByText('Not sent yet, trying again').waitFor();
    // Nobody who needs help now may be left with a page that just waits.
    await page.getByText('If you are in danger, please call your local emergency number').waitFor();
    // The notice does not cover what was written last.
    const own = await page.getByText('are you there?').boundingBox();
    const bar = await page.locator('.bottom').boundingBox();
    expect((own?.y ?? Infinity) + (own?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
    await write(page, 'second thought');
    expect(await bubbles(page)).toEqual([
      'Hello. I am a program.',
      'Are you ready?',
      'are you there?',
      'second thought',
    ]);

    house = await openHouse({ receive: tide, port });
    await page.getByText('You said: second thought').waitFor({ timeout: 20_000 });
    await expect.poll(() => page.getByText('Not sent yet').count()).toBe(0);
    await expect.poll(() => page.getByText('can’t be reached').count()).toBe(0);
    expect(house.heard.map(({ text }) => text)).toEqual(['are you there?', 'second thought']);
    expect(house.heard[0]?.from).toEqual(greeted?.from);
  });

  test('what was not sent yet survives a reload too, and goes out under the same id', async () => {
    let isDown = true;
    const page = await visit({
      receive: async (heard, opened) => {
        if (heard.text !== '' && isDown) throw new Error('down');
        await tide(heard, opened);
      },
    });
    // The browser logs every 503 as an error: here they are the point.
    await page.getByText('Are you ready?').waitFor();
    await write(page, 'keep this');
    await page.getByText('Not sent yet, trying again').waitFor();
    await page.reload();
    expect(await bubbles(page)).toContain('keep this');
    isDown = false;
    await page.getByText('You said: keep this').waitFor({ timeout: 20_000 });
    const tries = house.heard.filter(({ text }) => text === 'keep this');
    expect(tries.length).toBeGreaterThan(1);
    expect(new Set(tries.map(({ updateId }) => updateId)).size).toBe(1);
    expect(faults.splice(0).every((fault) => fault.includes('503'))).toBe(true);
  });

  test('a message that comes twice is shown once', async () => {
    const page = await visit();
    await page.getByText('Are you ready?').waitFor();
    const [heard] = house.heard;
    if (heard === undefined) throw new Error('nobody was heard');
    const said = { id: 'twice', text: 'Only once.' };
    expect([await house.say(heard, said), await house.say(heard, said)]).toEqual([{ ok: true }, { ok: true }]);
    await page.reload();
    await page.getByText('Only once.').waitFor();
    expect(await house.say(heard, said)).toEqual({ ok: true });
    expect((await bubbles(page)).filter((text) => text === 'Only once.')).toHaveLength(1);
  });

  test('two tabs show one conversation', async () => {
    const page = await visit();
    await page.getByText('Are you ready?').waitFor();
    const second = await context.newPage();
    await second.goto(house.url);
    await write(second, 'from the other tab');
    await page.getByText('You said: from the other tab').waitFor();
    await second.getByText('You said: from the other tab').waitFor();
    expect(await bubbles(page)).toEqual(await bubbles(second));
    await page.getByRole('button', { name: 'Later' }).click();
    await expect.poll(() => second.getByRole('button', { name: 'Yes' }).isDisabled()).toBe(true);
    // Either tab may send what waits. It is the same update then, and counts once.
    const updates = () =>
      new Map(house.heard.map((heard) => [heard.updateId, heard.text || heard.choice || heard.command]));
    await expect.poll(() => [...updates().values()]).toEqual(['start', 'from the other tab', 't:later']);
  });

  test('"Help now" is always there, and a crisis message is announced at once, with lines to tap', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Help now' }).click();
    const crisis = page.getByRole('alert').filter({ hasText: '988' });
    await crisis.waitFor();
    expect(await crisis.getByRole('link', { name: '988' }).getAttribute('href')).toBe('tel:988');
    expect(await crisis.getByRole('link', { name: 'a list' }).getAttribute('href')).toBe('https://findahelpline.com');
    expect(house.heard.at(-1)?.command).toBe('sos');
    // An old crisis message is not read out again at each reload.
    await page.reload();
    await page.getByRole('link', { name: '988' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('tags and scripts in what is said or written are shown as text', async () => {
    const page = await visit();
    await page.getByText('Are you ready?').waitFor();
    const attack = '<img src=x onerror="document.title=1"><script>document.title=2</script>[x](javascript:alert(1))';
    await write(page, attack);
    await page.getByText('You said:').waitFor();
    expect((await bubbles(page)).slice(-2)[0]).toBe(attack);
    expect(await log(page).locator('img, script, a').count()).toBe(0);
    expect(await page.title()).toBe('Tidemark');
  });

  test('a text above the limit is refused in kind words, and the conversation goes on', async () => {
    const page = await visit();
    await page.getByText('Are you ready?').waitFor();
    // Written and sent in one go: laying out 16 MB in the box takes a browser five seconds, and proves nothing.
    await page.evaluate(`(() => {
      const box = document.getElementById('say');
      box.value = 'x'.repeat(16 * 1024 * 1024);
      box.form.requestSubmit();
    })()`);
    await page
      .getByText('Could you say it in a shorter way? If you are in danger, please call')
      .waitFor({ timeout: 20_000 });
    await page.getByText('Not sent', { exact: true }).waitFor();
    await write(page, 'shorter');
    await page.getByText('You said: shorter').waitFor();
    await page.reload();
    await page.getByText('You said: shorter').waitFor();
  });

  test('a file is fetched by its button, also a second time', async () => {
    const page = await visit();
    await page.getByText('Are you ready?').waitFor();
    await write(page, 'file');
    for (let time = 0; time < 2; time += 1) {
      const coming = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download all.json' }).click();
      const download = await coming;
      expect(download.suggestedFilename()).toBe('all.json');
      expect(await readFile(await download.path(), 'utf8')).toBe('{"all":1}');
    }
  });

  test('a picture is shown with what it shows in words, and after a reload the words stand in its place', async () => {
    const page = await visit();
    await page.getByText('Are you ready?').waitFor();
    await write(page, 'picture');
    const picture = page.getByRole('img', { name: 'Mood: 3, then 6' });
    await picture.waitFor();
    expect(await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(1);
    await page.reload();
    await page.getByText('Mood: 3, then 6').waitFor();
    expect(await picture.count()).toBe(0);
  });

  test('"Clear this page" asks first, then leaves nothing in the browser, and greets nobody anew', async () => {
    const page = await visit();
    await page.getByText('Are you ready?').waitFor();
    await write(page, 'my secret');
    await page.getByText('You said: my secret').waitFor();
    await page.getByRole('button', { name: 'Clear this page' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await bubbles(page)).toContain('my secret');
    await page.getByRole('button', { name: 'Clear this page' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear this page' }).click();
    await page.getByText('This page is clear.').waitFor();
    expect(await bubbles(page)).toEqual([]);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('my secret');
    await page.reload();
    await write(page, 'again');
    await page.getByText('You said: again').waitFor();
    expect(house.heard.filter(({ command }) => command === 'start')).toHaveLength(1);
  });

  test('an answer that takes longer than half a second is announced by a quiet sign', async () => {
    const slow = Promise.withResolvers<void>();
    const page = await visit({
      receive: async (heard, opened) => {
        if (heard.text === 'slow') await slow.promise;
        await tide(heard, opened);
      },
    });
    await page.getByText('Are you ready?').waitFor();
    expect(await page.locator('#typing').isVisible()).toBe(false);
    await write(page, 'slow');
    await page.locator('#typing').waitFor({ state: 'visible' });
    slow.resolve();
    await page.getByText('You said: slow').waitFor();
    await page.locator('#typing').waitFor({ state: 'hidden' });
  });
});
