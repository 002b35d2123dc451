import { merge } from './guest.ts';
import type { MallSide } from './page.ts';
import { type ClientProblem, problemOf } from './problems.ts';
import type { Session } from './session.ts';
import type { Words } from './words.ts';

/** A widget that has a place for messages. */
export interface Asker extends HTMLElement {
  readonly side: MallSide | undefined;
  readonly words: Words | undefined;
  notify(text: string, actions?: { label: string; run(): void }[]): void;
}

/** Who is asking now: several widgets of a page do not ask the same. */
const asking = new WeakMap<Session, Asker>();

/** A guest has signed in: asks whether what is theirs in this browser becomes the member's. */
export async function offerMerge(
  asker: Asker,
  after: { moved(): unknown; failed(problem: ClientProblem): unknown; later?(): void },
): Promise<void> {
  const side = asker.side!;
  const { session } = side;
  const other = asking.get(session);
  if (other !== asker && other?.isConnected) return;
  asking.set(session, asker);
  const words = asker.words!;
  await words.more();
  const move = async () => {
    try {
      await merge(side);
      await after.moved();
      asker.notify(words.t('merged'));
    } catch (error) {
      await after.failed(problemOf(error));
    }
  };
  const answered = (run?: () => unknown) => () => {
    asking.delete(session);
    void run?.();
  };
  asker.notify(words.t('mergeAsk'), [
    { label: words.t('mergeYes'), run: answered(move) },
    { label: words.t('mergeNo'), run: answered(after.later) },
  ]);
}
