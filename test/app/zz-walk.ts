import { mkdtempSync } from 'node:fs';
import { launchBrowser } from '../support/browser.ts';
import { startProgram } from '../support/program.ts';
const program = await startProgram(mkdtempSync('/tmp/walk-'), 0);
console.log(program.url, program.tookMs);
const browser = await launchBrowser();
const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/London' });
const page = await context.newPage(); context.setDefaultTimeout(4000);
page.on('pageerror', (e) => console.log('PAGEERROR', e));
page.on('console', (l) => console.log('CONSOLE', l.type(), l.text()));
await page.goto(program.url);
let seen = 0;
const settle = async () => { await page.waitForTimeout(900); const b = await page.locator('.turn, .note').allInnerTexts(); for (const t of b.slice(seen)) console.log(JSON.stringify(t)); seen = b.length; };
const shot = (n: string, full = false) => page.screenshot({ path: `/tmp/shots2/${n}.png`, fullPage: full });
const tap = async (l: string) => { await page.locator('.choices button:not([disabled])', { hasText: l }).last().click(); await settle(); };
const type = async (t: string) => { await page.getByLabel('Your message').fill(t); await page.keyboard.press('Enter'); await settle(); };
await settle(); await shot('01-start');
await tap("Yes, I'm 18"); await shot('02-country');
await type('Portugal'); await shot('02b');
await tap('Lisbon');
await shot('03');
for (const step of process.argv.slice(2)) {
  const [k, ...r] = step.split(':'); const v = r.join(':');
  if (k === 't') await tap(v); else if (k === 'w') await type(v); else if (k === 's') await shot(v); else if (k==='f') await shot(v, true);
  else if (k === 'dark') await page.emulateMedia({ colorScheme: 'dark' }); else if (k==='light') await page.emulateMedia({ colorScheme: 'light' });
  else if (k === 'phone') await page.setViewportSize({ width: 360, height: 700 }); else if (k==='desk') await page.setViewportSize({ width: 1100, height: 800 });
  else if (k === 'tomorrow') { await page.getByText('Try another time').click(); await settle(); await shot('clock'); await page.getByRole('button', { name: 'Tomorrow 9:00' }).click(); await settle(); await page.waitForTimeout(1500); await settle(); }
  else if (k === 'reload') { await page.reload(); seen = 0; await settle(); }
  else if (k === 'help') { await page.getByRole('button', { name: 'Help now' }).click(); await settle(); }
}
await browser.close();
console.log('exit', await program.stop());
console.log(program.log());
