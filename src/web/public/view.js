/** Draws the conversation. Entries come from the store; what they may contain was made safe by the server. */

/** Scrolling within this long (ms) after our own is ours. */
const OWN_SCROLL = 1000;
/** This close to the end (px) counts as being there. */
const NEAR = 160;
/** What comes after such a silence (ms) is a new stretch to read. */
const SILENCE = 10_000;

const make = (tag, className, ...children) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
};

const unseen = (text) => make('span', 'unseen', text);

/** More of one bubble (characters) only makes the page slow; all of it is sent. */
const LONG = 20_000;

const beginning = (text) => (text.length > LONG ? `${text.slice(0, LONG)}…` : text);

/** A bubble for the person's own words. */
const mine = (entry) => make('div', 'turn mine', unseen('You: '), make('div', 'bubble', beginning(entry.text)));

const choicesOf = (entry, onChoose) => {
  const group = make('div', 'choices');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-labelledby', `text-${entry.id}`);
  for (const choice of entry.choices) {
    const button = make('button', /^\d+$/.test(choice.label) ? 'short' : '', choice.label);
    button.type = 'button';
    button.dataset.token = choice.token;
    button.addEventListener('click', () => onChoose(entry.id, choice));
    group.append(button);
  }
  return group;
};

/** A picture, or what it shows in words where there is none: after a reload the server has it no more. */
const pictureOf = (file, isNew, onPicture) => {
  const figure = make('figure', 'picture', make('p', '', file.alt));
  if (!isNew) return figure;
  const show = (address) => {
    if (address === null) return;
    const image = make('img', '');
    image.alt = file.alt;
    image.src = address;
    // Only when it can be seen: until then the words stand in its place.
    image.addEventListener('load', () => figure.replaceChildren(image));
  };
  onPicture(file).then(show, () => {});
  return figure;
};

const filesOf = (files, onFile) => {
  const list = make('ul', 'files');
  for (const file of files) {
    const link = make('a', '', `Download ${file.name}`, make('small', '', file.alt));
    link.href = file.href;
    link.download = file.name;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      onFile(file);
    });
    list.append(make('li', '', link));
  }
  return list;
};

/** A message of Tidemark's. A crisis message that arrives now is read out at once, whatever is being read. */
const theirs = (entry, isNew, { onChoose, onFile, onPicture }) => {
  const bubble = make('div', 'bubble');
  bubble.id = `text-${entry.id}`;
  bubble.innerHTML = entry.html;
  const turn = make('article', `turn theirs ${entry.kind}`, unseen('Tidemark: '), bubble);
  if (isNew && entry.kind === 'crisis') bubble.setAttribute('role', 'alert');
  const [pictures, files] = [true, false].map((isImage) =>
    entry.attachments.filter(({ type }) => (type === 'image') === isImage),
  );
  for (const file of pictures) turn.append(pictureOf(file, isNew, onPicture));
  if (entry.choices.length > 0) turn.append(choicesOf(entry, onChoose));
  if (files.length > 0) turn.append(filesOf(files, onFile));
  return turn;
};

/**
 * The button that was tapped keeps the focus while it has it (it only says that it is off), so that the next Tab leads
 * to the next question and not back to the top of the page.
 */
const markChosen = (node, chosen) => {
  for (const button of node.querySelectorAll('.choices button')) {
    const isChosen = button.dataset.token === chosen;
    button.classList.toggle('chosen', isChosen);
    button.setAttribute('aria-pressed', String(isChosen));
    button.setAttribute('aria-disabled', 'true');
    button.disabled = button !== document.activeElement;
  }
};

export class View {
  #log;
  #typing;
  #hands;
  #nodes = new Map();
  /** Where the stretch begins that is being read. */
  #anchor = null;
  #follows = true;
  #arrivedAt = 0;
  #movedAt = 0;

