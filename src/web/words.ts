/** What the web side itself says to a person. Plain words: whoever reads them may be having a bad night. */
export const WORDS = {
  nothingHere: 'There is nothing at this address. The chat is on the front page.',
  notOurs: 'This request did not come from the Tidemark page, so it was not taken.',
  trouble: 'Something went wrong here, and it is not your fault. Please try again in a moment.',
  away: 'Tidemark is just starting or stopping. Please try again in a moment.',
  notUnderstood: 'The page sent something that Tidemark could not read.',
  tooLong:
    'That was too long for Tidemark to take in, so it has not been read. Could you say it in a shorter way? ' +
    'If you are in danger, please call your local emergency number or see findahelpline.com.',
  fileGone: 'This file is no longer here. It is kept for a short time and given out once. You can ask for it again.',
  clockBackwards: 'The time can only be moved forward, by a year at most.',
} as const;
