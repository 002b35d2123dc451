// What a savings club does about a read that failed: seldom needed, so not part of the first paint.
import { isRegistered } from '../core/here.ts';
import { ClientProblem, problemOf } from '../core/problems.ts';
import { clubLateWords } from '../core/strings/club.ts';
import type { ClubData } from './data.ts';
import type { ClubHost } from './host.ts';

let isTold = false;

/** Nobody has said which mall this page belongs to. */
export async function noMall(host: ClubHost): Promise<void> {
  if (!isTold)
    console.warn(
      "Dangol: this page does not say which mall it belongs to. Add the mall's id to the script's address, such as " +
        '<script async src=".../embed.js?mall=shop1"></script>, or mall="shop1" to <dangol-savings-club>.',
    );
  isTold = true;
  await host.words?.more(clubLateWords);
  host.data.trouble = host.words?.t('clubRefused') ?? '';
  host.requestUpdate();
}

/**
 * Notes when the page may not embed the mall at all. What can be no id is a link that came without its end.
 *
 * @throws what was given, or what it means
 */
export async function explain(data: ClubData, error: unknown): Promise<never> {
  const { client } = data.side!;
  const { code } = problemOf(error);
  if (code === 'bad-input') throw new ClientProblem('not-found');
  if (code === 'network' && !(await isRegistered(client))) {
    await data.host.words?.more();
    data.trouble = data.host.words?.t('notRegistered') ?? '';
  }
  throw error;
}
