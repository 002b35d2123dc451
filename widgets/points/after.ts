// What is not part of the first paint: hearing what changes, and how the mall looks.
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { Me } from '../../server/mall/shoppers/contract.ts';
import { liveOf } from '../core/live.ts';
import type { PointsData } from './data.ts';

export { takeLooks } from '../core/mall-element.ts';

/** What comes at once is asked about once. */
const TOGETHER_MS = 100;

/** Whose stream is open already. */
const heard = new WeakMap<PointsData, number>();

/** Listens to a wallet from what was shown on; of nobody it learns what the mall calls its points. Returns how to stop. */
export async function settle(
  data: PointsData,
  who: number,
  isTheirs: () => boolean,
): Promise<(() => void) | undefined> {
  const { side, wallet } = data;
  if (!wallet) {
    data.mall ??= await side.client.get<PublicMall>('mall');
    return undefined;
  }
  if (heard.get(data) === who) return undefined;
  heard.set(data, who);
  try {
    const whoAmI = () => side.client.get<Me>('me', { as: 'signed', fresh: true });
    const me = await whoAmI();
    if (!isTheirs()) return undefined;
    let isSoon = false;
    const change = () => {
      if (isSoon) return;
      isSoon = true;
      setTimeout(async () => {
        isSoon = false;
        // Whoever had done nothing yet went by another id: the next answer says where to listen from, under their own.
        if (me.joinedAt === null && isTheirs() && (await whoAmI().catch(() => me)).id !== me.id) {
          stop();
          heard.delete(data);
        }
        if (isTheirs()) void data.ask();
      }, TOGETHER_MS);
    };
    const stop = liveOf(side).subscribe(`shopper:${me.id}`, wallet.position, {
      change,
      // Too old to be caught up: the next answer says where to listen from.
      reset: () => {
        stop();
        heard.delete(data);
        change();
      },
    });
    return stop;
  } catch (error) {
    heard.delete(data);
    throw error;
  }
}
