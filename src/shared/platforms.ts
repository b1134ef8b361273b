/** Where people talk to Tidemark. */
export const PLATFORMS = ['terminal', 'playground', 'telegram', 'discord', 'slack'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What one platform can show. Sources: shared documentation of each platform, read 2026-11. */
export interface PlatformLimits {
  /** Longest text of one message, in UTF-16 units. */
  readonly text: number;
  /** Most buttons under one message. */
  readonly choices: number;
  /** Longest button label, in characters. */
  readonly label: number;
  /** Longest button token, in bytes. */
  readonly token: number;
}

/** core.telegram.org/bots/api, discord.com/developers/docs, docs.slack.dev/reference/block-kit. */
export const LIMITS: Readonly<Record<Platform, PlatformLimits>> = Object.freeze({
  terminal: { text: 100_000, choices: 99, label: 200, token: 200 },
  playground: { text: 100_000, choices: 99, label: 200, token: 200 },
  telegram: { text: 4096, choices: 100, label: 64, token: 64 },
  discord: { text: 2000, choices: 25, label: 80, token: 100 },
  slack: { text: 3000, choices: 25, label: 75, token: 255 },
});

/** What every platform can show: content is checked against these. */
export const COMMON_LIMITS: PlatformLimits = Object.freeze({ text: 2000, choices: 25, label: 64, token: 64 });
