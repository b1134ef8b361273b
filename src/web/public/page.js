/** The chat page: what was said is in the store, what comes in is on the link, what goes out waits in outgoing. */
import { openClock } from './clock.js';
import { Link } from './link.js';
import { Outgoing } from './outgoing.js';
import { newId, Store } from './store.js';
import { View } from './view.js';

/** An answer that takes longer than this (ms) is announced by the three dots. */
const TYPING_AFTER = 500;
/** Without any answer for this long (ms), the dots would be a false promise. */
const TYPING_UNTIL = 10_000;
/** A message that is not there after this long (ms) is called "not sent yet". */
const LATE_AFTER = 2000;
/** A line that is down for longer than this (ms) is told. */
const AWAY_AFTER = 1500;

const AWAY =
  'Tidemark can’t be reached just now. What you write is kept here and sent when it is back. ' +
  'If you are in danger, please call your local emergency number or see ';
const NEW_START = 'Tidemark starts anew from here. It does not know what is written above.';
const NEEDS_COOKIE =
  'This page needs a cookie to know you again, and your browser did not keep it, so no answer can reach you. ' +
  'Please allow cookies for this address. If you are in danger, please call your local emergency number.';
const CLEARED = 'This page is clear. Tidemark is still here: just write something.';
const FILE_GONE = 'This file is no longer here. You can ask for it again by writing “export”.';

const part = (id) => document.getElementById(id);
const say = part('say');

const storageOrNothing = () => {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
};

const store = new Store(storageOrNothing());
const late = new Set();
const files = new Map();
let typingOn = 0;
let typingOff = 0;
let awaySoon = 0;
let clockIsOpen = false;

const note = (text) => store.add({ from: 'page', id: newId(), text });

const rest = () => {
  clearTimeout(typingOn);
  clearTimeout(typingOff);
  view.typing(false);
};

const expectAnswer = () => {
  rest();
  typingOn = setTimeout(() => view.typing(true), TYPING_AFTER);
  typingOff = setTimeout(() => view.typing(false), TYPING_UNTIL);
};

const markLate = (id) => {
  if (store.find(id)?.state !== 'waiting' || late.has(id)) return;
  late.add(id);
  view.draw(store.entries);
};

const clearAway = () => {
  clearTimeout(awaySoon);
  awaySoon = 0;
  part('away').replaceChildren();
};

const showAway = () => {
  if (part('away').childElementCount > 0) return;
  const site = document.createElement('a');
  site.href = 'https://findahelpline.com';
  site.rel = 'noopener noreferrer';
  site.target = '_blank';
  site.textContent = 'findahelpline.com';
  part('away').replaceChildren(AWAY, site, '.');
};

/** The person's own words appear at once, and are kept before anything is sent. */
const send = (what, text, { hidden = false } = {}) => {
  const id = newId();
  store.add({ from: 'me', id, text, send: what, state: 'waiting', hidden });
  setTimeout(() => markLate(id), LATE_AFTER);
  // Whoever writes now must not wait to learn that nobody hears it.
  if (!link.connected) showAway();
  outgoing.flush();
};

const choose = (promptId, choice) => {
  if (store.find(promptId)?.chosen !== null) return;
  store.change(promptId, { chosen: choice.token });
  send({ choice: choice.token }, choice.label);
};

/** A file is given out once: it stays with the page. Answers the server's refusal, or nothing where it did not answer. */
const fetchOnce = async (file) => {
  const answer = await fetch(file.href).catch(() => null);
  if (answer?.ok === true) files.set(file.href, URL.createObjectURL(await answer.blob()));
  return answer;
};

/** The address of a picture that has just come, for an `img`; null where it could not be fetched. */
const picture = async (file) => {
  if (!files.has(file.href)) await fetchOnce(file);
  return files.get(file.href) ?? null;
};

const download = async (file) => {
  if (!files.has(file.href)) {
    const answer = await fetchOnce(file);
    if (answer?.ok !== true)
      return note(answer === null ? 'The file could not be fetched. Please try again.' : FILE_GONE);
  }
  const link = document.createElement('a');
  link.href = files.get(file.href);
  link.download = file.name;
  link.click();
  return true;
};

const view = new View(part('log'), part('typing'), {
  onChoose: choose,
  onFile: download,
  onPicture: picture,
  isLate: (id) => late.has(id),
});

const start = () => send({ command: 'start' }, '', { hidden: true });

const hello = ({ isNew, hasClock }) => {
  clearAway();
  if (!navigator.cookieEnabled) part('away').textContent = NEEDS_COOKIE;
  else if (store.entries.length === 0) start();
  else if (isNew && store.entries.some(({ from }) => from === 'tidemark')) {
    note(NEW_START);
    start();
  }
  if (hasClock && !clockIsOpen) openClock();
  clockIsOpen ||= hasClock;
  outgoing.connected();
};

const message = ({ id, kind, html, choices, attachments }) => {
  rest();
  store.add({ from: 'tidemark', id, kind, html, choices, attachments, chosen: null });
  if (document.hidden) document.title = '• Tidemark';
  // Kept first, then acknowledged: Tidemark counts it as delivered from here on.
  const headers = { 'content-type': 'application/json' };
  fetch('/playground/ack', { method: 'POST', headers, body: JSON.stringify({ id }) }).catch(() => {});
};

const away = () => {
  rest();
  for (const entry of store.entries) markLate(entry.id);
  // A short break, as when the server is started again, is not worth a word.
  if (awaySoon === 0) awaySoon = setTimeout(showAway, AWAY_AFTER);
};

store.onChange(() => view.draw(store.entries));
view.draw(store.entries, { isHistory: true });
if (!store.keeps) part('kept').textContent = 'This browser keeps nothing: the conversation ends with this tab.';

const link = new Link({ hello, message, away });
const outgoing = new Outgoing(store, link, {
  sending: expectAnswer,
  taken(id) {
    late.delete(id);
    if (link.connected) clearAway();
  },
  failed(id) {
    rest();
    markLate(id);
    showAway();
  },
  refused(words) {
    rest();
    note(words);
  },
});

const submit = () => {
  if (say.value.trim() === '') return;
  send({ text: say.value }, say.value);
  say.value = '';
  say.focus();
};

part('compose').addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});
say.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
part('help').addEventListener('click', () => send({ command: 'sos' }, 'Help now'));
part('menu').addEventListener('click', () => send({ command: 'help' }, 'Menu'));
part('clear').addEventListener('click', () => part('sure').showModal());
part('sure').addEventListener('close', () => {
  if (part('sure').returnValue !== 'clear') return;
  part('sure').returnValue = '';
  rest();
  store.clear();
  note(CLEARED);
  say.focus();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) document.title = 'Tidemark';
});
// Where there is a mouse and with it a keyboard, one can write at once; on a phone the keyboard would cover the page.
if (matchMedia('(hover: hover) and (pointer: fine)').matches) say.focus({ preventScroll: true });
