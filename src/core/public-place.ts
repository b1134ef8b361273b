import type { Assessment, ChannelAdapter, Heard } from '#core/ports.ts';
import type { SystemKey } from '#content/system-keys.ts';
import type { Library } from '#core/engine/library.ts';
import type { Ids } from '#shared/ids.ts';
import type { Logger } from '#shared/logger.ts';
import type { Platform } from '#shared/platforms.ts';
import { fill, variant } from '#core/engine/texts.ts';
import { acts } from '#core/rescue.ts';

/** How many handled updates are remembered, so that a repeated delivery is not answered twice. */
const REMEMBERED = 1000;

export interface PublicParts {
  readonly adapters: ReadonlyMap<Platform, ChannelAdapter>;
  readonly library: Library;
  readonly ids: Ids;
  readonly logger: Logger;
}

/**
 * What is said where other people can read: never anything personal, nothing kept, nobody quoted. The way into a
 * private chat, and in danger a general line with the way to help.
 */
export class PublicPlace {
  readonly #parts: PublicParts;
  readonly #handled = new Set<string>();

  constructor(parts: PublicParts) {
    this.#parts = parts;
  }

  /** Answers in the public chat in general words. */
  async answer(heard: Heard, assessment: Assessment): Promise<void> {
    const key = `${heard.from.platform}\n${heard.updateId}`;
    if (this.#handled.has(key)) return;
    this.#handled.add(key);
    for (const old of this.#handled) {
      if (this.#handled.size <= REMEMBERED) break;
      this.#handled.delete(old);
    }
    await this.direct(heard, acts(assessment) ? 'public_lines' : 'public_private');
  }

  /** Says one of the engine's sentences straight away, past the store. */
  async direct(heard: Heard, key: SystemKey): Promise<void> {
    const { adapters, library, ids, logger } = this.#parts;
    const adapter = adapters.get(heard.from.platform);
    const text = fill(variant(library.system(key, 'en'), 0), 'en', () => ({
      link: adapter?.privateLink() ?? '',
    }));
    const kind = key === 'public_lines' ? 'crisis' : 'system';
    const result = await adapter?.send({ id: ids.row(), to: heard.from, kind, text, choices: [], attachments: [] });
    if (result?.ok === false)
      logger.warn({ platform: heard.from.platform, reason: result.reason }, 'a public answer was not taken');
  }
}
