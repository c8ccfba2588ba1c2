import { changeRecord } from '../../services/state/changeRecord.ts';
import type { Records } from '../../services/state/records.ts';
import type { ConversationOwner } from './directLineTokens.ts';

/** A conversation that has begun. */
export interface DirectLineConversation {
  readonly schema: 1;
  readonly userId: string;
  /** BCP 47: `ko-KR`. */
  readonly locale: string;
  /** The bot was told of it, and said its first words. */
  readonly greeted: boolean;
}

/** The conversations that Direct Line knows; what was said in them is in their stream. */
export class DirectLineConversations {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  /** Undefined when it never began. */
  async find(conversationId: string): Promise<DirectLineConversation | undefined> {
    return (await this.#records.get<DirectLineConversation>(keyOf(conversationId)))?.value;
  }

  /** Begins a conversation, or finds the one that was begun before; somebody else's stays theirs. */
  async begin(
    owner: ConversationOwner,
    locale: string,
  ): Promise<{ conversation: DirectLineConversation; isNew: boolean }> {
    const conversation: DirectLineConversation = { schema: 1, userId: owner.userId, locale, greeted: false };
    const version = await this.#records.putIfVersion(keyOf(owner.conversationId), conversation, 0);
    if (version !== false) return { conversation, isNew: true };
    const found = await this.find(owner.conversationId);
    if (!found) throw new Error('expected the conversation that was there a moment ago, found none');
    return { conversation: found, isNew: false };
  }

  /** Keeps that the bot was told; told twice at the same time it is kept once. */
  async markGreeted(conversationId: string): Promise<void> {
    await changeRecord<DirectLineConversation>(this.#records, keyOf(conversationId), (found) =>
      found && !found.greeted ? { ...found, greeted: true } : undefined,
    );
  }
}

function keyOf(conversationId: string): string {
  return `directLineConversation:{${conversationId}}`;
}
