/** One number, or several joined by a word: "116 123", "15 or 112". */
const NUMBERS = /\*\*(\+?\d[\d ]*\d(?: \p{L}+ \+?\d[\d ]*\d)*)\*\*/gu;

const linked = (markdown: string): string =>
  markdown.replace(NUMBERS, (_bold, numbers: string) => {
    const links = numbers.replace(/\+?\d[\d ]*\d/g, (number) => `[${number}](tel:${number.replaceAll(' ', '')})`);
    return `**${links}**`;
  });

/**
 * Makes telephone numbers that are meant for calling tappable: not every phone does so by itself, least of all with
 * short ones such as 988. These are the bold numbers with which an entry of the crisis lines begins, and those in a
 * sentence of an `urgent` message. A number that is only for text messages stands elsewhere in its entry, and stays text.
 */
export const withCalls = (markdown: string, urgent: boolean): string =>
  markdown
    .split('\n')
    .map((line) => {
      if (!line.startsWith('- ')) return urgent ? linked(line) : line;
      const dash = line.indexOf(' – ');
      return dash < 0 || !line.startsWith('- **') ? line : linked(line.slice(0, dash)) + line.slice(dash);
    })
    .join('\n');
