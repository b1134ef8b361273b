import type { Heard, Outbound } from '#core/ports.ts';
import type { House } from '../house.ts';

/** A picture of one dot. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const question = (text: string, labels: readonly string[]): Partial<Outbound> => ({
  text,
  choices: labels.map((label) => ({ token: `t:${label.toLowerCase()}`, label })),
});

const answerTo = (heard: Heard): readonly Partial<Outbound>[] => {
  if (heard.command === 'start')
    return [{ text: 'Hello. I am a program.' }, question('Are you ready?', ['Yes', 'No', 'Later'])];
  if (heard.command === 'sos')
    return [{ kind: 'crisis', text: 'Call **[988](tel:988)** or see [a list](https://findahelpline.com).' }];
  if (heard.choice !== null) return [question(`You chose ${heard.choice}. And now?`, ['0', '5', '10'])];
  if (heard.text === 'file')
    return [
      {
        text: 'Here it is.',
        attachments: [{ type: 'file', name: 'all.json', alt: 'Everything', data: Buffer.from('{"all":1}') }],
      },
    ];
  if (heard.text === 'picture')
    return [
      {
        text: 'Your week.',
        attachments: [{ type: 'image', name: 'week.png', alt: 'Mood: 3, then 6', data: DOT }],
      },
    ];
  return [{ text: `You said: ${heard.text}` }];
};

/** A small conversation beyond the port: greets, asks, repeats. Like the real one it commits first and sends after. */
export const tide = async (heard: Heard, house: House): Promise<void> => {
  for (const message of answerTo(heard)) void house.say(heard, message);
};
