import type { Heard } from '#core/ports.ts';
import { errorName } from '#shared/errors.ts';
import type { Logger } from '#shared/logger.ts';

type Receive = (heard: Heard) => Promise<void>;

/** The way in: hands each message on at once, and knows which are still under way. */
export class Intake {
  readonly #logger: Logger;
  readonly #underWay = new Set<Promise<boolean>>();
  #receive: Receive | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get isOpen(): boolean {
    return this.#receive !== null;
  }

  open(receive: Receive): void {
    this.#receive = receive;
  }

  /** Resolves true once the message is committed, false where it was not taken: the page then sends it again. */
  async take(heard: Heard): Promise<boolean> {
    if (this.#receive === null) return false;
    const taking = this.#receive(heard).then(
      () => true,
      (error: unknown) => {
        this.#logger.error(errorName(error), 'The conversation did not take a playground message.');
        return false;
      },
    );
    this.#underWay.add(taking);
    return taking.finally(() => this.#underWay.delete(taking));
  }

  /** Takes nothing new, and resolves when what was under way has ended. */
  async close(): Promise<void> {
    this.#receive = null;
    await Promise.all(this.#underWay);
  }
}
