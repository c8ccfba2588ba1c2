import type { Random } from '../../services/shared/random.ts';
import type { Shown } from '../conversationPort.ts';
import { SendingAdapter } from '../sendingAdapter.ts';
import type { DirectLineLog } from './directLineLog.ts';
import type { DirectLineStream } from './directLineStream.ts';

/** Direct Line's way out: what the bot shows is kept in the conversation's log, then pushed to who is connected. */
export class DirectLineAdapter extends SendingAdapter {
  readonly pushes = true;
  readonly #log: DirectLineLog;
  readonly #stream: DirectLineStream;

  constructor(parts: { readonly log: DirectLineLog; readonly stream: DirectLineStream; readonly random: Random }) {
    super(parts.random);
    this.#log = parts.log;
    this.#stream = parts.stream;
  }

  async post(conversationId: string, activities: readonly Shown[]): Promise<void> {
    if (activities.length === 0) return;
    await this.#log.append(conversationId, activities);
    await this.#stream.wake(conversationId);
  }
}
