/** "Try another time": moves the playground's time forward, to see what Tidemark does then. */

const shown = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: 'numeric',
  minute: '2-digit',
});

const pad = (number) => String(number).padStart(2, '0');

/** A moment as a `datetime-local` field wants it: wall time where this browser is. */
const asField = (ms) => {
  const at = new Date(ms);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
};

const tomorrow = (ms, hour) => {
  const at = new Date(ms);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1, hour).getTime();
};

const part = (id) => document.getElementById(id);

const ask = async (body) => {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch('/playground/clock', body === undefined ? {} : post);
  return answer.json();
};

/** Shows the panel and brings it to life. Call once, and only where the server has a clock to move. */
export const openClock = () => {
  const [panel, now, field, said] = ['clock', 'clock-now', 'clock-at', 'clock-said'].map(part);
  let at = 0;

  const tell = async (body) => {
    panel.setAttribute('aria-busy', 'true');
    said.classList.remove('unseen');
    said.textContent = body === undefined ? '' : 'Moving the time …';
    try {
      const answer = await ask(body);
      if (answer.now === undefined) said.textContent = answer.message;
      else {
        at = answer.now;
        now.dateTime = new Date(at).toISOString();
        now.textContent = shown.format(at);
        field.min = asField(at);
        // The line above shows it; this one is read out.
        if (body !== undefined) said.textContent = `Now it is ${shown.format(at)}.`;
        said.classList.add('unseen');
      }
    } catch {
      said.textContent = 'The time could not be asked for just now.';
    }
    panel.removeAttribute('aria-busy');
  };

  for (const button of panel.querySelectorAll('button[data-by]')) {
    button.addEventListener('click', () => void tell({ by: Number(button.dataset.by) }));
  }
  for (const button of panel.querySelectorAll('button[data-tomorrow]')) {
    button.addEventListener('click', () => void tell({ to: tomorrow(at, Number(button.dataset.tomorrow)) }));
  }
  part('clock-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void tell({ to: new Date(field.value).getTime() });
  });
  panel.addEventListener('toggle', () => panel.open && void tell());
  setInterval(
    () => panel.open && !panel.hasAttribute('aria-busy') && document.activeElement !== field && tell(),
    60_000,
  );
  panel.hidden = false;
  void tell();
};