  /** `hands`: { onChoose(promptId, choice), onFile(file), onPicture(file): address or null, isLate(id) } */
  constructor(log, typing, hands) {
    this.#log = log;
    this.#typing = typing;
    this.#hands = hands;
    addEventListener('scroll', () => this.#scrolled(), { passive: true });
    // A notice above the box, or a box that grows, must not cover the last words.
    const grown = new ResizeObserver(() => this.#follows && this.toEnd());
    for (const part of [log, document.querySelector('.bottom')]) grown.observe(part);
    for (const own of ['wheel', 'touchmove'])
      addEventListener(own, () => (this.#movedAt = -OWN_SCROLL), { passive: true });
  }

  /** Draws what is new and updates what has changed. `isHistory`: nothing of it is read out or animated. */
  draw(entries, { isHistory = false } = {}) {
    const isQuiet = isHistory && entries.length > 0;
    if (isQuiet) this.#log.setAttribute('aria-live', 'off');
    const shown = entries.filter((entry) => !entry.hidden);
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, node] of this.#nodes) {
      if (ids.has(id)) continue;
      node.remove();
      this.#nodes.delete(id);
    }
    const before = this.#anchor;
    let grew = false;
    for (const [index, entry] of shown.entries()) {
      let node = this.#nodes.get(entry.id);
      if (node === undefined) {
        node = this.#node(entry, !isHistory);
        this.#nodes.set(entry.id, node);
        this.#log.insertBefore(node, this.#log.children[index] ?? null);
        grew = true;
        this.#begin(node, entry);
      }
      this.#update(node, entry);
    }
    this.#quieten(shown);
    if (isQuiet) setTimeout(() => this.#log.setAttribute('aria-live', 'polite'), 500);
    if (grew && (isHistory || this.#follows || this.#anchor !== before)) this.toEnd(isHistory);
  }

  /** Buttons from before the person's last words step back, so that the question of now stands out. */
  #quieten(shown) {
    const last = shown.findLastIndex(({ from }) => from === 'me');
    for (const [index, { id }] of shown.entries()) this.#nodes.get(id).classList.toggle('past', index < last);
  }

  typing(isTyping) {
    if (this.#typing.hidden !== isTyping) return;
    this.#typing.hidden = !isTyping;
    if (isTyping && this.#follows) this.toEnd();
  }

  /** As far down as it goes without losing the beginning of what is to be read. */
  toEnd(atOnce = false) {
    const page = document.scrollingElement;
    const room = document.querySelector('.top').offsetHeight + 16;
    const anchor = atOnce || this.#anchor === null ? Infinity : this.#anchor.offsetTop - room;
    const top = Math.min(page.scrollHeight - page.clientHeight, anchor);
    // A long way is no sight to follow, and a crisis message must not come sliding in after a second.
    const isFar = Math.abs(top - page.scrollTop) > page.clientHeight;
    const isStill = atOnce || isFar || matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#movedAt = performance.now();
    this.#follows = true;
    page.scrollTo({ top, behavior: isStill ? 'instant' : 'smooth' });
  }

  /** Whoever scrolls up to read is left there, until they write or a crisis message comes. */
  #scrolled() {
    if (performance.now() - this.#movedAt < OWN_SCROLL) return;
    const page = document.scrollingElement;
    const below = page.scrollHeight - page.scrollTop - page.clientHeight;
    this.#follows = below < NEAR || page.scrollTop >= (this.#anchor?.offsetTop ?? Infinity) - NEAR;
  }

  /** A stretch to read begins with the person's own message, a crisis message, or whatever comes after a silence. */
  #begin(node, entry) {
    const now = performance.now();
    const isFresh = now - this.#arrivedAt > SILENCE && this.#follows;
    this.#arrivedAt = now;
    if (entry.from === 'me' || entry.kind === 'crisis' || isFresh) this.#anchor = node;
  }

  #node(entry, isNew) {
    const made = { me: mine, tidemark: theirs, page: ({ text }) => make('p', 'note', text) }[entry.from];
    const node = made(entry, isNew, this.#hands);
    node.dataset.id = entry.id;
    node.classList.toggle('new', isNew);
    return node;
  }

  #update(node, entry) {
    if (entry.from === 'tidemark' && entry.chosen !== null) markChosen(node, entry.chosen);
    if (entry.from !== 'me') return;
    node.classList.toggle('waiting', entry.state === 'waiting');
    const words = {
      waiting: this.#hands.isLate(entry.id) ? 'Not sent yet, trying again' : '',
      refused: 'Not sent',
      sent: '',
    };
    const line = node.querySelector('.sending');
    if (words[entry.state] === '') line?.remove();
    else if (line === null) node.append(make('p', 'sending', words[entry.state]));
    else if (line.textContent !== words[entry.state]) line.textContent = words[entry.state];
  }
}
